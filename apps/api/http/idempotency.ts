import { Injectable } from '@nestjs/common';
import { ContactsService } from '#contacts';
import { answerWithheld, IdempotentRequests, type KeyedRequest, type Outcome, type Work } from '#idempotency';
import { canonicalJson, DomainError, invalidField, type Actor } from '#platform';
import type { AuthenticatedRequest } from '../auth/access.decorators.ts';
import { replaceRequestId, requestIdOf } from './request-context.ts';

const HEADER = 'idempotency-key';
/** Printable ASCII. */
const KEY = /^[\x20-\x7e]{1,255}$/;

/** What is asked about an answer. */
interface AnswerTraits<T> {
  /** Gives the contact that an answer is about, and that takes the kept answer with it when it is erased. */
  readonly contactOf?: (answer: T) => string;
  /** Whether a kept answer may be given again, as far as that hangs on more than the caller and the contact. */
  readonly mayRepeat?: (answer: T) => Promise<boolean>;
}

/** Carries out what POST requests ask for: once, where they have an `Idempotency-Key`. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly requests: IdempotentRequests,
    private readonly contacts: ContactsService,
  ) {}

  /**
   * Does the work of a request, or gives what its first sending was answered, refusals included, and marks the response as
   * replayed. To be called once the request is known to be valid. A replay tells no more than the caller may see now.
   * @param work writes through the manager alone
   * @throws DomainError as the work does; `invalid_request` for a bad key; `contact_not_found` where the answer is about a
   *   contact that the caller may not see any more; and as `IdempotentRequests.once`
   */
  async once<T extends object>(
    request: AuthenticatedRequest,
    work: Work<T>,
    { contactOf, mayRepeat }: AnswerTraits<T> = {},
  ): Promise<T> {
    if (request.headers[HEADER] === undefined) return this.requests.unkeyed(work);
    const [actor, keyed] = keyedRequest(request);
    const outcome = await this.requests.once(keyed, work, (answer) => contactOf?.(answer) ?? null);
    const { replayed } = outcome;
    const result = replayed ? await this.asVisible(actor, outcome, replayed.contactId) : outcome;
    if (replayed && mayRepeat && 'answer' in result && !(await mayRepeat(result.answer))) throw answerWithheld();
    if (replayed) markReplayed(request, replayed.requestId);
    if ('refusal' in result) throw result.refusal;
    return result.answer;
  }

  /**
   * What came of a request, as far as the caller may see the contact that it is about: a refusal stays without its id.
   * @throws DomainError `contact_not_found`
   */
  private async asVisible<T>(actor: Actor, outcome: Outcome<T>, contactId: string | null): Promise<Outcome<T>> {
    if (contactId === null) return outcome;
    try {
      await this.contacts.get(actor, contactId);
      return outcome;
    } catch (error) {
      if (!(error instanceof DomainError) || 'answer' in outcome) throw error;
      const { code, message, details } = outcome.refusal;
      if (details.existingId === undefined) throw error;
      return { refusal: new DomainError(code, message) };
    }
  }
}

function keyedRequest(request: AuthenticatedRequest): [Actor, KeyedRequest] {
  const { actor, res: response, method, path } = request;
  if (!actor || !response) throw new Error('a request without a caller cannot be idempotent');
  const [idempotencyKey = '', ...others] = request.headersDistinct[HEADER] ?? [];
  if (others.length > 0 || !KEY.test(idempotencyKey)) {
    throw invalidField('Idempotency-Key', 'must be 1 to 255 printable ASCII characters, given once');
  }
  // No body and an empty object are the same to every route.
  const content = canonicalJson([method, path, (request.body as unknown) ?? {}]);
  const { organizationId, apiKeyId, userId, role, scopes } = actor;
  const access = canonicalJson([userId, role, scopes]);
  return [actor, { organizationId, apiKeyId, idempotencyKey, content, access, requestId: requestIdOf(response) }];
}

/** A refusal has the request's id in its body: that of the request that was carried out, which the log tells about. */
function markReplayed({ res: response }: AuthenticatedRequest, requestId: string): void {
  // It may have been answered already, that the database is away.
  if (!response || response.headersSent) return;
  response.setHeader('Idempotent-Replayed', 'true');
  replaceRequestId(response, requestId);
}
