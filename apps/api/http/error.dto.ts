export class FieldProblemDto {
  /** @example "email" */
  field: string;
  /** @example "must be a valid email address" */
  message: string;
}

/** Every refusal and every fault. */
export class ErrorDto {
  /** @example false */
  success: boolean;
  /** What went wrong, for a person. @example "Contact not found" */
  error: string;
  /** What went wrong, for a program. @example "contact_not_found" */
  code: string;
  /** Also in the response header X-Request-Id and in the service's log. @example "0b7e6c0e-5a4d-4a59-9c0e-3f3c7a1d2b11" */
  requestId: string;
  /** With a 400: each field that was refused. */
  details?: FieldProblemDto[];
  /** With a 409: the id of what is there already, where the caller may see it. @example "550e8400-e29b-41d4-a716-446655440000" */
  existingId?: string;
}
