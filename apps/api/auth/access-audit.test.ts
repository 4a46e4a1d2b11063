import { describe, expect, it } from '@jest/globals';
import { Controller, Get, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Public, RequireScope } from './access.decorators.ts';
import { AccessAudit } from './access-audit.ts';

@Controller('declared')
class DeclaredController {
  @Get('open')
  @Public()
  open(): string {
    return 'for everyone';
  }

  @Get('closed')
  @RequireScope('admin')
  closed(): string {
    return 'for admins';
  }

  notARoute(): string {
    return 'needs no declaration';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  forgotten(): string {
    return 'for whom?';
  }
}

async function start(...controllers: Type[]): Promise<void> {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers,
    providers: [AccessAudit],
  }).compile();
  await module.init();
  await module.close();
}

describe('the access audit', () => {
  it('starts where every route says who may call it', async () => {
    await expect(start(DeclaredController)).resolves.toBeUndefined();
  });

  it('does not start where a route does not, and names it', async () => {
    await expect(start(DeclaredController, ForgottenController)).rejects.toThrow('ForgottenController.forgotten');
  });
});
