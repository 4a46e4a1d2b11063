import { Inject, Injectable } from '@nestjs/common';
import { attempt, CONFIG, DomainError, hotQuery, inRepeatableTransaction, type Config } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
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
  /** The id that the log knows the request by. */
  readonly requestId: string;
}

/** What is to be done. Everything that it writes goes through the manager. */
export type Work<T> = (manager: EntityManager) => Promise<T>;

/** What the work gave, or how the domain refused. */
type Result<T> = { readonly answer: T } | { readonly refusal: DomainError };

/** `replayed` has the id of the request that was carried out, where this one was not. */
export type Outcome<T> = Result<T> & { readonly replayed?: { readonly requestId: string } };

/** An answer as it is kept. */
type Kept<T> = { readonly requestId: string } & (
  { readonly answer: T } | { readonly refusal: Pick<DomainError, 'code' | 'message' | 'details'> }
);

interface Row {
  readonly fingerprint: Buffer;
  readonly answer: Buffer | null;
}

/** Where a request is kept, and what it asks for. */
interface Place {
  readonly row: Buffer;
  readonly keyHash: Buffer;
  readonly fingerprint: Buffer;
}

const FIND = `
  SELECT fingerprint, answer FROM idempotent_requests
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
   * @param contactOf gives the contact that an answer is about; the answer is not kept beyond its erasure
   * @throws DomainError `idempotency_in_progress`, `idempotency_key_reused`, `idempotency_answer_erased`
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
    const contactId = 'answer' in result ? contactOf(result.answer) : null;
    const answer = this.sealed.seal(place.row, { requestId: request.requestId, ...kept(result) });
    const { apiKeyId, organizationId } = request;
    await hotQuery(manager, KEEP, [apiKeyId, place.keyHash, organizationId, place.fingerprint, contactId, answer]);
    return result;
  }

  private async find<T>(
    source: DataSource | EntityManager,
    { apiKeyId }: KeyedRequest,
    place: Place,
  ): Promise<Outcome<T> | undefined> {
    const [row] = await hotQuery<Row>(source, FIND, [apiKeyId, place.keyHash]);
    if (!row) return undefined;
    if (!row.fingerprint.equals(place.fingerprint)) throw keyReused();
    if (!row.answer) throw answerErased();
    const { requestId, ...result } = this.sealed.open(place.row, row.answer) as Kept<T>;
    if ('answer' in result) return { answer: result.answer, replayed: { requestId } };
    const { code, message, details } = result.refusal;
    return { refusal: new DomainError(code, message, details), replayed: { requestId } };
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
function kept<T>(result: Result<T>): Result<T> | Omit<Extract<Kept<T>, { refusal: unknown }>, 'requestId'> {
  if ('answer' in result) return result;
  const { code, message, details } = result.refusal;
  return { refusal: { code, message, details } };
}

function inProgress(): DomainError {
  return new DomainError('idempotency_in_progress', 'The first request with this Idempotency-Key is still at work');
}

function keyReused(): DomainError {
  const message = 'This Idempotency-Key was used for another request; take a new key for each request';
  return new DomainError('idempotency_key_reused', message);
}

function answerErased(): DomainError {
  const message = 'This request was carried out; the contact that its answer was about has been erased since';
  return new DomainError('idempotency_answer_erased', message);
}
