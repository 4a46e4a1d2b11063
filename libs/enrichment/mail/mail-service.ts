/** Mail hosts by the end of their names, as the services document them for MX records. */
const services: readonly (readonly [pattern: RegExp, service: string])[] = [
  [/(^|\.)(google|googlemail)\.com$/, 'google_workspace'],
  [/(^|\.)(mail\.protection\.outlook\.com|mx\.microsoft)$/, 'microsoft_365'],
  [/(^|\.)zoho\.(com|eu|in|com\.au|jp)$/, 'zoho_mail'],
  [/(^|\.)protonmail\.ch$/, 'proton_mail'],
  [/(^|\.)messagingengine\.com$/, 'fastmail'],
  [/(^|\.)mail\.icloud\.com$/, 'icloud_mail'],
  [/(^|\.)mx\.yandex\.(net|ru)$/, 'yandex_360'],
  [/(^|\.)mimecast\.com$/, 'mimecast'],
  [/(^|\.)(pphosted|ppe-hosted)\.com$/, 'proofpoint'],
  [/(^|\.)(secureserver\.net)$/, 'godaddy'],
  [/(^|\.)(kundenserver\.de|ionos\.(com|de|fr|es|it|co\.uk))$/, 'ionos'],
  [/(^|\.)mail\.ovh\.net$/, 'ovh'],
];

/** The service that runs a mail host; null for one that is not known, such as a company's own. */
export function mailServiceOf(exchange: string): string | null {
  const host = exchange.toLowerCase().replace(/\.$/, '');
  return services.find(([pattern]) => pattern.test(host))?.[1] ?? null;
}
