/** Arrows point one way: features -> platform -> contract; web -> contract. No cycles. */
const crypto = '^(node:)?crypto$'
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contract-imports-nothing',
      severity: 'error',
      from: { path: '^contract/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^contract/src', 'node_modules/(zod|@zxcvbn-ts)/'] },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^server/src/platform' },
      to: { path: '^server/src/(features|operator|main|endpoints)' },
    },
    {
      name: 'features-never-see-the-web-framework',
      severity: 'error',
      from: { path: '^server/src/(features|operator)', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/(fastify|@fastify|pg|pg-boss|pino|prom-client)(/|$)' },
    },
    {
      name: 'only-the-database-folder-has-connections',
      severity: 'error',
      from: { path: '^server/src', pathNot: '^server/src/platform/database|\\.test\\.ts$' },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'a-store-belongs-to-its-feature',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/' },
      to: { path: '^server/src/features/.*\\.store\\.ts$', pathNot: '^server/src/features/$1/' },
    },
    {
      name: 'cryptography-stands-in-the-vault',
      severity: 'error',
      from: { path: '^(contract|server|web|tools)', pathNot: '^server/src/platform/vault|\\.test\\.ts$|^server/test' },
      to: { path: crypto },
    },
    {
      name: 'web-knows-the-contract-alone',
      severity: 'error',
      from: { path: '^web/src' },
      to: { path: '^(server|e2e|tools)' },
    },
    { name: 'server-does-not-know-the-web', severity: 'error', from: { path: '^server' }, to: { path: '^web/src' } },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(contract|server|web)/src', pathNot: '\\.test\\.tsx?$' },
      to: { path: '\\.test\\.tsx?$|^server/test' },
    },
    {
      name: 'nothing-imports-the-bench',
      comment: 'It measures Candour from outside and is not shipped with it.',
      severity: 'error',
      from: { pathNot: '^bench' },
      to: { path: '^bench' },
    },
    {
      name: 'the-twin-has-the-stack-and-no-safety',
      comment:
        'It takes the stack (server, batching, checks of FHIR, how things are shown) and nothing that seals or enters.',
      severity: 'error',
      from: { path: '^bench/twin', pathNot: '^bench/twin/(safeties/|twin\\.ts)' },
      to: {
        path: '^(server|web|tools|e2e|bench/(?!twin))',
        pathNot:
          '^server/src/platform/((http|database|fhir)/|(app-error|log|metrics)\\.ts|access/(actor|authenticate)|vault/(digest|ids|tokens))|' +
          '^server/src/features/(resources/(check-resource|splice-meta|summarise|summary|resource-id)|directory/sound-of|' +
          'notes/composition|patients/(overview|patient-fhir|timeline-item))\\.ts',
      },
    },
    {
      name: 'the-verifier-stands-alone',
      comment: 'Whoever checks Candour runs none of its code, and needs nothing but Node or a browser.',
      severity: 'error',
      from: { path: '^verifier', pathNot: '^verifier/test' },
      to: { pathNot: '^verifier/(?!test)', dependencyTypesNot: ['core'] },
    },
    {
      name: 'what-the-page-runs-needs-no-node',
      severity: 'error',
      from: { path: '^verifier/(check|page)', pathNot: '^verifier/page/build\\.ts' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'what-makes-cases-knows-neither-verifier',
      severity: 'error',
      from: {
        path: '^verifier/test/(maker|make-case|mutations|attacks[a-z-]*|ways-to-alter)\\.ts',
      },
      to: { path: '^(verifier/(?!test)|verifier/test/second|contract|server|witness)' },
    },
    {
      name: 'the-second-verifier-stands-alone-too',
      comment: 'Neither the first nor what makes the cases: it knows the standards and docs/verify.md.',
      severity: 'error',
      from: { path: '^verifier/test/second' },
      to: { pathNot: '^verifier/test/second', dependencyTypesNot: ['core'] },
    },
    {
      name: 'the-witness-stands-alone',
      severity: 'error',
      from: { path: '^witness', pathNot: '^witness/test' },
      to: { pathNot: '^witness/(?!test)', dependencyTypesNot: ['core'] },
    },
    {
      name: 'nobody-imports-verifier-or-witness',
      comment: 'The command line starts the verifier as a program; tests take what makes ledgers.',
      severity: 'error',
      from: { pathNot: '^(verifier|witness)|\\.test\\.ts$' },
      to: { path: '^(verifier|witness)' },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      from: { path: '^(contract|server|web)/src', pathNot: '\\.test\\.tsx?$|test-postgres' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist|\\.css$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
