import { DomainError } from '#platform';

/** Whether a contact or company still is as the caller knows it. */
export type Expectation<T> = (current: T) => boolean;

/**
 * @param read gives what is there, with its row locked; not called where nothing is expected
 * @throws DomainError `precondition_failed`
 */
export async function assertExpected<T>(expected: Expectation<T> | undefined, read: () => Promise<T>): Promise<void> {
  if (!expected || expected(await read())) return;
  throw new DomainError(
    'precondition_failed',
    'It has been changed since you read it; read it again and try once more',
  );
}
