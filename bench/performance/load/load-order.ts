/** A kind of request. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Taken in turn. */
  readonly paths: readonly string[];
  /** Each path is good for one request; the load ends with them. */
  readonly once?: boolean;
  /** Sent as JSON; `{n}` in its texts becomes the request's number, with `mark` in front. */
  readonly body?: unknown;
  readonly mark?: string;
}

export interface LoadOrder {
  readonly url: string;
  readonly key: string;
  readonly connections: number;
  readonly seconds: number;
  /** Made in turn. */
  readonly requests: readonly LoadRequest[];
}

export interface LoadResult {
  readonly completed: number;
  /** How many were answered with which other status. */
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds: number;
}
