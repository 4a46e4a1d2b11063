import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiKeysService } from '#accounts';
import type { Actor, Scope } from '#platform';
import { ACCESS, type Access, type AuthenticatedRequest } from './access.decorators.ts';

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

/** Lets a request through to a route if its API key has what the route asks for. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeysService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const actor = await this.admit(request, access);
    request.actor = actor;
    request.stillAllowed = () => this.admitsAgain(request, access, actor);
    return true;
  }

  /** @throws UnauthenticatedError; MissingScopeError */
  private async admit(request: AuthenticatedRequest, access: Scopes | undefined): Promise<Actor> {
    const header = request.headers.authorization;
    const key = BEARER.exec(header ?? '')?.groups?.['key'];
    const actor = key === undefined ? undefined : await this.keys.authenticate(key);
    if (!actor) throw new UnauthenticatedError(header !== undefined);
    const { anyOf } = access ?? { anyOf: [] };
    if (anyOf.length > 0 && !anyOf.some((scope) => actor.scopes.includes(scope))) throw new MissingScopeError(anyOf);
    return actor;
  }

  /** With another role the caller may see more or less, so their request has to be made anew. */
  private async admitsAgain(
    request: AuthenticatedRequest,
    access: Scopes | undefined,
    admitted: Actor,
  ): Promise<boolean> {
    try {
      return (await this.admit(request, access)).role === admitted.role;
    } catch (error) {
      if (error instanceof UnauthenticatedError || error instanceof MissingScopeError) return false;
      throw error;
    }
  }
}
