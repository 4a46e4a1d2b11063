/** The directions in which code may depend: apps → domain libraries → platform. */
const library = (name) => `^libs/${name}/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: ['\\.d\\.m?ts$', '\\.mjs$'] }, to: {} },
    {
      name: 'a-library-is-entered-by-its-index',
      comment:
        'What others may use of a library is what its index.ts exports. Benchmarks measure its inside; what stands in for a ' +
        'job in the tests of sources is of the library, too.',
      severity: 'error',
      from: { path: '^(apps|libs/([^/]+)|tools|test)/', pathNot: '^test/support/(ask-source|stored-jobs)\\.ts$' },
      to: { path: '^libs/([^/]+)/', pathNot: ['^libs/[^/]+/index\\.ts$', '^libs/$2/'] },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: library('platform') },
      to: { path: '^(libs/(?!platform/)|apps/|tools/|test/)' },
    },
    {
      name: 'accounts-knows-only-platform',
      severity: 'error',
      from: { path: library('accounts') },
      to: { path: '^(libs/(?!accounts/|platform/)|apps/|tools/|test/)' },
    },
    {
      name: 'contacts-knows-only-platform',
      severity: 'error',
      from: { path: library('contacts'), pathNot: '\\.test\\.ts$' },
      to: { path: '^(libs/(?!contacts/|platform/)|apps/|tools/|test/)' },
    },
    {
      name: 'enrichment-knows-only-contacts-and-platform',
      severity: 'error',
      from: { path: library('enrichment'), pathNot: '\\.test\\.ts$' },
      to: { path: '^(libs/(?!enrichment/|contacts/|platform/)|apps/|tools/|test/)' },
    },
    {
      name: 'idempotency-knows-only-platform',
      severity: 'error',
      from: { path: library('idempotency') },
      to: { path: '^(libs/(?!idempotency/|platform/)|apps/|tools/|test/)' },
    },
    {
      name: 'apps-are-apart',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/(?!$1/)' },
    },
    {
      name: 'apps-do-not-reach-down',
      comment: 'No SQL and no queue of their own: they delegate to the libraries.',
      severity: 'error',
      from: { path: '^apps/api/' },
      to: { path: 'node_modules/(typeorm|pg|bullmq)/' },
    },
    {
      name: 'nothing-depends-on-tools-or-tests',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(tools|test|bench)/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'require', 'default', 'types'],
      extensions: ['.ts', '.d.ts', '.mjs', '.js'],
    },
  },
};
