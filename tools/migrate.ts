// Brings the database that DATABASE_URL names to this version's schema: the one-off step before a deploy.
import { migrate } from '#platform';

const url = process.env['DATABASE_URL'];
if (url === undefined || !URL.canParse(url)) {
  process.stderr.write('migrate: DATABASE_URL must be a URL that starts with postgres://\n');
  process.exit(1);
}
try {
  const applied = await migrate(url);
  process.stdout.write(applied.length === 0 ? 'The schema is up to date\n' : `Applied ${applied.join(', ')}\n`);
} catch (error) {
  process.stderr.write(`migrate: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
