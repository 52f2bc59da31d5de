import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Express } from 'express'
import { createAccounts, hueOf, initialsOf, type Accounts } from './accounts/index.ts'
import type { Config } from './config/index.ts'
import { ensureIndexes, openDatabase, type Database } from './database/index.ts'
import { createForum, type Forum } from './forum/index.ts'
import {
  createApplication,
  createFormatsFinder,
  createLog,
  createPageCache,
  createRateLimits,
  createSessions,
  createStamps,
  createUploadReader,
  createViews,
  ensureRateLimitIndexes,
  loadMessages,
  loadStaticFiles,
  type Application,
  type FindPresence,
  type HttpDeps,
  type Logger,
  type Route,
} from './http/index.ts'
import { createJobRunner, type JobRunner } from './jobs/index.ts'
import { systemClock, type Clock } from './kernel/index.ts'
import { createSignIn } from './sign-in/index.ts'
import { createStaff } from './staff/index.ts'

/** One running instance of the product, with its parts; tests and commands reach features through it. */
export interface Composition {
  readonly app: Express
  readonly config: Config
  readonly database: Database
  readonly accounts: Accounts
  readonly forum: Forum
  readonly jobs: JobRunner
  readonly log: Logger
  /** Every address with who may come in. */
  readonly routes: readonly Route[]
  /** Waits for requests under way, then lets go of the database. */
  close: () => Promise<void>
}

export interface Surroundings {
  clock?: Clock
  log?: Logger
  /** Multiplies every rate limit; tests of other things would run into them. */
  rateLimitFactor?: number
}

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const pageCacheBytes = 64 * 1024 * 1024
const patienceAtEnd = 10_000
const aDay = 24 * 60 * 60 * 1000

/** Puts the product together: the only place that knows every feature. */
export async function compose(config: Config, around: Surroundings = {}): Promise<Composition> {
  const log = around.log ?? createLog(config.logLevel)
  const clock = around.clock ?? systemClock
  const sessionSecret = config.sessionSecret ?? (await keptSecret(config.dataFolder))
  const database = await openDatabase(config)
  try {
    return await composeOn(database, {
      config,
      clock,
      log,
      sessionSecret,
      rateLimitFactor: around.rateLimitFactor ?? 1,
    })
  } catch (error) {
    await database.close()
    throw error
  }
}

interface Ground {
  config: Config
  clock: Clock
  log: Logger
  sessionSecret: string
  rateLimitFactor: number
}

async function composeOn(database: Database, ground: Ground): Promise<Composition> {
  const { config, clock, log } = ground
  const { connection } = database
  const link = (path: string): string => config.mountPath + path
  const stamps = createStamps(connection)
  const accounts = createAccounts({ connection, clock, ownerEmails: config.ownerEmails, stamps })
  const forum = createForum({ connection, accounts, stamps, clock, link, siteOrigin: config.origin })
  const jobs = createJobRunner({
    connection,
    clock,
    jobs: [
      {
        name: 'reconcile',
        every: aDay,
        lease: 60 * 60 * 1000,
        run: async () => {
          await forum.reconcile()
        },
      },
    ],
    onError: (job, error) => log.error({ job, error: error instanceof Error ? error.name : 'unknown' }, 'job failed'),
  })
  const { deps, files } = createHttp(database, ground, { accounts, stamps })
  const signIn = await createSignIn({ config, accounts, log, renderPlain: plainRenderer(deps) })
  const routes = [...forum.routes, ...signIn.routes, ...createStaff({ link }).routes]
  await ensureIndexes(connection)
  await ensureRateLimitIndexes(connection)
  const application = createApplication({
    deps,
    files,
    routes,
    mounted: signIn.mounted,
    isReady: () => database.isUp(),
  })
  return {
    app: application.app,
    config,
    database,
    accounts,
    forum,
    jobs,
    log,
    routes,
    close: () => closeAll(application, jobs, database),
  }
}

function createHttp(
  { connection }: Database,
  { config, log, sessionSecret, rateLimitFactor }: Ground,
  { accounts, stamps }: { accounts: Accounts; stamps: HttpDeps['stamps'] },
): { deps: HttpDeps; files: ReturnType<typeof loadStaticFiles> } {
  const files = loadStaticFiles(fromRoot('public'))
  const deps: HttpDeps = {
    config,
    log,
    sessionSecret,
    stamps,
    views: createViews(fromRoot('views'), { config, files }),
    sessions: createSessions(config, { connection, secret: sessionSecret }),
    rateLimits: createRateLimits({ connection, secret: sessionSecret, factor: rateLimitFactor }),
    pages: createPageCache(pageCacheBytes),
    uploads: createUploadReader(),
    findPresence: presenceFinder(accounts),
    formatsFor: createFormatsFinder(loadMessages(fromRoot('locales'))),
  }
  return { deps, files }
}

function presenceFinder(accounts: Accounts): FindPresence {
  return async (session) => {
    const { accountId } = session.values
    const person = accountId === undefined ? undefined : await accounts.whoIs(accountId)
    if (!person) return undefined
    const { id, name, roles } = person
    return {
      actor: { kind: 'member', id, roles },
      me: {
        name,
        initials: initialsOf(name),
        hue: hueOf(id),
        isOwner: roles.includes('owner'),
        isStaff: roles.length > 0,
      },
    }
  }
}

function plainRenderer(deps: HttpDeps): Parameters<typeof createSignIn>[0]['renderPlain'] {
  return (request, template, view) => {
    const formats = deps.formatsFor(request)
    return deps.views.renderPlain(template, { view, title: formats.t('demo:title'), formats })
  }
}

async function closeAll(application: Application, jobs: JobRunner, database: Database): Promise<void> {
  await application.idle(patienceAtEnd)
  await jobs.stop()
  await database.close()
}

/** A secret that nobody had to choose: made once and kept beside the store, readable by its owner only. */
async function keptSecret(folder: string): Promise<string> {
  const file = join(folder, 'session-secret')
  await mkdir(folder, { recursive: true })
  try {
    // `wx`: of two processes that start at once one writes, the other reads what was written.
    await writeFile(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFile(file, 'utf8')
}
