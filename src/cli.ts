#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compose, type Composition } from './app.ts'
import { backupCommands } from './backup/index.ts'
import { ConfigError, readEnvironment, type Config } from './config/index.ts'
import { explain } from './explain.ts'
import { Conflict, Invalid } from './kernel/index.ts'
import { mapMarkdown, policyNames, type PolicyName } from './privacy/index.ts'
import { addSample } from './sample/index.ts'

/** Commands for the owner of an installation: `candor <command>`, with the same environment as the server. */
const commands: Readonly<Record<string, (config: Config, ...given: (string | undefined)[]) => Promise<string>>> = {
  ...backupCommands((config, work) => withComposition(config, work)),
  check: (config) =>
    withComposition(config, async ({ setup, messages }) => {
      const t = messages.translator('en')
      const found = await setup.check()
      const lines = found.map(({ about, finding: { level, key, params } }) => {
        const text = about === undefined ? t(key, params) : `${about}: ${t(key, params)}`
        return `${t(levelKeys[level]).padEnd(8)} ${text}`
      })
      if (found.some(({ finding }) => finding.level === 'wrong')) throw new ConfigError(lines.join('\n'))
      return lines.join('\n')
    }),
  'reset-second-factor': (config, handle) =>
    withComposition(config, async ({ accounts, secondFactor }) => {
      const id = handle === undefined ? undefined : await accounts.staff.withHandle(handle.replace(/^@/, ''))
      if (id === undefined) throw new ConfigError('Name the handle of the person.')
      if (!(await secondFactor.drop(id))) throw new ConfigError('This person has set up no second factor.')
      return 'The second factor is reset. They set up a new one when they sign in.'
    }),
  reconcile: (config) =>
    withComposition(config, async ({ forum }) => {
      const { topics, categories, strayPosts } = await forum.reconcile()
      return `Mended: ${topics} topics, ${categories} categories. Cleared: ${strayPosts} stray posts.`
    }),
  'move-photos': (config) =>
    withComposition(config, async ({ photos }) => {
      const { moved, missing, skipped } = await photos.moveTo(config.photoStore)
      return `Moved to ${config.photoStore}: ${moved}. Without files: ${missing}. Moved by somebody else meanwhile: ${skipped}.`
    }),
  'draft-policies': (config, folder) =>
    withComposition(config, ({ privacy }) => {
      const files = policyFiles(folder)
      const there = files.filter(({ path }) => existsSync(path)).map(({ path }) => path)
      if (there.length > 0) throw new ConfigError(`There already, and left as it is: ${there.join(', ')}.`)
      for (const { policy, path } of files) writeFileSync(path, privacy.policies.draftText(policy), { flag: 'wx' })
      return Promise.resolve(
        `Wrote ${files.map(({ path }) => path).join(', ')}. Fill in what stands in [[double brackets]].`,
      )
    }),
  'publish-policies': (config, folder) =>
    withComposition(config, async ({ privacy }) => {
      const files = policyFiles(folder).filter(({ path }) => existsSync(path))
      for (const { policy, path } of files) await publish(privacy, { policy, path })
      return `In force now: ${files.map(({ policy }) => policy).join(', ') || 'nothing'}.`
    }),
  'privacy-map': (config) => withComposition(config, ({ declarations }) => Promise.resolve(mapMarkdown(declarations))),
  'verify-consents': (config) =>
    withComposition(config, async ({ testimonials }) => {
      const { records, published, faults } = await testimonials.verify()
      const looked = `Looked at ${records} records and ${published} published testimonials.`
      if (faults.length > 0) throw new ConfigError([...faults, looked].join('\n'))
      return `${looked} Each record is as it was written, and each testimonial as it was consented to.`
    }),
  sample: (config) => {
    let time = new Date()
    const now = new Date()
    return withComposition(
      config,
      async ({ accounts, forum, database }) => {
        const existing = await database.connection.collection('categories').countDocuments({}, { limit: 1 })
        if (existing > 0) throw new ConfigError('The site has categories already: sample content is for an empty one.')
        const count = await addSample({ accounts, forum, setClock: (at) => (time = at) }, now)
        return `Added ${count} sample topics. Everything of it is marked as a sample.`
      },
      () => time,
    )
  },
}

const levelKeys = { good: 'setup:level.good', note: 'setup:level.note', wrong: 'setup:level.wrong' } as const

function policyFiles(folder: string | undefined): { policy: PolicyName; path: string }[] {
  if (folder === undefined || !existsSync(folder)) throw new ConfigError('Name a folder that is there.')
  return policyNames.map((policy) => ({ policy, path: join(folder, `${policy}.md`) }))
}

async function publish(
  { policies }: Composition['privacy'],
  { policy, path }: { policy: PolicyName; path: string },
): Promise<void> {
  try {
    await policies.publishFirst(policy, readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Invalid)
      throw new ConfigError(`${path} has blanks: fill in what stands in [[double brackets]].`)
    if (error instanceof Conflict)
      throw new ConfigError(`There is a version of ${policy} already: the owner writes the next one on the site.`)
    throw error
  }
}

async function withComposition<Result>(
  config: Config,
  work: (composition: Composition) => Promise<Result>,
  clock?: () => Date,
): Promise<Result> {
  const composition = await compose({ ...config, logLevel: 'warn' }, clock ? { clock } : {})
  try {
    return await work(composition)
  } finally {
    await composition.close()
  }
}

async function main(): Promise<void> {
  const name = process.argv[2] ?? ''
  const command = commands[name]
  if (!command) throw new ConfigError(`Usage: candor ${Object.keys(commands).join('|')}`)
  console.log(await command(readEnvironment().config, ...process.argv.slice(3)))
}

main().catch((error: unknown) => {
  console.error(explain(error))
  process.exitCode = 1
})
