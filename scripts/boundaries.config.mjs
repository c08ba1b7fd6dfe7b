// Who may import whom, read by dependency-cruiser. Imports point inwards: cli -> adapters -> core,
// and inside core: engine -> stored, invitation, edge, projections -> ports -> domain. Type imports count:
// a type ties two files as well.

const core = '^packages/core/src/'
const adapter = '^packages/adapters/([^/]+)/src/'

export default {
  forbidden: [
    {
      name: 'core-imports-three-packages',
      comment: 'core knows nobody: only fp-ts, io-ts and nanoid, and nothing of Node.',
      severity: 'error',
      from: { path: core },
      to: { pathNot: [core, 'node_modules/(fp-ts|io-ts|nanoid)/'] },
    },
    {
      name: 'domain-is-innermost',
      comment: 'The rules know neither the engine that runs them nor the projections that read them.',
      severity: 'error',
      from: { path: `${core}domain/` },
      to: { path: core, pathNot: `${core}domain/` },
    },
    {
      name: 'ports-know-the-domain',
      comment: 'A port is what an adapter implements: it speaks in domain words and knows no machinery.',
      severity: 'error',
      from: { path: `${core}ports/` },
      to: { path: core, pathNot: `${core}(domain|ports)/` },
    },
    {
      name: 'engine-is-outermost',
      comment: 'The stored format, tokens, parsing and projections work without the engine that uses them.',
      severity: 'error',
      from: { path: `${core}(edge|invitation|projections|stored)/` },
      to: { path: `${core}engine/` },
    },
    {
      name: 'adapters-know-core',
      comment:
        'An adapter imports core and, for crypto, @seat-ledger/node: never another adapter or the cli.',
      severity: 'error',
      from: { path: adapter },
      to: { path: '^packages/', pathNot: '^packages/(core|adapters/node|adapters/$1)/' },
    },
    {
      name: 'testing-knows-core',
      comment:
        'The contract suites get the adapter as an argument; only the crypto of @seat-ledger/node is shared.',
      severity: 'error',
      from: { path: '^packages/testing/src/' },
      to: { path: '^packages/', pathNot: '^packages/(core|testing|adapters/node)/' },
    },
    {
      name: 'src-imports-what-it-ships',
      comment:
        'List it under dependencies of the package itself: devDependencies are not installed for users.',
      severity: 'error',
      from: { path: '^packages/.+/src/' },
      // A peer is installed by the host; that it is a devDependency here too is how it is tested.
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no-test-code-in-src',
      severity: 'error',
      from: { path: '^packages/.+/src/' },
      to: { path: '(^|/)test/', pathNot: 'node_modules' },
    },
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one file, or miss a third one.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/(?!.*node_modules).*/(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.check.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@seat-ledger/source', 'types', 'import', 'node', 'default'],
    },
  },
}
