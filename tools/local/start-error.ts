/** Why something cannot start, in words for the person at the terminal: printed as it stands, without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The `code` of a system error such as `ENOENT`, else undefined. Jest has another `Error` than Node's own modules. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
