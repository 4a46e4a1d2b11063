import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadConfig } from './config.ts';

const required = { DATABASE_URL: 'postgres://db/contacts', API_KEY_SECRET: 'x'.repeat(32) };

/** The settings that `.env.example` shows, with the values it gives. */
function documented(): Record<string, string> {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  return Object.fromEntries([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
}

describe('the settings', () => {
  it('are all in .env.example, with their defaults', () => {
    const { DATA_DIR, ...example } = documented();
    expect(DATA_DIR).toBe('.data');
    const defaults = loadConfig(required);
    // What is optional and has no default stands there without a value.
    const given = Object.keys(example).filter((name) => example[name] !== '' || name in defaults);
    expect(given.sort()).toEqual(Object.keys(defaults).sort());
    expect(loadConfig({ ...example, ...required })).toEqual(defaults);
  });

  it('are frozen', () => {
    expect(Object.isFrozen(loadConfig(required))).toBe(true);
  });

  it.each([
    ['PORT', '80x', 'PORT must be a whole number from 0 to 65535'],
    ['PORT', '70000', 'PORT must be a whole number from 0 to 65535'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of'],
    ['DATABASE_URL', 'mysql://db/contacts', 'DATABASE_URL must be a URL that starts with postgres://'],
    ['DATABASE_URL', '', 'DATABASE_URL is required but not set'],
    ['QUEUE_URL', 'amqp://queue', 'QUEUE_URL must be a URL that starts with redis://'],
    ['API_KEY_SECRET', 'short', 'API_KEY_SECRET must be at least 32 characters'],
    ['OUTBOUND_ALLOWED_NETWORKS', '10.0.0.0/33', 'OUTBOUND_ALLOWED_NETWORKS must be a list of networks'],
    ['OUTBOUND_ALLOWED_NETWORKS', 'intranet', 'OUTBOUND_ALLOWED_NETWORKS must be a list of networks'],
    ['OUTBOUND_CONNECT_TO', 'acme.example=localhost:80', 'OUTBOUND_CONNECT_TO must be a list of host=address:port'],
    ['OUTBOUND_CONNECT_TO', 'acme.example=127.0.0.1:99999', 'OUTBOUND_CONNECT_TO must be a list of host=address:port'],
  ])('refuse %s=%s with one line that names it', (name, value, message) => {
    const load = () => loadConfig({ ...required, [name]: value });
    expect(load).toThrow(message);
    expect(load).not.toThrow('\n');
  });

  it('never repeat the value that they refuse', () => {
    expect(() => loadConfig({ ...required, API_KEY_SECRET: 'a-secret-too-short' })).not.toThrow('a-secret');
  });
});
