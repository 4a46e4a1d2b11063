type Attributes = Readonly<Record<string, string | number>>;

/** What a span is told when it begins. Attributes hold no personal data. */
export interface SpanOptions {
  readonly kind?: 'server' | 'consumer' | 'internal';
  /** W3C trace context of who caused it; a malformed one is ignored. Left out: the span it begins in. */
  readonly traceparent?: string | null | undefined;
  readonly attributes?: Attributes;
}

/** A part of a trace. */
export interface Span {
  /** Spans that begin during the work, also after awaiting, become its children. */
  run<T>(work: () => T): T;
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** @param fault why it failed; only its name is told */
  end(fault?: unknown): void;
}

/** Makes spans and sends them where the operator wants them. */
export interface Tracing {
  begin(name: string, options: SpanOptions): Span;
  /** W3C trace context of the current span. */
  traceparent(): string | null;
  /** Sends what is left. */
  stop(): Promise<void>;
}
