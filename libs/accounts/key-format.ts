import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'introzy_';
const FORMAT = /^introzy_[0-9a-f]{64}$/;

/** A fresh API key: the prefix and 32 random bytes in hexadecimal. */
export function generateKey(): string {
  return PREFIX + randomBytes(32).toString('hex');
}

/** Whether a text can be a key at all, which spares the database the rest. */
export function looksLikeKey(text: string): boolean {
  return FORMAT.test(text);
}

/** What is stored of a key: HMAC-SHA256 (RFC 2104) under the server's secret. */
export function hashKey(key: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(key).digest();
}

/** What may be shown of a key after it was issued: the prefix and 4 of its 64 characters. */
export function previewKey(key: string): string {
  return `${key.slice(0, PREFIX.length + 4)}…`;
}
