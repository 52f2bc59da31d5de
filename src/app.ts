import type { Express } from 'express'
import type { SessionOwner } from './accounts/index.ts'
import { auditData } from './audit/index.ts'
import type { Config } from './config/index.ts'
import { ensureIndexes, migrate, migrationData, type Database } from './database/index.ts'
import { createEmbedding, embeddingData } from './embedding/index.ts'
import { createFeatures, type Features } from './features.ts'
import {
  createApplication,
  createHttp,
  createMetrics,
  ensureLiveIndexes,
  ensureRateLimitIndexes,
  ensureSessionIndexes,
  httpData,
  type FindPresence,
  type HttpDeps,
  type Logger,
  type Messages,
  type Route,
} from './http/index.ts'
import { createJobRunner, jobData, type JobRunner } from './jobs/index.ts'
import type { DataDeclaration } from './kernel/index.ts'
import { mailData } from './mail/index.ts'
import { migrations } from './migrations.ts'
import { createMailPreferences } from './mail-preferences/index.ts'
import { closeAll, layGround, root, type Ground, type Surroundings } from './ground.ts'
import { readingsOf } from './readings.ts'
import { createSetup, type Setup } from './setup/index.ts'
import { createHostSignOn, createSignIn, facebookIssuer, type HostSignOn, type SignIn } from './sign-in/index.ts'

/** One running instance of the product, with its parts; tests and commands reach features through it. */
export interface Composition extends Readonly<Features> {
  readonly app: Express
  readonly config: Config
  readonly database: Database
  readonly jobs: JobRunner
  readonly log: Logger
  /** Every address with who may come in. */
  readonly routes: readonly Route[]
  /** What each collection holds of people. */
  readonly declarations: readonly DataDeclaration[]
  readonly setup: Setup
  readonly messages: Messages
  /** Runs jobs and sends mail in this process from now on. */
  start: () => void
  /** Waits for requests under way, then lets go of the database. */
  close: () => Promise<void>
}

const anHour = 60 * 60 * 1000

/** Puts the product together, from its features to its addresses and jobs. */
export async function compose(config: Config, around: Surroundings = {}): Promise<Composition> {
  const ground = await layGround(config, around)
  try {
    return await composeOn(ground)
  } catch (error) {
    await ground.database.close()
    throw error
  }
}

async function composeOn(ground: Ground): Promise<Composition> {
  const { config, log, database, link } = ground
  const { connection } = database
  const features = createFeatures(ground)
  const { mail, forum, photos, accounts } = features
  const host = createHostSignOn(config, { ...ground, accounts })
  const findPresence = presenceFinder(features)
  const { header } = features.testimonials
  const { deps, files } = createHttp({ ...ground, connection, root, findPresence, header, hostWord: host?.word })
  const signIn = await createSignInOn(ground, features, { deps, host })
  const declarations = declarationsOf(features, signIn)
  const embedding = createEmbedding({ ...ground, ...embeddable(features), connection, http: deps, files })
  const setup = createSetupOn(ground, features, signIn)
  const routes = [...embedding.routes, ...routesOf(features, { signIn, link, declarations }), ...setup.routes]
  const jobs = createJobs(ground, features)
  await migrate(connection, migrations)
  // Every feature has defined its models by now.
  await ensureIndexes(connection)
  for (const ensure of [ensureRateLimitIndexes, ensureLiveIndexes, ensureSessionIndexes]) await ensure(connection)
  const readings = readingsOf({ ...features, jobs, live: ground.live })
  const metrics = createMetrics({ config, readings, pingStore: () => database.ping() })
  const application = createApplication({
    deps,
    files,
    routes,
    mounted: [...signIn.mounted, ...photos.mounted, ...features.tickets.mounted],
    isReady: () => database.isUp(),
    metrics,
  })
  return {
    app: application.app,
    config,
    database,
    ...features,
    jobs,
    log,
    routes,
    declarations,
    setup,
    messages: ground.messages,
    start() {
      mail.start()
      forum.start()
      features.tickets.start()
      jobs.start()
    },
    close: () =>
      closeAll(application, { working: [jobs, features.tickets, forum, mail], holding: [photos, metrics], database }),
  }
}

/** What the collections hold that belong to no feature. */
const ownData = [...embeddingData, ...httpData, ...mailData, auditData, jobData, migrationData]

/** Who is behind a session, with what every page tells them: how many notices wait, and what changes of the policies. */
function presenceFinder({ accounts, forum, privacy, secondFactor }: Features): FindPresence {
  return async (session) => {
    const known = await accounts.presenceOf(session.values)
    if (!known) return undefined
    const presence = await secondFactor.guard(known, session.values)
    const news = await privacy.policies.newsFor(presence.actor)
    const unread = await forum.countUnread(presence.actor)
    return { ...presence, me: { ...presence.me, unread, ...(news ? { news } : {}) } }
  }
}

function createSignInOn(
  ground: Ground,
  features: Features,
  { deps, host }: { deps: HttpDeps; host: HostSignOn | undefined },
): Promise<SignIn> {
  const { accounts, photos, privacy, sessions } = features
  return createSignIn({
    ...ground,
    connection: ground.database.connection,
    accounts,
    sessions,
    host,
    policy: (name) => privacy.policies.inForce(name),
    wayOn: (accountId, back) => features.secondFactor.wayOn(accountId, back),
    comeBack: (accountId) => privacy.comeBack(accountId),
    keepPhoto: async (accountId, url) => {
      await photos.keepFromProvider(accountId, url)
    },
    facebookRequests: privacy.facebookRequests(facebookIssuer),
    renderPlain: plainRenderer(deps),
  })
}

function createSetupOn({ config, database, link }: Ground, features: Features, { setUp }: SignIn): Setup {
  const { accounts, mail, privacy } = features
  return createSetup({
    config,
    link,
    providers: setUp,
    databaseVersion: () => database.version(),
    staffWith: (role) => accounts.staffWith(role),
    missingPolicies: () => privacy.policies.missing(),
    mail: mail.outbox,
  })
}

/** What pages of other sites may show and do. A code is entered on our own pages only, and opens nothing on theirs. */
const embeddable = ({ forum, testimonials, accounts, secondFactor }: Features) => ({
  forum: forum.forWidgets,
  threads: forum.forPages,
  testimonials: testimonials.forWidgets,
  accounts: {
    async presenceOf(owner: SessionOwner) {
      const known = await accounts.presenceOf(owner)
      return known && secondFactor.guard(known, {})
    },
  },
})

function declarationsOf(features: Features, signIn: SignIn): DataDeclaration[] {
  const { accounts, forum, photos, privacy, removals, testimonials, tickets, staff, secondFactor } = features
  const written = [accounts, forum, photos, privacy, removals, testimonials, tickets]
  const declaring = [...written, staff, secondFactor, signIn]
  return [...declaring.flatMap(({ declarations }) => declarations), ...ownData]
}

interface RoutesFrom {
  signIn: SignIn
  link: Ground['link']
  declarations: readonly DataDeclaration[]
}

function routesOf(features: Features, { signIn, link, declarations }: RoutesFrom): Route[] {
  const { audit, mail, accounts, forum, photos, privacy, removals, testimonials, tickets } = features
  return [
    ...forum.routes,
    ...signIn.routes,
    ...accounts.routes((accountId, actor) => forum.activityOf(accountId, actor)),
    ...photos.routes,
    ...privacy.mapRoutes(declarations),
    ...privacy.routes,
    ...testimonials.routes,
    ...tickets.routes,
    ...removals.routes,
    ...createMailPreferences({ mail, audit, link }).routes,
    ...features.staff.routes,
    ...features.secondFactor.routes,
  ]
}

function createJobs({ clock, log, database }: Ground, features: Features): JobRunner {
  const { audit, mail, forum, photos, privacy, removals, testimonials } = features
  const only = (work: () => Promise<unknown>) => async (): Promise<void> => {
    await work()
  }
  return createJobRunner({
    connection: database.connection,
    clock,
    jobs: [
      ...mail.jobs,
      ...privacy.jobs,
      { name: 'photo-sweep', every: anHour, lease: anHour, run: only(() => photos.sweep()) },
      { name: 'audit-age', every: 24 * anHour, lease: anHour, run: only(() => audit.eraseOld()) },
      ...forum.jobs,
      ...testimonials.jobs,
      ...features.tickets.jobs,
      ...removals.jobs,
    ],
    onError: (job, error) => log.error({ job, error: error instanceof Error ? error.name : 'unknown' }, 'job failed'),
  })
}

function plainRenderer(deps: HttpDeps): Parameters<typeof createSignIn>[0]['renderPlain'] {
  return (request, template, view) => {
    const formats = deps.formatsFor(request)
    return deps.views.renderPlain(template, { view, title: formats.t('demo:title'), formats })
  }
}
