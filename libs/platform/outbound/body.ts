import { pipeline } from 'node:stream/promises';
import type { Duplex, Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { OutboundError } from './outbound-error.ts';

/** What happens to a body beyond the limit: the call fails, or the rest is left unread. */
export type OversizePolicy = 'fail' | 'truncate';

/**
 * Reads a response body, undoing its content coding (RFC 9110 §8.4.1: gzip, deflate, br). The limit holds for the bytes
 * on the wire and for the decoded bytes alike, and is enforced while streaming: what is beyond it is never held.
 *
 * @param maxBytes upper limit in bytes
 * @throws OutboundError `too_large`, or `bad_response` for a coding that is unknown or repeated; else what the stream or
 *   the decoder throws
 */
export async function readBody(
  body: Readable,
  contentEncoding: string,
  maxBytes: number,
  oversize: OversizePolicy,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let decoded = 0;
  const truncated = new Error('truncated');
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      const room = maxBytes - decoded;
      decoded += chunk.length;
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      if (decoded > maxBytes) throw oversize === 'fail' ? new OutboundError('too_large') : truncated;
    }
  };
  try {
    const first = await takeHead(body);
    const decoder = createDecoder(contentEncoding, first.head);
    const wire = limitWire(first.stream, maxBytes, oversize);
    await (decoder ? pipeline(wire, decoder, collect) : collect(wire));
  } catch (error) {
    if (error !== truncated) throw error;
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks);
}

/** Takes the first bytes apart, which are what tells the two formats behind "deflate" from each other. */
async function takeHead(body: Readable): Promise<{ head: Buffer; stream: AsyncIterable<Buffer> }> {
  const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await iterator.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  async function* stream(): AsyncGenerator<Buffer> {
    if (first.done) return;
    yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { head, stream: stream() };
}

async function* limitWire(source: AsyncIterable<Buffer>, maxBytes: number, oversize: OversizePolicy) {
  let received = 0;
  for await (const chunk of source) {
    received += chunk.length;
    if (received > maxBytes && oversize === 'fail') throw new OutboundError('too_large');
    yield chunk;
    if (received > maxBytes) return;
  }
}

/** @returns null where there is nothing to undo */
function createDecoder(contentEncoding: string, head: Buffer): Duplex | null {
  // One coding only: with two, a few kilobytes could keep the decoder busy for minutes without any output.
  const coding = contentEncoding.trim().toLowerCase();
  // Bodies cut short are common and harmless, so what came is taken, as browsers do.
  const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip(lenient);
    case 'deflate':
      // Servers send zlib (RFC 1950) or, wrongly, raw deflate (RFC 1951); only zlib's first byte names method 8.
      return ((head[0] ?? 8) & 0x0f) === 8 ? createInflate(lenient) : createInflateRaw(lenient);
    case 'br':
      return createBrotliDecompress({
        flush: constants.BROTLI_OPERATION_FLUSH,
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
      });
    default:
      throw new OutboundError('bad_response');
  }
}
