import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config.ts';
import { poolOf } from '../hot-query.ts';
import { LOGGER } from '../logging.ts';
import { gauge } from './metrics.ts';
import { OperationsServer } from './operations-server.ts';

const PORT = Symbol('operations port');

/** Opens the port for operators where it is configured. */
@Module({})
export class OperationsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly server: OperationsServer,
    private readonly dataSource: DataSource,
    @Inject(PORT) private readonly port: { readonly number: number | undefined },
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param port 0 for any that is free; undefined for none */
  static on(port: number | undefined): DynamicModule {
    return {
      module: OperationsModule,
      global: true,
      providers: [
        { provide: OperationsServer, useValue: new OperationsServer() },
        { provide: PORT, useValue: { number: port } },
      ],
      exports: [OperationsServer],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.port.number === undefined) return;
    measurePool(this.dataSource);
    const operationsUrl = await this.server.start(this.config.OPERATIONS_HOST, this.port.number);
    this.logger.info({ operationsUrl }, 'operations port is open');
  }

  onApplicationShutdown(): void {
    this.server.stop();
  }
}

function measurePool(dataSource: DataSource): void {
  const pool = poolOf(dataSource);
  gauge({ name: 'database_pool_connections', help: 'Connections of this process, by state', labels: ['state'] }, () => [
    [{ state: 'idle' }, pool.idleCount],
    [{ state: 'busy' }, pool.totalCount - pool.idleCount],
  ]);
  gauge({ name: 'database_pool_waiting', help: 'Who waits for a connection of this process' }, () => [
    [{}, pool.waitingCount],
  ]);
}
