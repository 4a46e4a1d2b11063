import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { invalidField } from '#platform';
import type { Request } from 'express';

/**
 * Refuses query parameters and bodies on routes that take none, where the validation of DTOs does not look. A guard, as
 * the first interceptor would have Nest run every request through observables.
 */
@Injectable()
export class UnexpectedInputGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const body: unknown = request.body;
    const [parameter] = Object.keys(request.query);
    if (parameter !== undefined && !takes(context, RouteParamtypes.QUERY)) {
      throw invalidField(parameter, 'is not a known query parameter');
    }
    if (isContent(body) && !takes(context, RouteParamtypes.BODY)) {
      throw invalidField(firstProperty(body) ?? 'body', 'is not expected here');
    }
    return true;
  }
}

function takes(context: ExecutionContext, kind: RouteParamtypes): boolean {
  const target = context.getClass() as object;
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, target, context.getHandler().name) as object | undefined;
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(`${kind}:`));
}

const isObject = (body: unknown): body is object => typeof body === 'object' && body !== null && !Array.isArray(body);

/** An empty object counts as no content: many clients send one with every POST. */
function isContent(body: unknown): boolean {
  return body !== undefined && !(isObject(body) && Object.keys(body).length === 0);
}

function firstProperty(body: unknown): string | undefined {
  return isObject(body) ? Object.keys(body)[0] : undefined;
}
