import { grantAccess } from '#accounts';
import { join } from 'node:path';
import pg from 'pg';
import { organizationsOf, userEmail, type DatasetSize, type HalfMatches } from '../data/dataset.ts';
import { HttpConnection } from '../load/http-connection.ts';
import { recordWire, type WireRecorder } from '../wire/recorder.ts';
import type { Sampling } from '../rows/sampling.ts';
import { startServer, type ServerProcess } from './server-process.ts';

export type OrganizationName = 'big' | 'small';
export type Role = 'admin' | 'member';

export interface BenchOptions {
  /** A database with a data set. */
  readonly databaseUrl: string;
  readonly size: DatasetSize;
  readonly halfMatches: HalfMatches;
  /** Where the processes write their logs. */
  readonly logDir: string;
  /** How often two things are timed that are compared. */
  readonly sampling: Sampling;
}

/** An api whose statements and plans are recorded. */
export interface ObservedApi {
  readonly server: ServerProcess;
  readonly recorder: WireRecorder;
}

const API_KEY_SECRET = 'bench-secret-bench-secret-bench-secret-bench-secret';

/** What rows measure with: the data set, the product's processes on it, and connections to them. All is made when it is first asked for. */
export class Bench {
  private readonly pool: pg.Pool;
  private readonly keys = new Map<string, Promise<string>>();
  private readonly connections = new Map<string, HttpConnection>();
  private readonly closing: (() => Promise<void>)[] = [];
  private sharedApi: Promise<ServerProcess> | undefined;
  private observedApi: Promise<ObservedApi> | undefined;

  constructor(readonly options: BenchOptions) {
    this.pool = new pg.Pool({ connectionString: options.databaseUrl, max: 2, application_name: 'bench' });
    this.pool.on('error', () => undefined);
  }

  /** Settings of a process of the product; the defaults but for where its things are, and how much load it takes. */
  get env(): Record<string, string> {
    const limits = { RATE_LIMIT_PER_KEY: '1000000000', RATE_LIMIT_PER_ORGANIZATION: '1000000000' };
    return { DATABASE_URL: this.options.databaseUrl, API_KEY_SECRET, PORT: '0', ENRICHER_PORT: '0', ...limits };
  }

  /** Runs a statement past the product. */
  async query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return (await this.pool.query(sql, parameters)).rows as T[];
  }

  /** The api that latencies are measured at. */
  api(): Promise<ServerProcess> {
    return (this.sharedApi ??= this.start('api'));
  }

  /** An api that reaches the database by way of a recorder. */
  observed(): Promise<ObservedApi> {
    return (this.observedApi ??= this.startObserved());
  }

  /** Starts a process of the product, which {@link close} stops if nobody did before. */
  async start(app: 'api' | 'enricher', env: Record<string, string> = {}): Promise<ServerProcess> {
    return this.startScript(`dist/apps/${app}/main.js`, env);
  }

  /** Starts a server from a built script. */
  async startScript(script: string, env: Record<string, string> = {}): Promise<ServerProcess> {
    const logFile = join(this.options.logDir, `${script.replace(/\W+/g, '-')}-${this.closing.length}.log`);
    const server = await startServer({ script, env: { ...this.env, ...env }, logFile });
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopped ??= server.stop());
    this.closing.push(stop);
    return { ...server, stop };
  }

  /** A key of an organization's admin, or of one of its members; the same at each call. */
  key(organization: OrganizationName, role: Role = 'admin'): Promise<string> {
    const known = this.keys.get(organization + role) ?? this.grant(organization, role);
    this.keys.set(organization + role, known);
    return known;
  }

  /** A connection to the api; the same at each call. */
  async connection(
    organization: OrganizationName,
    role: Role = 'admin',
    server?: ServerProcess,
  ): Promise<HttpConnection> {
    const { url } = server ?? (await this.api());
    const name = `${url} ${organization} ${role}`;
    const connection = this.connections.get(name) ?? new HttpConnection(url, await this.key(organization, role));
    this.connections.set(name, connection);
    return connection;
  }

  /** Ids of an organization's contacts, in a fixed order that is no order of theirs. */
  async contactIds(organization: OrganizationName, count: number, withEmail = false): Promise<string[]> {
    const rows = await this.query<{ id: string }>(
      `SELECT c.id FROM contacts c JOIN organizations o ON o.id = c.organization_id
       WHERE o.name = $1 AND (NOT $3 OR c.email IS NOT NULL) ORDER BY right(c.id::text, 8) LIMIT $2`,
      [this.organization(organization).name, count, withEmail],
    );
    return rows.map(({ id }) => id);
  }

  organization(name: OrganizationName) {
    const found = organizationsOf(this.options.size)[name === 'big' ? 0 : 1];
    if (!found) throw new Error(`no organization ${name}`);
    return found;
  }

  /** Stops everything that was started. */
  async close(): Promise<void> {
    for (const connection of this.connections.values()) connection.close();
    await Promise.all(this.closing.map((stop) => stop()));
    await this.pool.end();
  }

  private async startObserved(): Promise<ObservedApi> {
    const recorder = await recordWire(this.options.databaseUrl, 'api');
    const server = await this.start('api', { DATABASE_URL: recorder.url });
    this.closing.push(async () => {
      await server.stop();
      await recorder.close();
    });
    return { server, recorder };
  }

  private async grant(organization: OrganizationName, role: Role): Promise<string> {
    const { n, name } = this.organization(organization);
    const installation = { databaseUrl: this.options.databaseUrl, apiKeySecret: API_KEY_SECRET };
    const email = userEmail(n, role === 'admin' ? 0 : 1);
    return (await grantAccess(installation, { organization: name, email, days: 30, keyName: 'bench' })).key;
  }
}
