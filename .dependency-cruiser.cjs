// Who may import whom, as the architecture describes it. Each rule is planted and caught in test/checks/architecture.test.ts;
// scripts/check-imports.ts runs them and makes sure that every source file was read.
// A folder below src that is not named here is a feature: a new folder starts with the strictest rules.
const infrastructure = [
  'config',
  'kernel',
  'database',
  'http',
  'mail',
  'jobs',
  'audit',
  'files',
  'backup',
  'content',
  'embedded-mongodb',
]
const anyInfrastructure = `(?:${infrastructure.join('|')})`
/** A file of a feature; the feature's name is group 1, to be used as $1 on the other side of a rule. */
const inFeature = `^src/((?!${anyInfrastructure}/)[^/]+)/`
const kernel = '^src/kernel/'
const own = '^src/$1/'

/** What each infrastructure folder may import of ours, beside its own files. */
const infrastructureImports = {
  config: ['kernel'],
  database: ['kernel', 'config', 'embedded-mongodb'],
  jobs: ['kernel', 'config', 'database'],
  audit: ['kernel', 'config', 'database'],
  files: ['kernel'],
  backup: ['kernel', 'config', 'database'],
  mail: ['kernel', 'config', 'database', 'content'],
  http: ['kernel', 'config', 'database', 'content'],
}

const layers = [
  forbid('kernel-imports-nothing', 'The kernel is pure and stands on nothing of ours.', {
    from: { path: kernel },
    to: { path: '^src/', pathNot: kernel },
  }),
  forbid('content-imports-nothing', 'content is a set of pure functions that stands on nothing of ours.', {
    from: { path: '^src/content/' },
    to: { path: '^src/', pathNot: '^src/content/' },
  }),
  forbid('embedded-store-imports-nothing', 'The embedded store could be a package of its own.', {
    from: { path: '^src/embedded-mongodb/' },
    to: { path: '^src/', pathNot: '^src/embedded-mongodb/' },
  }),
  forbid(
    'embedded-store-behind-database',
    'Only the choice of a store and the commands know that a store can be embedded.',
    {
      from: { path: '^src/', pathNot: ['^src/(?:embedded-mongodb|database)/', '^src/cli[.]ts$'] },
      to: { path: '^src/embedded-mongodb/' },
    },
  ),
  forbid('embedded-store-by-its-face', 'The embedded store is used through its index.ts only.', {
    from: { path: '^src/', pathNot: '^src/embedded-mongodb/' },
    to: { path: '^src/embedded-mongodb/', pathNot: '^src/embedded-mongodb/index[.]ts$' },
  }),
  forbid('infrastructure-knows-no-feature', 'Infrastructure serves features and never imports one.', {
    from: { path: `^src/${anyInfrastructure}/` },
    to: { path: inFeature },
  }),
  ...Object.entries(infrastructureImports).map(([folder, others]) =>
    forbid(`${folder}-imports-below`, `${folder} may import ${others.join(', ')}, and no other infrastructure.`, {
      from: { path: `^src/${folder}/` },
      to: { path: `^src/${anyInfrastructure}/`, pathNot: `^src/(?:${[folder, ...others].join('|')})/` },
    }),
  ),
]

const features = [
  forbid('features-stand-apart', 'Features meet in app.ts through small interfaces; only accounts may be imported.', {
    // The sample is no feature: it fills the others through their faces, as a person would.
    from: { path: inFeature, pathNot: '^src/sample/' },
    to: { path: inFeature, pathNot: [own, '^src/accounts/'] },
  }),
  forbid('features-by-their-face', 'From outside, a feature is imported through its index.ts only.', {
    from: { path: '^src/([^/]+)' },
    to: { path: inFeature, pathNot: [own, '^src/[^/]+/index[.]ts$'] },
  }),
  forbid(
    'only-composition-knows-features',
    'features.ts and app.ts compose, cli.ts runs single commands; no other root file knows a feature.',
    {
      from: { path: '^src/[^/]+[.]ts$', pathNot: '^src/(?:app|features|cli)[.]ts$' },
      to: { path: inFeature },
    },
  ),
]

const entries = [
  forbid('app-by-its-face', 'Nobody imports app.ts but index.ts, the commands of cli.ts and tests.', {
    from: { pathNot: ['^src/(?:index|cli)[.]ts$', '^test/'] },
    to: { path: '^src/app[.]ts$' },
  }),
  forbid('folders-know-no-entry', 'Folders stand below the files that start and compose the product.', {
    from: { path: '^src/[^/]+/' },
    to: { path: '^src/[^/]+[.]ts$' },
  }),
  forbid('processes-are-ends', 'server.ts, worker.ts and cli.ts are started, not imported.', {
    from: { path: '^src/' },
    to: { path: '^src/(?:server|worker|cli)[.]ts$' },
  }),
  forbid('sources-know-no-tests', 'What is shipped does not import what is not.', {
    from: { path: '^src/' },
    to: { path: '^(?:test|bench|scripts|examples)/' },
  }),
]

const fileKinds = [
  forbid('policy-is-pure', 'A policy is a pure function of actor and thing: kernel, states, words, other policies.', {
    from: { path: `${inFeature}.*[.]policy[.]ts$` },
    to: { pathNot: [kernel, `${own}.*[.](?:states|words|policy)[.]ts$`] },
  }),
  forbid('states-are-a-table', 'State machines and closed sets of words import the kernel only.', {
    from: { path: `${inFeature}.*[.](?:states|words)[.]ts$` },
    to: { pathNot: [kernel, `${own}.*[.]words[.]ts$`] },
  }),
  forbid(
    'model-knows-mongoose',
    'A model imports mongoose, kernel and words, and types of its views, states and content.',
    {
      from: { path: `${inFeature}.*[.]model[.]ts$` },
      to: {
        pathNot: [
          kernel,
          'node_modules/mongoose/',
          '^src/content/index[.]ts$',
          `${own}.*[.](?:views|states|words)[.]ts$`,
        ],
      },
    },
  ),
  forbid('model-takes-types', 'A model takes only types from content, views and states.', {
    from: { path: `${inFeature}.*[.]model[.]ts$` },
    to: { path: ['^src/content/', `${own}.*[.](?:views|states)[.]ts$`], dependencyTypesNot: ['type-only'] },
  }),
  forbid('forms-are-zod', 'Forms import zod, kernel and words only.', {
    from: { path: `${inFeature}.*[.]forms[.]ts$` },
    to: { pathNot: [kernel, 'node_modules/zod/', `${own}.*[.]words[.]ts$`] },
  }),
  forbid('queries-never-write', 'A query reads: no commands, no mail, no jobs.', {
    from: { path: `${inFeature}queries/` },
    to: { path: [`${own}commands/`, '^src/(?:mail|jobs)/', '[.]mail[.]ts$'] },
  }),
  forbid(
    'actions-know-no-http',
    'A command or query has a second way in one day; it knows nothing of requests and pages.',
    {
      from: { path: `${inFeature}(?:commands|queries)/` },
      to: { path: ['^src/http/', '[.]routes[.]ts$', 'node_modules/express/'], dependencyTypesNot: ['type-only'] },
    },
  ),
  forbid('routes-are-http', 'Routes import their own feature, http and kernel, and the type of accounts.', {
    from: { path: `${inFeature}.*[.]routes[.]ts$` },
    to: { path: '^src/', pathNot: [own, '^src/http/', kernel, '^src/accounts/index[.]ts$'] },
  }),
  forbid(
    'mail-turns-fact-to-message',
    'A feature’s mail file imports mail and the kernel, and its own files as types.',
    {
      from: { path: `${inFeature}.*[.]mail[.]ts$` },
      to: {
        path: '^src/',
        pathNot: ['^src/mail/', kernel, `${own}.*[.]words[.]ts$`],
        dependencyTypesNot: ['type-only'],
      },
    },
  ),
  forbid('face-shows-own-files', 'A feature’s index.ts is its face: own files and kernel, types of what it is given.', {
    from: { path: `${inFeature}index[.]ts$` },
    to: { path: '^src/', pathNot: [own, kernel], dependencyTypesNot: ['type-only'] },
  }),
]

const publicTestimonials = [
  forbid(
    'testimonials-public-by-one-query',
    'What the public sees of testimonials comes from public/read.ts: nothing else of public/ reaches the store.',
    {
      from: { path: '^src/testimonials/public/', pathNot: '^src/testimonials/public/read[.]ts$' },
      to: {
        path: '^src/testimonials/',
        pathNot: '^src/testimonials/(?:public/|(?:content|stamp-names)[.]ts$|.*[.](?:words|forms|views)[.]ts$)',
      },
    },
  ),
]

const hygiene = [
  forbid('no-cycles', 'No import cycle anywhere, type-only imports included.', {
    from: {},
    to: { circular: true },
  }),
  forbid('no-orphans', 'A file that imports nothing and is imported by nobody is left over.', {
    from: { orphan: true, path: '^src/' },
    to: {},
  }),
  forbid('imports-resolve', 'Every import leads somewhere.', {
    from: {},
    // Examples import the package as hosts do, and it is there once it is built.
    to: { couldNotResolve: true, pathNot: '^candor$' },
  }),
  forbid('no-development-packages', 'What is shipped runs without development dependencies.', {
    from: { path: '^src/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  }),
  forbid('one-reader-of-the-environment', 'Only config/environment.ts reads process.env, also under another name.', {
    from: { path: '^src/', pathNot: ['^src/config/environment[.]ts$', '^src/(?:server|worker|cli)[.]ts$'] },
    to: { path: '^(?:node:)?process$' },
  }),
]

function forbid(name, comment, { from, to }) {
  return { name, comment, severity: 'error', from, to }
}

module.exports = {
  forbidden: [...layers, ...features, ...entries, ...fileKinds, ...publicTestimonials, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|data|coverage)/' },
    // Type-only imports count: a layer that knows another's types knows the other.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
    },
  },
}
