import { loadConfig, type Config } from '#platform';

/** Settings that the service cannot start without, and that nothing here uses. */
const needed = { DATABASE_URL: 'postgres://none/none', API_KEY_SECRET: 'none'.repeat(8) };

/** The service's configuration with some settings, and none of the environment's. */
export function configOf(settings: Readonly<Record<string, string | undefined>>): Config {
  return loadConfig({ ...needed, ...settings });
}
