/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Resolves `#platform` and the like to their sources, see "imports" in package.json.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Says little in the seconds that a suite can spare: `npm run battery` runs it.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.BATTERY ? [] : ['/test/battery/soak\\.test\\.ts$'])],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/reporter.mjs'],
  testTimeout: 30_000,
  maxWorkers: Number(process.env.TEST_WORKERS ?? 2),
};
