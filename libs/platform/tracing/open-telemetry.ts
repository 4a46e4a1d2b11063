import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { setTimeout as delay } from 'node:timers/promises';
import type { Span, SpanOptions, Tracing } from './span.ts';

/** How long a process that stops waits for its collector to take the last spans. */
const STOP_TIMEOUT_MS = 2000;

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL };

/**
 * Tracing by OpenTelemetry, to a collector that speaks OTLP over HTTP. What else its SDK reads from the environment
 * (`OTEL_TRACES_SAMPLER`, `OTEL_BSP_*`, `OTEL_EXPORTER_OTLP_HEADERS`) counts as well. A collector that is away costs spans, no more.
 */
export function openTelemetry(service: string, endpoint: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('contacts-service');
  const contexts = new AsyncLocalStorageContextManager().enable();
  const propagator = new W3CTraceContextPropagator();
  const parentOf = ({ traceparent }: SpanOptions): Context => {
    if (traceparent === undefined) return contexts.active();
    return propagator.extract(ROOT_CONTEXT, traceparent === null ? {} : { traceparent }, defaultTextMapGetter);
  };
  return {
    begin: (name, options) => {
      const parent = parentOf(options);
      const { kind = 'internal', attributes = {} } = options;
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, parent);
      const context = trace.setSpan(parent, span);
      return {
        run: (work) => contexts.with(context, work),
        rename: (other) => void span.updateName(other),
        set: (further) => void span.setAttributes(further),
        end: (fault) => {
          // Messages may hold personal data.
          const message = fault instanceof Error ? fault.name : 'fault';
          if (fault !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message });
          span.end();
        },
      } satisfies Span;
    },
    traceparent: () => {
      const carrier: Record<string, string> = {};
      propagator.inject(contexts.active(), carrier, defaultTextMapSetter);
      return carrier['traceparent'] ?? null;
    },
    stop: async () => {
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    },
  };
}
