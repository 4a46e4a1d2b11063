import { Inject, Injectable } from '@nestjs/common';
import { attempt, CONFIG, DomainError, hotQuery, inRepeatableTransaction, type Config } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { answerErased, answerWithheld, inProgress, keyReused } from './refusals.ts';
import { SealedAnswers } from './sealed-answers.ts';

/** For how long a request is known, in SQL. */
const KEPT = `interval '24 hours'`;

/** A request that is to take effect once. */
export interface KeyedRequest {
  readonly organizationId: string;
  /** Whose key it is: another API key may use the same idempotency key for something else. */
  readonly apiKeyId: string;
  readonly idempotencyKey: string;
  /** What is asked for, as text. Under the same key it has to be the same. */
  readonly content: string;
  /** Who asks, and what they may see and do, as text. An answer is given again where it is the same alone. */
  readonly access: string;
  /** The id that the log knows the request by. */
  readonly requestId: string;
}

/** What is to be done. Everything that it writes goes through the manager. */
export type Work<T> = (manager: EntityManager) => Promise<T>;

/** What the work gave, or how the domain refused. */
type Result<T> = { readonly answer: T } | { readonly refusal: DomainError };

/** Of a request that was carried out before. */
interface Replayed {
  /** The id that it had then. */
  readonly requestId: string;
  /** The contact that its answer or its refusal is about. */
  readonly contactId: string | null;
}

/** `replayed` is there where this request was not carried out, but one before it. */
export type Outcome<T> = Result<T> & { readonly replayed?: Replayed };

/** An answer as it is kept. */
type Kept<T> = { readonly requestId: string; readonly access: string } & (
  { readonly answer: T } | { readonly refusal: Pick<DomainError, 'code' | 'message' | 'details'> }
);

interface Row {
  readonly fingerprint: Buffer;
  readonly contact_id: string | null;
  readonly answer: Buffer | null;
}

/** Where a request is kept, and what it asks for. */
interface Place {
  readonly row: Buffer;
  readonly keyHash: Buffer;
  readonly fingerprint: Buffer;
}

const FIND = `
  SELECT fingerprint, contact_id, answer FROM idempotent_requests
  WHERE api_key_id = $1 AND key_hash = $2 AND created_at > now() - ${KEPT}`;

/** Held to the end of the transaction, however that ends. */
const CLAIM = 'SELECT pg_try_advisory_xact_lock($1::bigint) AS claimed';

/**
 * The row of a key may be there still where it has expired. An answer about a contact that is being erased is not kept.
 */
const KEEP = `
  WITH contact AS MATERIALIZED (
    SELECT id FROM contacts WHERE organization_id = $3 AND id = $5::uuid FOR KEY SHARE)
  INSERT INTO idempotent_requests AS r (api_key_id, key_hash, organization_id, fingerprint, contact_id, answer)
  SELECT $1, $2, $3, $4, (SELECT id FROM contact),
    CASE WHEN $5::uuid IS NULL OR EXISTS (SELECT FROM contact) THEN $6::bytea END
  ON CONFLICT (api_key_id, key_hash) DO UPDATE SET fingerprint = EXCLUDED.fingerprint,
    contact_id = EXCLUDED.contact_id, answer = EXCLUDED.answer, created_at = EXCLUDED.created_at`;

/** Carries requests out once, however often they are sent. */
@Injectable()
export class IdempotentRequests {
  private readonly sealed: SealedAnswers;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) config: Pick<Config, 'API_KEY_SECRET'>,
  ) {
    this.sealed = new SealedAnswers(config.API_KEY_SECRET);
  }

  /**
   * Does work without a key: as often as it is asked for.
   * @throws as the work does
   */
  unkeyed<T>(work: Work<T>): Promise<T> {
    return work(this.dataSource.manager);
  }

  /**
   * Does work unless it was done under the same key, and tells what came of it then. The work's effect, and the answer to
   * it, are committed together, or neither is; a refusal of the domain is kept as well, any other fault is not. While one
   * request is at work others with its key are turned away.
   * What came of it is given to the caller alone that may see and do what they could then; whether they may still see the
   * contact that it is about is for the caller of this to ask.
   * @param contactOf gives the contact that an answer is about; of a refusal its details tell. The contact's erasure takes
   *   what is kept with it
   * @throws DomainError `idempotency_in_progress`, `idempotency_key_reused`, `idempotency_answer_erased`,
   *   `idempotency_answer_withheld`
   */
  async once<T extends object>(
    request: KeyedRequest,
    work: Work<T>,
    contactOf: (answer: T) => string | null,
  ): Promise<Outcome<T>> {
    const place = this.placeOf(request);
    const known = await this.find<T>(this.dataSource, request, place);
    if (known) return known;
    return inRepeatableTransaction(this.dataSource, (manager) =>
      this.actUnlessKnown(manager, request, place, work, contactOf),
    );
  }

  /** Forgets requests that are past their time, at most so many. @returns how many */
  async forgetExpired(limit: number): Promise<number> {
    const [, forgotten] = await this.dataSource.query<[unknown, number]>(
      `DELETE FROM idempotent_requests WHERE (api_key_id, key_hash) IN (
         SELECT api_key_id, key_hash FROM idempotent_requests WHERE created_at <= now() - ${KEPT}
         ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
    return forgotten;
  }

  private placeOf({ apiKeyId, idempotencyKey, content }: KeyedRequest): Place {
    const keyHash = this.sealed.hash('key', apiKeyId, idempotencyKey);
    const fingerprint = this.sealed.hash('content', apiKeyId, content);
    return { keyHash, fingerprint, row: Buffer.concat([Buffer.from(apiKeyId), keyHash]) };
  }

  private async actUnlessKnown<T extends object>(
    manager: EntityManager,
    request: KeyedRequest,
    place: Place,
    work: Work<T>,
    contactOf: (answer: T) => string | null,
  ): Promise<Outcome<T>> {
    const lock = place.keyHash.readBigInt64BE().toString();
    const [claim] = await hotQuery<{ claimed: boolean }>(manager, CLAIM, [lock]);
    if (!claim?.claimed) throw inProgress();
    // Another may have been done since we looked.
    const known = await this.find<T>(manager, request, place);
    if (known) return known;
    const result = await resultOf(manager, work);
    const contactId = 'answer' in result ? contactOf(result.answer) : (result.refusal.details.contactId ?? null);
    const { apiKeyId, organizationId, requestId, access } = request;
    const answer = this.sealed.seal(place.row, { requestId, access, ...kept(result) });
    await hotQuery(manager, KEEP, [apiKeyId, place.keyHash, organizationId, place.fingerprint, contactId, answer]);
    return result;
  }

  private async find<T>(
    source: DataSource | EntityManager,
    { apiKeyId, access }: KeyedRequest,
    place: Place,
  ): Promise<Outcome<T> | undefined> {
    const [row] = await hotQuery<Row>(source, FIND, [apiKeyId, place.keyHash]);
    if (!row) return undefined;
    if (!row.fingerprint.equals(place.fingerprint)) throw keyReused();
    if (!row.answer) throw answerErased();
    const { requestId, access: accessThen, ...result } = this.sealed.open(place.row, row.answer) as Kept<T>;
    if (accessThen !== access) throw answerWithheld();
    const replayed = { requestId, contactId: row.contact_id };
    if ('answer' in result) return { answer: result.answer, replayed };
    const { code, message, details } = result.refusal;
    return { refusal: new DomainError(code, message, details), replayed };
  }
}

/** @throws what is no refusal of the domain */
async function resultOf<T>(manager: EntityManager, work: Work<T>): Promise<Result<T>> {
  try {
    return { answer: await attempt(manager, work) };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: error };
    throw error;
  }
}

/** An error's message is no property that JSON would have. */
function kept<T>(result: Result<T>): Result<T> | Omit<Extract<Kept<T>, { refusal: unknown }>, 'requestId' | 'access'> {
  if ('answer' in result) return result;
  const { code, message, details } = result.refusal;
  return { refusal: { code, message, details } };
}
