import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { documentHeaders } from './http/documented-headers.ts';

const DESCRIPTION = `Keeps an organization's contacts and companies, and completes them from evidence.

Authorize with an API key as Bearer token. Every answer has \`success\`; a refusal adds \`error\` for people, \`code\` for
programs and a \`requestId\` to quote. The \`x-required-scopes\` of an operation are those of which the key must have one.`;

const TAGS = {
  Contacts: 'The people an organization keeps in touch with',
  Insights: 'A brief on a contact',
  Suggestions: 'What enrichment found but a person should decide',
  Enrichment: 'Jobs that complete a contact from evidence',
  Usage: 'What calls to providers cost; for admins',
  Companies: 'The companies that contacts work for',
  Users: 'Who has an account in the organization; for admins',
  ApiKeys: 'Keys that act for a user',
  AuditEvents: 'Who did what to which row, when and from where; for admins',
  BarredEmails: 'Emails of erased contacts that must not be entered again; for admins',
  Health: 'For load balancers and orchestrators',
};

/** The OpenAPI document of the api, drawn from its controllers and DTOs. */
export function createDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Contacts service')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'introzy_ and 64 hexadecimal digits' });
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const options = { operationIdFactory: (_controller: string, method: string): string => method };
  return withOpenRoutes(documentHeaders(SwaggerModule.createDocument(app, builder.build(), options)));
}

/** Says of what needs no key that it needs none, where a generated client would have to guess. */
function withOpenRoutes(document: OpenAPIObject): OpenAPIObject {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path) as { security?: object[] }[]);
  for (const operation of operations) operation.security ??= [];
  return document;
}

/** Serves the document at /openapi.json and Swagger UI at /docs. */
export function serveDocument(app: INestApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Contacts service API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tryItOutEnabled: true },
  });
}
