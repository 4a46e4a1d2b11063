import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { invalidField } from '#platform';
import type { Request } from 'express';
import type { Observable } from 'rxjs';

/** Refuses query parameters and bodies on routes that take none, where the validation of DTOs does not look. */
@Injectable()
export class UnexpectedInputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const body: unknown = request.body;
    const [parameter] = Object.keys(request.query);
    if (parameter !== undefined && !takes(context, RouteParamtypes.QUERY)) {
      throw invalidField(parameter, 'is not a known query parameter');
    }
    if (isContent(body) && !takes(context, RouteParamtypes.BODY)) {
      throw invalidField(firstProperty(body) ?? 'body', 'is not expected here');
    }
    return next.handle();
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
