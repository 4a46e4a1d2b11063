import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what is kept of requests under keys of its own that are derived from the server's secret (HKDF-SHA256): answers
 * hold personal data, and that to the creation of an API key holds the key.
 */
export class SealedAnswers {
  private readonly cipherKey: Buffer;
  private readonly hashKey: Buffer;

  constructor(secret: string) {
    this.cipherKey = derivedKey(secret, 'idempotent answers');
    this.hashKey = derivedKey(secret, 'idempotent requests');
  }

  /** HMAC-SHA256 of texts, each of them as a whole. */
  hash(...texts: readonly string[]): Buffer {
    return createHmac('sha256', this.hashKey).update(JSON.stringify(texts)).digest();
  }

  /** AES-256-GCM: nonce, tag, ciphertext. @param row to which it belongs: in another it cannot be opened */
  seal(row: Buffer, answer: object): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.cipherKey, nonce, { authTagLength: TAG_BYTES }).setAAD(row);
    const text = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }

  /** What {@link seal} has sealed. @throws Error if it was changed since, or belongs to another row */
  open(row: Buffer, sealed: Buffer): unknown {
    const text = sealed.subarray(NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, this.cipherKey, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(row).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'));
  }
}

const derivedKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES));
