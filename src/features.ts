import { createAccounts, type Accounts } from './accounts/index.ts'
import { auditHolder, createAudit, type Audit } from './audit/index.ts'
import { createForum, type Forum } from './forum/index.ts'
import type { Ground } from './ground.ts'
import { createSessionRegistry, type SessionRegistry, type Translate } from './http/index.ts'
import { randomToken, type Actor, type Removable, type RemovableKind } from './kernel/index.ts'
import { createMail, type Mail } from './mail/index.ts'
import { mailHolder } from './mail-preferences/index.ts'
import { createPhotos, type Photos } from './photos/index.ts'
import { createPrivacy, type Privacy } from './privacy/index.ts'
import { createRemovals, type Removals } from './removals/index.ts'
import { erasedOf, removablesOf } from './removables.ts'
import { createSecondFactor, type SecondFactor } from './second-factor/index.ts'
import { forumSettings, removalSettings, ticketSettings } from './settings.ts'
import { returnPath } from './sign-in/index.ts'
import { createStaff, type Staff } from './staff/index.ts'
import { createTestimonials, type Testimonials } from './testimonials/index.ts'
import { createTickets, type OpenCase, type Tickets } from './tickets/index.ts'

/** The features of one instance. */
export interface Features {
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
  secondFactor: SecondFactor
  /** For each kind of thing that can be removed on request, who does it. */
  removables: Readonly<Record<RemovableKind, Removable>>
  erased: ReturnType<typeof erasedOf>
}

/** Makes every feature and hands each what it needs of the others, in the order in which they stand on each other. */
export function createFeatures(ground: Ground): Features {
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
    handlesGone: (handles) => forum.forgetHandles(handles),
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
  const basic = { accounts, audit, mail }
  const elsewhere = testimonials.places
  const forum: Forum = createForum({ ...ground, ...forumSettings(config), ...basic, connection, elsewhere })
  const openCase: OpenCase = (kind, wish) => (kind === 'removal' ? removals : privacy).mailed(wish)
  const writtenInPublic = (id: string, actor: Actor) => forum.activityOf(id, actor)
  const tickets = createTickets({ ...own, ...ticketSettings(config), ...basic, writtenInPublic, openCase })
  const things = { accounts, mail, forum, photos, testimonials, tickets }
  const removables = removablesOf(things)
  const removals: Removals = createRemovals({
    ...own,
    ...removalSettings(config),
    ...{ removables, ...basic },
    dropExports: () => privacy.exports.drop({}),
    forget: (subject) => privacy.forget(subject),
  })
  const secondFactor = createSecondFactor({ ...own, ...basic, returnPath })
  const hasSecondFactor = (id: string): Promise<boolean> => secondFactor.isThere(id)
  const staff = createStaff({ ...own, ...basic, hasSecondFactor, waiting: { posts: forum, requests: removals } })
  const owners = [accounts, photos, testimonials, tickets, removals, staff, secondFactor].map(({ holder }) => holder)
  const holders = [...owners, ...forum.holders, mailHolder(mail), auditHolder(audit)]
  const privacy: Privacy = createPrivacy({ ...own, ...basic, holders })
  const rest = { privacy, removals, staff, secondFactor }
  return { audit, sessions, ...things, ...rest, removables, erased: erasedOf({ ...things, ...rest }) }
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
