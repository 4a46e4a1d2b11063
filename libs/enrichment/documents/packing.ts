import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Content as it is stored: JSON, gzipped, and the SHA-256 of the JSON, hexadecimal. */
export async function packed(content: unknown): Promise<{ content: Buffer; contentHash: string }> {
  const json = JSON.stringify(content);
  return { content: await compress(json), contentHash: createHash('sha256').update(json).digest('hex') };
}

/** The content that {@link packed} was given. */
export async function unpacked(content: Buffer): Promise<unknown> {
  return JSON.parse((await decompress(content)).toString('utf8'));
}
