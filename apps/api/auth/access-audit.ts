import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { ACCESS } from './access.decorators.ts';

/** Refuses to start while a route does not say who may call it. */
@Injectable()
export class AccessAudit implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const undeclared = this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name, handler: prototype[name] as () => unknown }))
        .filter(({ handler }) => this.reflector.get(PATH_METADATA, handler) !== undefined)
        .filter(({ handler }) => this.reflector.get(ACCESS, handler) === undefined)
        .map(({ name }) => `${metatype?.name ?? 'controller'}.${name}`);
    });
    if (undeclared.length > 0) throw new Error(`routes without @RequireScope or @Public: ${undeclared.join(', ')}`);
  }
}
