import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { filesBelow, projectRoot } from '../../scripts/support/files.ts'
import { checkImports } from '../../scripts/support/imports.ts'
import type { Finding } from '../../scripts/support/report.ts'
import { inTree, type Files } from './tree.ts'

const uses = (...addresses: string[]) => addresses.map((address) => `import '${address}'`).join('\n')
const takesType = (address: string) => `import type { Thing } from '${address}'\nexport type Taken = Thing`
const dependency = (name: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
  [`node_modules/${name}/index.js`]: '',
})

/** A small tree that has every kind of file and keeps every rule. */
const clean: Files = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { express: '1', mongoose: '1', zod: '1' },
    devDependencies: { mocha: '1' },
  }),
  ...dependency('express'),
  ...dependency('mongoose'),
  ...dependency('zod'),
  ...dependency('mocha'),
  'src/index.ts': uses('./app.ts'),
  'src/server.ts': uses('./index.ts', './config/index.ts', 'node:process'),
  'src/worker.ts': uses('./index.ts'),
  'src/cli.ts': uses('./index.ts', './forum/index.ts', './embedded-mongodb/index.ts'),
  'src/features.ts': uses('./forum/index.ts', './accounts/index.ts', './kernel/index.ts'),
  'src/app.ts': uses(
    './features.ts',
    './forum/index.ts',
    './accounts/index.ts',
    './tickets/index.ts',
    './http/index.ts',
    './jobs/index.ts',
    './audit/index.ts',
  ),
  'src/kernel/index.ts': uses('./actor.ts'),
  'src/kernel/actor.ts': 'export interface Thing { id: string }',
  'src/content/index.ts': uses('./markdown.ts'),
  'src/content/markdown.ts': 'export interface Thing { html: string }',
  'src/config/index.ts': uses('../kernel/index.ts', './environment.ts'),
  'src/config/environment.ts': uses('node:process', 'zod'),
  'src/embedded-mongodb/index.ts': uses('./store.ts'),
  'src/embedded-mongodb/store.ts': 'export interface Thing { uri: string }',
  'src/database/index.ts': uses('../embedded-mongodb/index.ts', '../config/index.ts', 'mongoose'),
  'src/jobs/index.ts': uses('../database/index.ts'),
  'src/audit/index.ts': uses('../kernel/index.ts', 'mongoose'),
  'src/mail/index.ts': uses('../database/index.ts', '../config/index.ts', '../content/index.ts'),
  'src/http/index.ts': uses('../kernel/index.ts', '../database/index.ts', 'express'),
  'src/accounts/index.ts': uses('./account.model.ts'),
  'src/accounts/account.model.ts': uses('mongoose', '../kernel/index.ts'),
  'src/forum/index.ts': uses('./forum.routes.ts', './forum.mail.ts') + `\n${takesType('../config/index.ts')}`,
  'src/forum/forum.routes.ts':
    uses('express', './commands/add-post.ts', './queries/show-topic.ts', './forum.forms.ts') +
    `\n${uses('../http/index.ts', '../kernel/index.ts')}\n${takesType('../accounts/index.ts')}`,
  'src/forum/commands/add-post.ts':
    uses('../topic.model.ts', '../topic.policy.ts', '../../mail/index.ts', '../../audit/index.ts') +
    `\n${uses('../../accounts/index.ts')}\n${takesType('../../http/index.ts')}`,
  'src/forum/queries/show-topic.ts': uses('../topic.model.ts', '../../kernel/index.ts', '../../accounts/index.ts'),
  'src/forum/topic.model.ts':
    uses('mongoose', '../kernel/index.ts', './forum.words.ts') +
    `\n${takesType('./forum.views.ts')}\n${takesType('../content/index.ts')}`,
  'src/forum/topic.policy.ts': uses('./topic.states.ts', './forum.words.ts', '../kernel/index.ts'),
  'src/forum/post.policy.ts': uses('./topic.policy.ts'),
  'src/forum/forum.words.ts': uses('../kernel/index.ts'),
  'src/forum/topic.states.ts': uses('../kernel/index.ts'),
  'src/forum/forum.forms.ts': uses('zod', '../kernel/index.ts', './forum.words.ts'),
  'src/forum/forum.views.ts': takesType('../content/index.ts'),
  'src/forum/forum.mail.ts': uses('../mail/index.ts') + `\n${takesType('./forum.views.ts')}`,
  'src/tickets/index.ts': uses('./ticket.model.ts'),
  'src/tickets/ticket.model.ts': uses('mongoose'),
  'src/testimonials/index.ts': uses('./public/read.ts', './public/wall.routes.ts', './queries/board.ts'),
  'src/testimonials/deps.ts': `import './testimonial.model.ts'\nexport interface Thing { id: string }`,
  'src/testimonials/testimonial.model.ts': uses('mongoose'),
  'src/testimonials/queries/board.ts': uses('../testimonial.model.ts', '../deps.ts'),
  'src/testimonials/public/read.ts': uses('../testimonial.model.ts'),
  'src/testimonials/public/wall.routes.ts': uses('./read.ts', '../stamp-names.ts', '../../http/index.ts'),
  'src/testimonials/stamp-names.ts': 'export const stamp = 1',
  'test/forum/topic.test.ts': uses('../../src/forum/topic.policy.ts', '../../src/app.ts', 'mocha'),
  'scripts/check.ts': uses('node:fs'),
}

/** For each rule the files that break it: rule -> path -> content. */
const planted: Record<string, Files> = {
  'kernel-imports-nothing': {
    'src/kernel/planted.ts': uses('../config/index.ts'),
    'src/kernel/planted-type.ts': takesType('../content/index.ts'),
  },
  'content-imports-nothing': { 'src/content/planted.ts': uses('../kernel/index.ts') },
  'embedded-store-imports-nothing': { 'src/embedded-mongodb/planted.ts': uses('../kernel/index.ts') },
  'embedded-store-behind-database': {
    'src/http/planted-store.ts': uses('../embedded-mongodb/index.ts'),
    'src/forum/planted-store.ts': uses('../embedded-mongodb/index.ts'),
  },
  'embedded-store-by-its-face': { 'src/database/planted.ts': uses('../embedded-mongodb/store.ts') },
  'infrastructure-knows-no-feature': {
    'src/http/planted-feature.ts': uses('../accounts/index.ts'),
    'src/jobs/planted-feature.ts': takesType('../forum/index.ts'),
    'src/content/planted-feature.ts': uses('../forum/index.ts'),
    'src/database/planted-feature.ts': uses('../forum/index.ts'),
    'src/mail/planted-feature.ts': uses('../forum/index.ts'),
    'src/audit/planted-feature.ts': uses('../forum/index.ts'),
  },
  'config-imports-below': { 'src/config/planted.ts': uses('../database/index.ts') },
  'database-imports-below': { 'src/database/planted-sibling.ts': uses('../http/index.ts') },
  'files-imports-below': { 'src/files/planted.ts': uses('../database/index.ts') },
  'backup-imports-below': { 'src/backup/planted.ts': uses('../http/index.ts') },
  'audit-imports-below': { 'src/audit/planted.ts': uses('../http/index.ts') },
  'jobs-imports-below': { 'src/jobs/planted.ts': uses('../mail/index.ts') },
  'mail-imports-below': { 'src/mail/planted.ts': uses('../http/index.ts') },
  'http-imports-below': { 'src/http/planted.ts': uses('../mail/index.ts') },
  'features-stand-apart': {
    'src/forum/planted.ts': uses('../tickets/index.ts'),
    'src/accounts/planted.ts': uses('../forum/index.ts'),
    'src/forum/commands/planted-type.ts': takesType('../../tickets/index.ts'),
  },
  'features-by-their-face': {
    'src/forum/planted-account.ts': uses('../accounts/account.model.ts'),
    'src/app-planted.ts': uses('./forum/topic.model.ts'),
  },
  'only-composition-knows-features': { 'src/planted.ts': uses('./forum/index.ts') },
  'app-by-its-face': {
    'src/planted-process.ts': uses('./app.ts'),
    'src/http/planted-app.ts': uses('../app.ts'),
    'bench/planted.ts': uses('../src/app.ts'),
  },
  'folders-know-no-entry': { 'src/forum/planted-entry.ts': takesType('../index.ts') },
  'processes-are-ends': { 'src/planted-server.ts': uses('./server.ts') },
  'sources-know-no-tests': { 'src/forum/planted-test.ts': uses('../../test/forum/topic.test.ts') },
  'policy-is-pure': {
    'src/forum/planted.policy.ts': takesType('./topic.model.ts'),
    'src/forum/planted-package.policy.ts': uses('zod'),
    'src/forum/planted-face.policy.ts': uses('../accounts/index.ts'),
    'src/forum/planted-core.policy.ts': uses('node:crypto'),
  },
  'states-are-a-table': {
    'src/forum/planted.states.ts': uses('./topic.policy.ts'),
    'src/forum/planted.words.ts': takesType('./forum.views.ts'),
  },
  'model-knows-mongoose': {
    'src/forum/planted.model.ts': uses('zod'),
    'src/forum/planted-other.model.ts': uses('./topic.model.ts'),
    'src/forum/planted-database.model.ts': takesType('../database/index.ts'),
  },
  'model-takes-types': {
    'src/forum/planted-value.model.ts': uses('./forum.views.ts'),
    'src/forum/planted-content.model.ts': uses('../content/index.ts'),
  },
  'forms-are-zod': {
    'src/forum/planted.forms.ts': uses('./topic.model.ts'),
    'src/forum/planted-package.forms.ts': uses('express'),
  },
  'queries-never-write': {
    'src/forum/queries/planted.ts': uses('../commands/add-post.ts'),
    'src/forum/queries/planted-mail.ts': uses('../../mail/index.ts'),
  },
  'actions-know-no-http': {
    'src/forum/commands/planted.ts': uses('../../http/index.ts'),
    'src/forum/queries/planted-express.ts': uses('express'),
  },
  'routes-are-http': {
    'src/forum/planted.routes.ts': uses('../mail/index.ts'),
    'src/forum/planted-database.routes.ts': takesType('../database/index.ts'),
  },
  'mail-turns-fact-to-message': { 'src/forum/planted.mail.ts': uses('./topic.model.ts') },
  'face-shows-own-files': { 'src/planted-feature/index.ts': uses('../mail/index.ts') },
  'testimonials-public-by-one-query': {
    'src/testimonials/public/planted.routes.ts': uses('../testimonial.model.ts'),
    'src/testimonials/public/planted-feed.ts': takesType('../deps.ts'),
    'src/testimonials/public/planted-share.ts': uses('../queries/board.ts'),
  },
  'no-cycles': {
    'src/forum/planted-cycle.ts': uses('./planted-cycle-end.ts'),
    'src/forum/planted-cycle-end.ts': takesType('./planted-cycle.ts'),
  },
  'no-orphans': { 'src/forum/planted-orphan.ts': 'export const alone = true' },
  'imports-resolve': { 'src/forum/planted-nowhere.ts': uses('./nowhere.ts') },
  'no-development-packages': { 'src/forum/planted-development.ts': uses('mocha') },
  'one-reader-of-the-environment': { 'src/forum/planted-environment.ts': uses('node:process') },
}

const ruleNames = (
  createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] }
).forbidden.map((rule) => rule.name)

describe('the import rules', () => {
  let finding: Finding

  before(async () => {
    const files = Object.values(planted).reduce<Files>((all, some) => ({ ...all, ...some }), clean)
    finding = await inTree(files, checkImports)
  })

  it('find nothing in a tree that keeps them', async () => {
    const { read, faults } = await inTree(clean, checkImports)
    assert.deepEqual(faults, [])
    assert.equal(read, Object.keys(clean).filter((file) => file.endsWith('.ts')).length)
  })

  for (const rule of ruleNames) {
    it(`catch a violation of ${rule}`, () => {
      const files = Object.keys(planted[rule] ?? {})
      assert.ok(files.length > 0, 'no violation of this rule is planted')
      const faults = finding.faults.filter(({ what }) => what.startsWith(`${rule}: `))
      // A cycle is told once, at one of its files.
      const caught = faults.flatMap(({ where, what }) => [where, ...what.slice(rule.length + 2).split(' → ')])
      assert.deepEqual(
        files.filter((file) => !caught.includes(file)),
        [],
      )
    })
  }

  it('blame only the planted files', () => {
    const blamed = new Set(finding.faults.map(({ where }) => where))
    assert.deepEqual(
      [...blamed].filter((file) => file in clean),
      [],
    )
  })

  it('read every source file of this project', async () => {
    const { read, faults } = await checkImports(projectRoot)
    assert.equal(
      read,
      ['src', 'test', 'bench', 'scripts', 'examples'].flatMap((folder) => filesBelow(projectRoot, folder, '.ts'))
        .length,
    )
    assert.deepEqual(
      faults.filter(({ what }) => what.includes('was not read')),
      [],
    )
  })
})
