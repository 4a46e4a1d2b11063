import { Inject, Injectable } from '@nestjs/common';
import type { ListPosition } from '#contacts';
import { CONFIG, invalidField, type Config } from '#platform';
import { createHmac, timingSafeEqual } from 'node:crypto';

const SEAL_BYTES = 16;
const ID_BYTES = 16;
/** Long enough for a seal and an id, so that there always is one to compare. */
const CURSOR = /^[\w-]{43,200}$/;

/**
 * Turns positions in a list into cursors and back. A cursor carries a seal (HMAC-SHA256, cut to 16 bytes) over the list
 * it belongs to, so that no other text passes for one, nor a cursor of another organization, list or filter.
 */
@Injectable()
export class ListCursors {
  private readonly secret: Buffer;

  constructor(@Inject(CONFIG) config: Pick<Config, 'API_KEY_SECRET'>) {
    this.secret = createHmac('sha256', config.API_KEY_SECRET).update('list cursors').digest();
  }

  /** @param list everything that makes the list what it is */
  seal(list: readonly unknown[], position: ListPosition | null): string | null {
    if (!position) return null;
    const id = Buffer.from(position.id.replaceAll('-', ''), 'hex');
    const place = Buffer.concat([id, Buffer.from(position.createdAt)]);
    return Buffer.concat([this.sealOf(list, place), place]).toString('base64url');
  }

  /** @throws DomainError `invalid_request` for what is no cursor of this list */
  open(list: readonly unknown[], cursor: string | undefined): ListPosition | undefined {
    if (cursor === undefined) return undefined;
    const bytes = CURSOR.test(cursor) ? Buffer.from(cursor, 'base64url') : Buffer.alloc(SEAL_BYTES);
    const place = bytes.subarray(SEAL_BYTES);
    if (!timingSafeEqual(bytes.subarray(0, SEAL_BYTES), this.sealOf(list, place))) throw notOfThisList();
    const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(place.toString('hex', 0, ID_BYTES)) ?? [];
    return { id: parts.join('-'), createdAt: place.toString('utf8', ID_BYTES) };
  }

  private sealOf(list: readonly unknown[], place: Buffer): Buffer {
    const seal = createHmac('sha256', this.secret).update(JSON.stringify(list)).update('\n').update(place);
    return seal.digest().subarray(0, SEAL_BYTES);
  }
}

function notOfThisList(): Error {
  return invalidField('cursor', 'is not a nextCursor of this list: keep search and companyId, or start without cursor');
}
