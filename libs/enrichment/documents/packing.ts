import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip, gzipSync } from 'node:zlib';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Up to this many bytes the way to a thread and back costs several times what the work does. */
const SMALL_BYTES = 16_384;

/** Content as it is stored: JSON, gzipped, and the SHA-256 of the JSON, hexadecimal. */
export async function packed(content: unknown): Promise<{ content: Buffer; contentHash: string }> {
  const json = Buffer.from(JSON.stringify(content));
  return {
    content: json.length <= SMALL_BYTES ? gzipSync(json) : await compress(json),
    contentHash: createHash('sha256').update(json).digest('hex'),
  };
}

/** The content that {@link packed} was given. */
export async function unpacked(content: Buffer): Promise<unknown> {
  const json = unpackedLength(content) <= SMALL_BYTES ? gunzipSync(content) : await decompress(content);
  return JSON.parse(json.toString('utf8'));
}

/** What the last four bytes of gzip tell (RFC 1952 §2.3.1), in bytes. */
function unpackedLength(content: Buffer): number {
  return content.readUInt32LE(content.length - 4);
}
