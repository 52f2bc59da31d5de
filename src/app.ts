import type { Express } from 'express'
import { createAccounts, type Accounts } from './accounts/index.ts'
import { auditData, auditHolder, createAudit, type Audit } from './audit/index.ts'
import type { Config } from './config/index.ts'
import { ensureIndexes, type Database } from './database/index.ts'
import { createEmbedding, embeddingData } from './embedding/index.ts'
import { createForum, type Forum } from './forum/index.ts'
import {
  createApplication,
  createHttp,
  createSessionRegistry,
  ensureLiveIndexes,
  ensureRateLimitIndexes,
  ensureSessionIndexes,
  httpData,
  type FindPresence,
  type HttpDeps,
  type Logger,
  type Route,
  type SessionRegistry,
  type Translate,
} from './http/index.ts'
import { createJobRunner, jobData, type JobRunner } from './jobs/index.ts'
import { randomToken, type Actor, type DataDeclaration, type Removable, type RemovableKind } from './kernel/index.ts'
import { createMail, mailData, type Mail } from './mail/index.ts'
import { createMailPreferences, mailHolder } from './mail-preferences/index.ts'
import { createPhotos, type Photos } from './photos/index.ts'
import { createPrivacy, type Privacy } from './privacy/index.ts'
import { createRemovals, type Removals } from './removals/index.ts'
import { closeAll, layGround, root, type Ground, type Surroundings } from './ground.ts'
import { createHostSignOn, createSignIn, facebookIssuer, type HostSignOn, type SignIn } from './sign-in/index.ts'
import { erasedOf, removablesOf } from './removables.ts'
import { forumSettings, removalSettings, ticketSettings } from './settings.ts'
import { createStaff, type Staff } from './staff/index.ts'
import { createTestimonials, type Testimonials } from './testimonials/index.ts'
import { createTickets, type OpenCase, type Tickets } from './tickets/index.ts'

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
  /** Runs jobs and sends mail in this process from now on. */
  start: () => void
  /** Waits for requests under way, then lets go of the database. */
  close: () => Promise<void>
}

const anHour = 60 * 60 * 1000

/** Puts the product together: the only place that knows every feature. */
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
  const routes = [...embedding.routes, ...routesOf(features, { signIn, link, declarations })]
  const jobs = createJobs(ground, features)
  // Every feature has defined its models by now.
  await ensureIndexes(connection)
  for (const ensure of [ensureRateLimitIndexes, ensureLiveIndexes, ensureSessionIndexes]) await ensure(connection)
  const application = createApplication({
    deps,
    files,
    routes,
    mounted: [...signIn.mounted, ...photos.mounted, ...features.tickets.mounted],
    isReady: () => database.isUp(),
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
    start() {
      mail.start()
      forum.start()
      features.tickets.start()
      jobs.start()
    },
    close: () => closeAll(application, { working: [jobs, features.tickets, forum, mail], photos, database }),
  }
}

/** What the collections hold that belong to no feature. */
const ownData = [...embeddingData, ...httpData, ...mailData, auditData, jobData]

/** Who is behind a session, with what every page tells them: how many notices wait, and what changes of the policies. */
function presenceFinder({ accounts, forum, privacy }: Features): FindPresence {
  return async (session) => {
    const presence = await accounts.presenceOf(session.values)
    if (!presence) return undefined
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
    comeBack: (accountId) => privacy.comeBack(accountId),
    keepPhoto: async (accountId, url) => {
      await photos.keepFromProvider(accountId, url)
    },
    facebookRequests: privacy.facebookRequests(facebookIssuer),
    renderPlain: plainRenderer(deps),
  })
}

/** What pages of other sites may show and do. */
const embeddable = ({ forum, testimonials, accounts }: Features) => ({
  forum: forum.forWidgets,
  threads: forum.forPages,
  testimonials: testimonials.forWidgets,
  accounts,
})

function declarationsOf(features: Features, signIn: SignIn): DataDeclaration[] {
  const { accounts, forum, photos, privacy, removals, testimonials, tickets, staff } = features
  const declaring = [accounts, forum, photos, privacy, removals, testimonials, tickets, staff, signIn]
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
  ]
}

interface Features {
  audit: Audit
  mail: Mail
  sessions: SessionRegistry
  accounts: Accounts
  forum: Forum
  photos: Photos
  privacy: Privacy
  removals: Removals
  testimonials: Testimonials
  tickets: Tickets
  staff: Staff
  /** For each kind of thing that can be removed on request, who does it. */
  removables: Readonly<Record<RemovableKind, Removable>>
  erased: ReturnType<typeof erasedOf>
}

function createFeatures(ground: Ground): Features {
  const { config, clock, log, secret, messages } = ground
  const { connection } = ground.database
  const translator = (locale: string): Translate => messages.translator(locale)
  const own = { ...ground, connection, randomToken, translator, siteName: config.siteName }
  const mail = createMail({ connection, clock, config, log, randomToken, secret, translator })
  const sessions = createSessionRegistry(connection)
  const audit = createAudit({ connection, clock })
  const accounts = createAccounts({
    ...own,
    ownerEmails: config.ownerEmails,
    sessions,
    mail,
    audit,
    appealAddress: config.mailReplyTo ?? config.mailFrom,
    siteOrigin: config.origin,
  })
  const photos = createPhotos({
    ...own,
    accounts: {
      photoOf: async (id) => (await accounts.find(id))?.photo,
      setPhoto: (id, key) => accounts.setPhoto(id, key),
    },
  })
  const testimonials = createTestimonialsOn(ground, { accounts, audit, mail, photos, translator })
  const elsewhere = testimonials.places
  const forum = createForum({ ...ground, ...forumSettings(config), connection, accounts, audit, mail, elsewhere })
  const writtenInPublic = (id: string, actor: Actor) => forum.activityOf(id, actor)
  const openCase: OpenCase = (kind, wish) => (kind === 'removal' ? removals : privacy).mailed(wish)
  const asking = { writtenInPublic, openCase }
  const tickets = createTickets({ ...own, ...ticketSettings(config), ...asking, accounts, audit, mail })
  const things = { accounts, mail, forum, photos, testimonials, tickets }
  const removables = removablesOf(things)
  const removals: Removals = createRemovals({
    ...own,
    ...removalSettings(config),
    removables,
    ...{ accounts, audit, mail },
    dropExports: () => privacy.exports.drop({}),
    forget: (subject) => privacy.forget(subject),
  })
  const staff = createStaff({ ...own, accounts, audit, mail, waiting: { posts: forum, requests: removals } })
  const owners = [accounts, photos, testimonials, tickets, removals, staff].map(({ holder }) => holder)
  const holders = [...owners, ...forum.holders, mailHolder(mail), auditHolder(audit)]
  const privacy: Privacy = createPrivacy({ ...own, accounts, audit, mail, holders })
  const erased = erasedOf({ ...things, privacy, removals })
  return { audit, sessions, ...things, privacy, removables, removals, staff, erased }
}

/** Side of the photos beside testimonials, in pixels. */
const testimonialPhotoSide = 320

function createTestimonialsOn(
  ground: Ground,
  features: Pick<Features, 'accounts' | 'audit' | 'mail' | 'photos'> & { translator: (locale: string) => Translate },
): Testimonials {
  const { accounts, photos, ...rest } = features
  return createTestimonials({
    ...ground,
    ...rest,
    connection: ground.database.connection,
    randomToken,
    people: (ids) => accounts.people(ids),
    provenAddress: async (id) => (await accounts.recipients([id])).get(id)?.email,
    makePhoto: (bytes) => photos.picture(bytes, testimonialPhotoSide),
    siteName: ground.config.siteName,
  })
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
