/** What a made-up company says of itself. */
export interface CompanyFacts {
  readonly name: string;
  readonly industry?: string;
  readonly description?: string;
  readonly numberOfEmployees?: number;
  readonly foundingDate?: string;
  readonly address?: object;
  readonly people?: readonly Record<string, unknown>[];
  /** Put into the page's body as it is. */
  readonly body?: string;
}

/** The home page of a company, with its facts as JSON-LD. */
export function homePage({ name, people = [], body = '', ...facts }: CompanyFacts): string {
  const employees = people.map((person) => ({ '@type': 'Person', ...person }));
  const graph = [{ '@type': 'Organization', name, ...facts }, ...employees];
  return `<!doctype html><html lang="en"><head><title>${name}</title>
    <script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', '@graph': graph })}</script>
    </head><body><h1>Welcome to ${name}</h1>${body}</body></html>`;
}
