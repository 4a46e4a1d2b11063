import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startStack } from '../support/apps.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import { backends } from './backends.ts';

/** A span as OTLP has it in JSON. */
interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly service: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

/** A collector of traces on loopback. */
async function startCollector() {
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body: any) => {
      for (const { resource, scopeSpans } of body.resourceSpans) {
        const service = resource.attributes.find(({ key }: any) => key === 'service.name').value.stringValue;
        for (const scope of scopeSpans) spans.push(...scope.spans.map((span: object) => ({ ...span, service })));
      }
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    spans,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

/** What is wrong with the trace of an enrichment that was asked for by a traced caller. */
function traceFaults(spans: readonly ReceivedSpan[]): string[] {
  const own = spans.filter(({ traceId }) => traceId === TRACE);
  const request = own.find(({ name }) => name === 'POST /api/contacts/:id/enrich');
  const job = own.find(({ name }) => name === 'enrichment job');
  const sources = own.filter(({ name }) => name.startsWith('source '));
  return [
    ...(request?.parentSpanId === CALLER && request.service === 'contacts-api' ? [] : ['no request of the caller']),
    ...(job && job.parentSpanId === request?.spanId && job.service === 'contacts-enricher'
      ? []
      : ['no job of the request']),
    ...(sources.length === 4 && sources.every((one) => one.parentSpanId === job?.spanId)
      ? []
      : ['no sources of the job']),
    ...(/\bada\b|lovelace|acme|@|introzy_/i.test(JSON.stringify(spans)) ? ['personal data'] : []),
  ];
}

describe.each(backends)('a trace on $name', (backend) => {
  it('leads from the request to the job to its sources', async () => {
    const collector = await startCollector();
    const env = { ...backend.env(), OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    const { client, stop } = await startEnriching({ 'acme.example': {} }, { env });
    const { id } = await client.createContact({ email: 'ada@acme.example', lastName: 'Lovelace' });
    const traceparent = `00-${TRACE}-${CALLER}-01`;
    const requested = await client.send('POST', `/api/contacts/${id}/enrich`, {}, { traceparent });
    await client.waitForJob(requested.body.data.jobId);
    await client.send('GET', '/api/contacts', undefined, { traceparent: 'not a trace' });
    await stop();
    collector.close();
    expect(traceFaults(collector.spans)).toEqual([]);
    const lone = collector.spans.find(({ name }) => name === 'GET /api/contacts');
    expect(lone?.parentSpanId ?? '').toBe('');
    expect(lone?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 200 } });
    const broken = collector.spans.map((span) =>
      span.name === 'enrichment job' ? { ...span, parentSpanId: '' } : span,
    );
    expect(traceFaults(broken)).toEqual(['no job of the request']);
  });
});

describe('tracing', () => {
  /** The files of OpenTelemetry's SDK and exporter that an api has loaded, as V8's coverage lists them. */
  async function loaded(env: Record<string, string>): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'contacts-loaded-'));
    const stack = await startStack({ env: { ...env, NODE_V8_COVERAGE: folder } });
    await (await stack.client()).get('/api/contacts');
    await stack.stop();
    const urls = readdirSync(folder).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] };
      return result.map(({ url }) => url);
    });
    rmSync(folder, { recursive: true });
    expect(urls.length).toBeGreaterThan(100);
    return urls.filter((url) => /@opentelemetry\/(?:sdk|exporter|otlp|context-async-hooks)/.test(url));
  }

  it('is not even loaded unless it is configured', async () => {
    expect(await loaded({})).toEqual([]);
    expect((await loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })).length).toBeGreaterThan(5);
  });

  it('harms nothing while the collector is away', async () => {
    const { client, stop, stack } = await startEnriching(
      { 'acme.example': {} },
      { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } },
    );
    const { id } = await client.createContact({ email: 'ada@acme.example' });
    expect((await client.enrich(id)).status).toBe('succeeded');
    const stopped = performance.now();
    expect(await stack.enrichers[0]!.stop()).toBe(0);
    expect(performance.now() - stopped).toBeLessThan(8000);
    await stop();
  });
});
