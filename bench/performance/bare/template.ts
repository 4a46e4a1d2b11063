import { validate as isUuid } from 'uuid';
import type { Statement } from '../wire/frontend-messages.ts';

/** Where a parameter of a statement comes from. */
export type ParameterSource =
  | { readonly constant: string | null }
  /** A part of the request. */
  | { readonly input: string }
  /** An id that is made for the request; the same number is the same id. */
  | { readonly newId: number }
  /** A hash of the request, of so many bytes; any other does as well. */
  | { readonly hashBytes: number };

/** A statement of a request, whatever the request's values are. */
export interface StatementTemplate {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly ParameterSource[];
}

/** A request's parts, by name, and the statements that it led to. */
export interface RecordedRequest {
  readonly inputs: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
}

/**
 * Finds out where parameters come from by comparing two requests of a kind that differ in every part.
 * @throws Error where the statements differ, or a parameter's source cannot be told
 */
export function templatesOf(one: RecordedRequest, other: RecordedRequest): StatementTemplate[] {
  const ids: string[] = [];
  return one.statements.map((statement, index) => {
    const same = other.statements[index];
    if (same?.text !== statement.text || one.statements.length !== other.statements.length) {
      throw new Error(`two requests of a kind ran different statements: ${statement.text} ≠ ${same?.text ?? 'none'}`);
    }
    const { name, text } = statement;
    const parameters = statement.parameters.map((value, at) => {
      const source = sourceOf(value, same.parameters[at] ?? null, one.inputs, other.inputs, ids);
      if (!source) throw new Error(`cannot tell where parameter ${at + 1} comes from: ${text}`);
      return source;
    });
    return { name, text, parameters };
  });
}

/** SHA-256, as a bytea is recorded. */
const HASH = /^\\x[0-9a-f]{64}$/;

function sourceOf(
  value: string | null,
  other: string | null,
  inputs: RecordedRequest['inputs'],
  otherInputs: RecordedRequest['inputs'],
  ids: string[],
): ParameterSource | undefined {
  if (value === other) return { constant: value };
  const input = Object.keys(inputs).find((name) => inputs[name] === value && otherInputs[name] === other);
  if (input !== undefined) return { input };
  if (value !== null && other !== null && HASH.test(value) && HASH.test(other)) return { hashBytes: 32 };
  if (!isUuid(value) || value === null) return undefined;
  if (!ids.includes(value)) ids.push(value);
  return { newId: ids.indexOf(value) };
}
