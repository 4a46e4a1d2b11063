import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DEMO_COMPANIES, demoEmail, type DemoCompany } from './people.ts';

/** The demo companies' websites, on loopback. */
export interface DemoWebsites {
  /** For OUTBOUND_CONNECT_TO: sends the companies' domains, and nothing else, to the server. */
  readonly connectTo: string;
  close(): Promise<void>;
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);

const page = (title: string, head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>${head}</head><body>${body}</body></html>`;

const jsonLd = (data: object): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c')}</script>`;

function homePage({ name, domain, industry, description }: DemoCompany): string {
  const url = `https://${domain}/`;
  const slug = domain.replace('.example', '');
  const organization = {
    ...{ '@type': 'Organization', name, url, industry, description },
    sameAs: [`https://www.linkedin.com/company/${slug}-example`],
  };
  const head = `<meta name="description" content="${escape(description)}">${jsonLd(organization)}`;
  return page(name, head, `<h1>${escape(name)}</h1><p>${escape(description)}</p><a href="/team">Our team</a>`);
}

function teamPage(company: DemoCompany): string {
  const people = [...company.people, ...(company.newcomers ?? [])].map((person) => ({
    ...{ '@type': 'Person', name: `${person.firstName} ${person.lastName}`, jobTitle: person.title },
    email: demoEmail(person, company),
  }));
  const cards = people.map(({ name, jobTitle }) => `<li><h3>${escape(name)}</h3><p>${escape(jobTitle)}</p></li>`);
  return page(`Team of ${company.name}`, jsonLd({ '@graph': people }), `<h1>Team</h1><ul>${cards.join('')}</ul>`);
}

/** Serves the websites, so that enrichment has something to read without any network. */
export async function serveDemoWebsites(): Promise<DemoWebsites> {
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^www\./, '');
    const company = DEMO_COMPANIES.find(({ domain }) => domain === host);
    const render = request.url === '/' ? homePage : request.url === '/team' ? teamPage : undefined;
    if (!company || !render) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    else response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(render(company));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    connectTo: DEMO_COMPANIES.flatMap(({ domain }) => [`${domain}=${target}`, `www.${domain}=${target}`]).join(','),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
