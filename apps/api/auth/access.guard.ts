import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiKeysService } from '#accounts';
import type { Actor, KeyHolder, Scope } from '#platform';
import type { Response } from 'express';
import { originOf } from '../http/request-context.ts';
import { ACCESS, type Access, type AuthenticatedRequest } from './access.decorators.ts';
import { RefusedKeys } from './refused-keys.ts';
import { RequestLimits } from './request-limits.ts';

/** There is no key, or none that is valid. */
export class UnauthenticatedError extends Error {
  constructor(readonly keyGiven: boolean) {
    super(
      keyGiven
        ? 'The API key is not valid: it is unknown, expired or revoked'
        : 'An API key is required: send it as "Authorization: Bearer <key>"',
    );
  }
}

/** The key is valid, but may not do this. */
export class MissingScopeError extends Error {
  constructor(anyOf: readonly Scope[]) {
    super(`The API key lacks the scope ${anyOf.join(' or ')}`);
  }
}

type Scopes = Exclude<Access, 'public'>;

const BEARER = /^Bearer +(?<key>[^\s,]+)$/i;

/** Lets a request through to a route if its API key has what the route asks for, and has not made too many. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeysService,
    private readonly refusedKeys: RefusedKeys,
    private readonly limits: RequestLimits,
  ) {}

  /** @throws UnauthenticatedError; MissingScopeError; RateLimitedError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === 'public') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const response = http.getResponse<Response>();
    const holder = await this.authenticate(request);
    await this.limits.admit(holder, response);
    requireScope(holder, access);
    const actor: Actor = { ...holder, origin: originOf(request, response) };
    request.actor = actor;
    request.stillAllowed = () => this.admitsAgain(request, access, actor);
    return true;
  }

  /** @throws UnauthenticatedError, or RateLimitedError where that was thrown too often for the request's address */
  private async authenticate(request: AuthenticatedRequest): Promise<KeyHolder> {
    const { ip: address = '' } = request;
    const key = keyOf(request);
    // Who shares the address with others is let through with a key that was good when it was last used.
    const wasGood = key !== undefined && this.keys.wasGood(key);
    if (!wasGood) await this.refusedKeys.count(address);
    const holder = key === undefined ? undefined : await this.keys.authenticate(key);
    if (holder && !wasGood) await this.refusedKeys.giveBack(address);
    if (holder) return holder;
    throw new UnauthenticatedError(request.headers.authorization !== undefined);
  }

  /** With another role the caller may see more or less, so their request has to be made anew. */
  private async admitsAgain(
    request: AuthenticatedRequest,
    access: Scopes | undefined,
    admitted: Actor,
  ): Promise<boolean> {
    const key = keyOf(request);
    const actor = key === undefined ? undefined : await this.keys.authenticate(key);
    return actor?.role === admitted.role && hasScope(actor, access);
  }
}

function keyOf({ headers }: AuthenticatedRequest): string | undefined {
  return BEARER.exec(headers.authorization ?? '')?.groups?.['key'];
}

function hasScope({ scopes }: KeyHolder, access: Scopes | undefined): boolean {
  const { anyOf } = access ?? { anyOf: [] };
  return anyOf.length === 0 || anyOf.some((scope) => scopes.includes(scope));
}

/** @throws MissingScopeError */
function requireScope(holder: KeyHolder, access: Scopes | undefined): void {
  if (!hasScope(holder, access)) throw new MissingScopeError(access?.anyOf ?? []);
}
