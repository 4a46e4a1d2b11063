import { QueryFailedError, type DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { isConnectionLost } from './database-errors.ts';

type Action = () => void | Promise<void>;

/** What is to be done once the transaction of a connection is committed. */
const actionsAfter = new WeakMap<QueryRunner, Action[]>();

/** Runs work in one transaction, and then, if it was committed, what the work has left {@link afterCommit}. */
async function inTransaction<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const actions: Action[] = [];
  const result = await dataSource.transaction((manager) => {
    actionsAfter.set(runnerOf(manager), actions);
    return work(manager);
  });
  for (const action of actions) await action();
  return result;
}

/**
 * Does something as soon as what a manager has written is committed: at once, unless the manager is that of a transaction
 * by {@link inTransaction}. It is not done where the transaction, or the {@link attempt} that it belongs to, fails.
 * @param action must not fail: nothing can be undone any more
 */
export async function afterCommit(manager: EntityManager, action: Action): Promise<void> {
  const actions = manager.queryRunner && actionsAfter.get(manager.queryRunner);
  if (actions) actions.push(action);
  else await action();
}

/**
 * Runs work whose failure the caller can go on from. In a transaction, which PostgreSQL would else refuse to go on with,
 * a failure undoes this work alone. Outside of one each statement stands by itself, and this adds none.
 */
export async function attempt<T>(manager: EntityManager, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  if (!manager.queryRunner?.isTransactionActive) return work(manager);
  const actions = actionsAfter.get(manager.queryRunner);
  const before = actions?.length ?? 0;
  try {
    return await manager.transaction(work);
  } catch (error) {
    actions?.splice(before);
    throw error;
  }
}

/**
 * As {@link inTransaction}, and once more where the first had certainly no effect and its fault was not its own: the database ended
 * it to resolve a deadlock (SQLSTATE 40P01), or its connection was lost before the commit was asked for.
 * @param work may run twice, so it does nothing but what a rollback undoes
 */
export async function inRepeatableTransaction<T>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const progress = { isCommitting: false };
  const transaction = (): Promise<T> =>
    inTransaction(dataSource, async (manager) => {
      const result = await work(manager);
      progress.isCommitting = true;
      return result;
    });
  try {
    return await transaction();
  } catch (error) {
    if (!isDeadlock(error) && (progress.isCommitting || !isConnectionLost(error))) throw error;
    return transaction();
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '40P01';
}

function runnerOf({ queryRunner }: EntityManager): QueryRunner {
  if (!queryRunner) throw new Error('the manager of a transaction has no connection of its own');
  return queryRunner;
}
