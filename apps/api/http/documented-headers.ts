import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;
type Responses = Operation['responses'];
type Answer = Extract<NonNullable<Responses[string]>, { readonly description: string }>;

const STRING = { type: 'string' } as const;
const ETAG = {
  description: 'Changes with whatever changes `data`; for If-Match and If-None-Match',
  required: true,
  schema: STRING,
};
const REPLAYED = {
  description: '`true` where this is the answer to an earlier sending of the request',
  schema: STRING,
};

/** The schemas of answers that are sent with an entity tag. */
const TAGGED = /\/(?:Contact|Company)(?:Changed)?Response$/;

/** Adds the headers of successful answers to a document, which decorators could only with the answers' types repeated. */
export function documentHeaders(document: OpenAPIObject): OpenAPIObject {
  for (const { get, post, patch } of Object.values(document.paths)) {
    for (const operation of [get, post, patch]) if (operation) documentHeadersOf(operation);
  }
  return document;
}

function documentHeadersOf({ parameters = [], responses }: Operation): void {
  const isKeyed = parameters.some((parameter) => 'name' in parameter && parameter.name === 'Idempotency-Key');
  for (const status of ['200', '201']) {
    const answer = responses[status] as Answer | undefined;
    if (!answer) continue;
    const schema = answer.content?.['application/json']?.schema;
    const isTagged = schema !== undefined && '$ref' in schema && TAGGED.test(schema.$ref);
    const headers = { ...(isTagged && { ETag: ETAG }), ...(isKeyed && { 'Idempotent-Replayed': REPLAYED }) };
    if (Object.keys(headers).length > 0) answer.headers = { ...answer.headers, ...headers };
  }
}
