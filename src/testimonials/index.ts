import type { Connection } from 'mongoose'
import type { Route } from '../http/index.ts'
import type { Job } from '../jobs/index.ts'
import type { Actor, DataDeclaration, Erased, PersonalDataHolder, Removable } from '../kernel/index.ts'
import type { Translator } from '../mail/index.ts'
import { feature, move, tag } from './commands/arrange.ts'
import { askConsent } from './commands/ask.ts'
import {
  confirmConsent,
  declineConsent,
  giveConsent,
  withdraw,
  withdrawPhoto,
  type Way,
  type Yes,
} from './commands/answer.ts'
import { enterFor, submit, type Submission } from './commands/draft.ts'
import { publish, unpublish } from './commands/publish.ts'
import { remove } from './commands/remove.ts'
import { revise, type Revision } from './commands/revise.ts'
import { tend } from './commands/tend.ts'
import { consentLinkData, defineConsentLink } from './consent-link.model.ts'
import { consentRoutes } from './consent.routes.ts'
import type { TestimonialDeps } from './deps.ts'
import { givingRoutes } from './giving.routes.ts'
import { ownRoutes } from './own.routes.ts'
import { staffRoutes } from './staff.routes.ts'
import { forWidgets, type TestimonialsForWidgets } from './public/for-widgets.ts'
import { shareRoutes } from './public/share.routes.ts'
import { wallRoutes } from './public/wall.routes.ts'
import { consentDetailsData } from './ledger/details.model.ts'
import { defineInvitation, invitationData } from './invitation.model.ts'
import { invitationRoutes } from './invitations.routes.ts'
import { defineLedger } from './ledger/ledger-models.ts'
import { consentRecordData, ledgerHeadData } from './ledger/record.model.ts'
import { verify, type Verified } from './ledger/verify.ts'
import { defineTestimonialPhoto, testimonialPhotoData } from './photo.model.ts'
import { placesOf } from './public/places.ts'
import { publicTestimonials, type PublicTestimonials } from './public/read.ts'
import { wallStamp } from './stamp-names.ts'
import { defineTestimonial, testimonialData, type Testimonial } from './testimonial.model.ts'
import { erasedTestimonials } from './testimonials.erased.ts'
import { removableTestimonials, testimonialHolder } from './testimonials.holder.ts'
import { testimonialMail, testimonialMailKinds } from './testimonials.mail.ts'
import { defineTweet, tweetData } from './tweet.model.ts'
import { tweetRoutes } from './tweets.routes.ts'

export type { PublicTestimonials } from './public/read.ts'
export type { Verified } from './ledger/verify.ts'

/** What people say of us, shown only as they consented to: the face of this feature. */
export interface Testimonials {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly holder: PersonalDataHolder
  readonly removable: Removable
  readonly erased: readonly Erased[]
  readonly jobs: readonly Job[]
  /** What of it a sitemap names. */
  readonly places: { stamps: readonly string[]; list(): Promise<{ address: string; changedAt?: Date }[]> }
  /** What the header of every page shows of it: whether there is a wall to lead to. */
  readonly header: { dependsOn: readonly string[]; find(): Promise<{ showsWall: boolean }> }
  /** The only way by which anything of a testimonial becomes public. */
  readonly public: PublicTestimonials
  readonly forWidgets: TestimonialsForWidgets
  submit(actor: Actor, input: Submission): Promise<Testimonial>
  enterFor(actor: Actor, input: Submission): Promise<Testimonial>
  revise(actor: Actor, input: Revision & { id: string }): Promise<Testimonial>
  ask(actor: Actor, id: string): Promise<boolean>
  give(way: Required<Way>, yes: Yes): Promise<Testimonial>
  decline(way: Required<Way>, version: number): Promise<void>
  withdraw(way: Way): Promise<void>
  withdrawPhoto(way: Way): Promise<void>
  confirm(way: Way): Promise<void>
  publish(actor: Actor, input: { id: string; at?: Date }): Promise<void>
  unpublish(actor: Actor, id: string): Promise<void>
  feature(actor: Actor, input: { id: string; isFeatured: boolean }): Promise<void>
  tag(actor: Actor, input: { id: string; tags: readonly string[] }): Promise<void>
  move(actor: Actor, input: Parameters<typeof move>[2]): Promise<void>
  remove(actor: Actor, id: string): Promise<void>
  /** Does what time brings; a job runs it. */
  tend(): Promise<void>
  /** Checks the whole ledger, and every item that is published. */
  verify(): Promise<Verified>
}

type Given = Omit<
  TestimonialDeps,
  'testimonials' | 'photos' | 'links' | 'invitations' | 'tweets' | 'ledger' | 'letters'
>

interface Options extends Given {
  connection: Connection
  siteName: string
  translator: Translator
}

const tenMinutes = 10 * 60 * 1000

/** Sets the feature up on one instance's connection. */
export function createTestimonials({ connection, siteName, translator, ...given }: Options): Testimonials {
  given.mail.registerKinds(...testimonialMailKinds)
  const deps: TestimonialDeps = {
    ...given,
    testimonials: defineTestimonial(connection),
    photos: defineTestimonialPhoto(connection),
    links: defineConsentLink(connection),
    invitations: defineInvitation(connection),
    tweets: defineTweet(connection),
    ledger: defineLedger(connection),
    letters: testimonialMail(given.mail, { translator, siteName }),
  }
  const run = (): Promise<void> => tend(deps)
  const shown = publicTestimonials(deps)
  const { link, fullAddress } = given
  return {
    ...writes(deps),
    // The words of one's own pages come before the ids of single ones.
    routes: [
      ...givingRoutes(deps).table,
      ...invitationRoutes(deps).table,
      ...tweetRoutes(deps).table,
      ...wallRoutes({ shown, siteName, link, fullAddress }).table,
      ...shareRoutes({ shown, siteName }).table,
      ...consentRoutes(deps).table,
      ...ownRoutes(deps).table,
      ...staffRoutes(deps).table,
    ],
    declarations: [
      testimonialData,
      testimonialPhotoData,
      consentLinkData,
      invitationData,
      tweetData,
      consentRecordData,
      ledgerHeadData,
      consentDetailsData,
    ],
    holder: testimonialHolder(deps),
    removable: removableTestimonials(deps),
    erased: erasedTestimonials(deps),
    jobs: [{ name: 'testimonials', every: tenMinutes, lease: tenMinutes, run }],
    public: shown,
    forWidgets: forWidgets(shown, fullAddress),
    places: { stamps: [wallStamp], list: () => placesOf(shown, fullAddress) },
    header: { dependsOn: [wallStamp], find: async () => ({ showsWall: await shown.isOpen() }) },
    tend: run,
    verify: () => verify(deps.ledger, deps.testimonials),
  }
}

type Writes = Omit<
  Testimonials,
  | 'routes'
  | 'declarations'
  | 'holder'
  | 'removable'
  | 'erased'
  | 'jobs'
  | 'places'
  | 'header'
  | 'public'
  | 'forWidgets'
  | 'tend'
  | 'verify'
>

function writes(deps: TestimonialDeps): Writes {
  return {
    submit: (actor, input) => submit(deps, actor, { ...input, source: 'form' }),
    enterFor: (actor, input) => enterFor(deps, actor, input),
    revise: (actor, input) => revise(deps, actor, input),
    ask: (actor, id) => askConsent(deps, actor, id),
    give: (way, yes) => giveConsent(deps, way, yes),
    decline: (way, version) => declineConsent(deps, way, version),
    withdraw: (way) => withdraw(deps, way),
    withdrawPhoto: (way) => withdrawPhoto(deps, way),
    confirm: (way) => confirmConsent(deps, way),
    publish: (actor, input) => publish(deps, actor, input),
    unpublish: (actor, id) => unpublish(deps, actor, id),
    feature: (actor, input) => feature(deps, actor, input),
    tag: (actor, input) => tag(deps, actor, input),
    move: (actor, input) => move(deps, actor, input),
    remove: (actor, id) => remove(deps, actor, id),
  }
}
