import type { DatabaseProbe } from '#platform';
import type { NextFunction, Request, Response } from 'express';
import { UNAVAILABLE } from './error.filter.ts';
import { requestIdOf } from './request-context.ts';

/** A request that has waited for so long has the database asked for a sign of life, and again so long after each. */
const PATIENCE_MS = 2500;

/**
 * Answers requests with 503 that wait for a database which gives no sign of life, within 4 seconds: the limits of
 * statements are for work that takes its time, and a request may have several of them to wait for. One that is merely
 * slow is waited for.
 */
export function databaseWatch(probe: DatabaseProbe) {
  return (_request: Request, response: Response, next: NextFunction): void => {
    const started = performance.now();
    const isOpen = (): boolean => !response.headersSent && !response.destroyed;
    const look = async (): Promise<void> => {
      if (!isOpen()) return;
      const alive = await probe.signOfLife(started);
      if (!isOpen()) return;
      if (alive === undefined) refuse(response);
      else timer = setTimeout(() => void look(), alive + PATIENCE_MS - performance.now());
    };
    let timer = setTimeout(() => void look(), PATIENCE_MS);
    response.once('close', () => {
      clearTimeout(timer);
    });
    next();
  };
}

function refuse(response: Response): void {
  const { status, headers, ...refusal } = UNAVAILABLE;
  response
    .status(status)
    .set(headers)
    .json({ success: false, ...refusal, requestId: requestIdOf(response) });
}
