#!/usr/bin/env node
import { compose, type Composition } from './app.ts'
import { ConfigError, readEnvironment, type Config } from './config/index.ts'
import { mapMarkdown } from './privacy/index.ts'
import { addSample } from './sample/index.ts'

/** Commands for the owner of an installation: `candor <command>`, with the same environment as the server. */
const commands: Readonly<Record<string, (config: Config) => Promise<string>>> = {
  check: (config) =>
    withComposition(config, async ({ database }) => {
      if (!(await database.isUp())) throw new ConfigError('The database does not answer.')
      return 'Everything that is set can be used, and the database answers.'
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

async function withComposition(
  config: Config,
  work: (composition: Composition) => Promise<string>,
  clock?: () => Date,
): Promise<string> {
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
  console.log(await command(readEnvironment().config))
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
})
