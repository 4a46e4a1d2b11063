import { resolve, type OpenApiDocument, type Operation, type Schema } from './openapi-check.ts';

/** What Swagger UI fills into the body of an operation's request: the document's example; undefined where it takes none. */
export function sampleOf(document: OpenApiDocument, { requestBody }: Operation): unknown {
  const media = requestBody?.content['application/json'];
  if (!media) return undefined;
  const [chosen = { value: sampleValue(document, media.schema ?? {}) }] = Object.values(media.examples ?? {});
  return chosen.value;
}

/** A schema's example: each property's, or one made up from its type. */
function sampleValue(document: OpenApiDocument, given: Schema): unknown {
  const schema = resolve(document, given);
  if (schema.example !== undefined) return schema.example;
  if (schema.properties) {
    const entries = Object.entries(schema.properties);
    return Object.fromEntries(entries.map(([name, property]) => [name, sampleValue(document, property)]));
  }
  if (schema.type === 'array') return [sampleValue(document, schema.items ?? {})];
  return schema.enum?.[0] ?? (schema.format === 'uuid' ? '3fa85f64-5717-4562-b3fc-2c963f66afa6' : 'string');
}
