import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Actor, Scope } from '#platform';
import type { Request } from 'express';

/** Asks once more whether the caller of a request may go on as they do. */
export type StillAllowed = () => Promise<boolean>;

/** A request that the guard has let through. */
export type AuthenticatedRequest = Request & { actor?: Actor; stillAllowed?: StillAllowed };

/** What a route asks of its caller. */
export type Access = 'public' | { readonly anyOf: readonly Scope[] };

export const ACCESS = 'access';

/** The route is open to everyone. */
export const Public = () => SetMetadata(ACCESS, 'public' satisfies Access);

/** The route takes a valid API key that has one of these scopes, as is documented; with none named, any valid key. */
export const RequireScope = (...anyOf: Scope[]) =>
  applyDecorators(
    SetMetadata(ACCESS, { anyOf } satisfies Access),
    ApiBearerAuth(),
    ApiExtension('x-required-scopes', anyOf),
  );

/** On whose behalf the request is made. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!actor) throw new Error('CurrentActor is used on a route without RequireScope');
  return actor;
});

/** For answers that take long: whether the key still is good for the route, and its user's role the same. */
export const CurrentStillAllowed = createParamDecorator((_data: unknown, context: ExecutionContext): StillAllowed => {
  const { stillAllowed } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!stillAllowed) throw new Error('CurrentStillAllowed is used on a route without RequireScope');
  return stillAllowed;
});
