import { createConfig, lintFromString } from '@redocly/openapi-core';
import type { Finding } from '../row.ts';

/** Lints an OpenAPI document by the rules that Redocly recommends; its errors are faults, its warnings are counted. */
export async function lint(document: object): Promise<Finding> {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  const errors = problems.filter(({ severity }) => severity === 'error');
  return {
    measured: `${errors.length} errors, ${problems.length - errors.length} warnings`,
    faults: errors.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`),
  };
}
