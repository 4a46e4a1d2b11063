import { Injectable } from '@nestjs/common';
import { IdempotentRequests, type KeyedRequest, type Work } from '#idempotency';
import { canonicalJson, invalidField } from '#platform';
import type { AuthenticatedRequest } from '../auth/access.decorators.ts';
import { replaceRequestId, requestIdOf } from './request-context.ts';

const HEADER = 'idempotency-key';
/** Printable ASCII. */
const KEY = /^[\x20-\x7e]{1,255}$/;

/** Carries out what POST requests ask for: once, where they have an `Idempotency-Key`. */
@Injectable()
export class Idempotency {
  constructor(private readonly requests: IdempotentRequests) {}

  /**
   * Does the work of a request, or gives what its first sending was answered, refusals included, and marks the response as
   * replayed. To be called once the request is known to be valid.
   * @param work writes through the manager alone
   * @param contactOf gives the contact that an answer is about, and that takes the kept answer with it when it is erased
   * @throws DomainError as the work does; `invalid_request` for a bad key; and as `IdempotentRequests.once`
   */
  async once<T extends object>(
    request: AuthenticatedRequest,
    work: Work<T>,
    contactOf: (answer: T) => string | null = () => null,
  ): Promise<T> {
    if (request.headers[HEADER] === undefined) return this.requests.unkeyed(work);
    const { replayed, ...result } = await this.requests.once(keyedRequest(request), work, contactOf);
    if (replayed) markReplayed(request, replayed.requestId);
    if ('refusal' in result) throw result.refusal;
    return result.answer;
  }
}

function keyedRequest(request: AuthenticatedRequest): KeyedRequest {
  const { actor, res: response, method, path } = request;
  if (!actor || !response) throw new Error('a request without a caller cannot be idempotent');
  const [idempotencyKey = '', ...others] = request.headersDistinct[HEADER] ?? [];
  if (others.length > 0 || !KEY.test(idempotencyKey)) {
    throw invalidField('Idempotency-Key', 'must be 1 to 255 printable ASCII characters, given once');
  }
  // No body and an empty object are the same to every route.
  const content = canonicalJson([method, path, (request.body as unknown) ?? {}]);
  const { organizationId, apiKeyId } = actor;
  return { organizationId, apiKeyId, idempotencyKey, content, requestId: requestIdOf(response) };
}

/** A refusal has the request's id in its body: that of the request that was carried out, which the log tells about. */
function markReplayed({ res: response }: AuthenticatedRequest, requestId: string): void {
  if (!response) return;
  response.setHeader('Idempotent-Replayed', 'true');
  replaceRequestId(response, requestId);
}
