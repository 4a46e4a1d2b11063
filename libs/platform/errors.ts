/** One field of a request, and what is wrong with it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** Every refusal that the domain knows; the api maps each to an HTTP status. */
export type ErrorCode =
  | 'api_key_not_found'
  | 'barred_email_not_found'
  | 'company_name_taken'
  | 'company_not_found'
  | 'contact_email_barred'
  | 'contact_email_locked'
  | 'contact_email_required'
  | 'contact_email_taken'
  | 'contact_not_found'
  | 'document_not_found'
  | 'evidence_not_found'
  | 'idempotency_answer_erased'
  | 'idempotency_answer_withheld'
  | 'idempotency_in_progress'
  | 'idempotency_key_reused'
  | 'invalid_request'
  | 'job_already_ended'
  | 'job_not_found'
  | 'last_admin'
  | 'precondition_failed'
  | 'scope_not_grantable'
  | 'suggestion_already_decided'
  | 'suggestion_not_found'
  | 'user_email_taken'
  | 'user_not_found'
  | 'visibility_not_permitted';

/** What a refusal has besides its message. */
export interface RefusalDetails {
  readonly problems?: readonly FieldProblem[];
  readonly existingId?: string;
  /** The contact that the refusal tells something of; the caller is not told. */
  readonly contactId?: string;
}

/**
 * A refusal that a person can act on. `message` reaches the caller as it is, so it holds no SQL, path or stack.
 * It knows nothing of HTTP.
 */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: RefusalDetails = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** A value that is well-formed but cannot be accepted, naming the field. */
export function invalidField(field: string, message: string): DomainError {
  return new DomainError('invalid_request', `${field} ${message}`, { problems: [{ field, message }] });
}
