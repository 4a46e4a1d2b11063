import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Expectation } from '#contacts';
import { invalidField } from '#platform';
import type { Request } from 'express';
import { hash } from 'node:crypto';

/** Marks an answer of which `data` is a contact or a company. JSON passes symbols over. */
const TAGGED = Symbol('has an entity tag');

/** What of an answer its entity tag is of; a `message` may stand beside it. */
interface Representation {
  readonly success: boolean;
  readonly data: object;
}

/** 128 bits, in base64url. */
const TAG_CHARACTERS = 22;

const TAGS = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
/** What is left of a list of tags without them. */
const SEPARATORS = /^[ \t,]*$/;

/** What a request's `If-Match` admits: anything that is there, or one of these tags. */
export type IfMatch = '*' | readonly string[] | undefined;

/** The answer, to be sent with an `ETag` of its `data`, and with 304 to a GET that has it already. */
export function withEntityTag<T extends Representation>(answer: T): T {
  (answer as { [TAGGED]?: true })[TAGGED] = true;
  return answer;
}

/** Whether an answer was given by {@link withEntityTag}. */
export const hasEntityTag = (answer: object): answer is Representation => TAGGED in answer;

/**
 * The strong entity tag of a representation: a hash of all that is shown, so that it changes with whatever changes that,
 * a company's name or what enrichment found included.
 * @param body the answer to a GET as it goes out, where it is at hand
 */
export function entityTag({ success, data }: Representation, body?: Buffer): string {
  const tag = hash('sha256', body ?? JSON.stringify({ success, data }), 'base64url');
  return `"${tag.slice(0, TAG_CHARACTERS)}"`;
}

/** Whether `If-None-Match` says that the caller has this already (RFC 9110, 13.1.2). What is no list of tags says nothing. */
export function hasAlready(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || (ifNoneMatch.match(TAGS) ?? []).some((own) => own.replace(/^W\//, '') === tag);
}

/** The `If-Match` of a request. @throws DomainError `invalid_request` where it is neither `*` nor a list of quoted tags */
export const IfMatchHeader = createParamDecorator((_data: unknown, context: ExecutionContext): IfMatch => {
  const header = context.switchToHttp().getRequest<Request>().headers['if-match'];
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  const tags = header.match(TAGS);
  if (!tags || !SEPARATORS.test(header.replace(TAGS, ''))) {
    throw invalidField('If-Match', 'must be * or ETags in their quotation marks');
  }
  return tags;
});

/** Whether what is there is what `If-Match` admits (RFC 9110, 13.1.1); undefined where it admits everything. */
export function expectationOf<T>(ifMatch: IfMatch, toDto: (current: T) => object): Expectation<T> | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  return (current) => ifMatch.includes(entityTag({ success: true, data: toDto(current) }));
}
