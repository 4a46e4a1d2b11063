import { DomainError } from '#platform';

export function inProgress(): DomainError {
  return new DomainError('idempotency_in_progress', 'The first request with this Idempotency-Key is still at work');
}

export function keyReused(): DomainError {
  const message = 'This Idempotency-Key was used for another request; take a new key for each request';
  return new DomainError('idempotency_key_reused', message);
}

export function answerErased(): DomainError {
  const message = 'This request was answered before; the contact that its answer was about has been erased since';
  return new DomainError('idempotency_answer_erased', message);
}

/** An answer that its caller would not get any more. */
export function answerWithheld(): DomainError {
  const message =
    'This request was answered before; what its caller may do has changed since, so the answer is withheld';
  return new DomainError('idempotency_answer_withheld', message);
}
