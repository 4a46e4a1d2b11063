import type { Config } from '../config.ts';
import type { Span, SpanOptions, Tracing } from './span.ts';

let active: Tracing | undefined;

/**
 * Starts tracing where OTEL_EXPORTER_OTLP_ENDPOINT is set; otherwise OpenTelemetry is not even loaded. To be called before
 * anything is traced.
 * @param app which of the product's processes this is
 */
export async function startTracing(app: string, config: Pick<Config, 'OTEL_EXPORTER_OTLP_ENDPOINT'>): Promise<void> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return;
  const { openTelemetry } = await import('./open-telemetry.ts');
  active = openTelemetry(`contacts-${app}`, endpoint);
}

/** Tracing, if it is on. */
export const activeTracing = (): Tracing | undefined => active;

/** W3C trace context of the span in which this is called; null without one. */
export const currentTraceparent = (): string | null => active?.traceparent() ?? null;

/** Does work in a span of its own, or just does it where tracing is off. @throws what the work throws */
export async function traced<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  if (!active) return work(undefined);
  const span = active.begin(name, options);
  try {
    const result = await span.run(() => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
