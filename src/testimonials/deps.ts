import type { Audit } from '../audit/index.ts'
import type { Stamps } from '../http/index.ts'
import type { Clock, RandomToken } from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import type { ConsentLinkModel } from './consent-link.model.ts'
import type { InvitationModel } from './invitation.model.ts'
import type { LedgerModels } from './ledger/ledger-models.ts'
import type { TestimonialPhotoModel } from './photo.model.ts'
import type { TestimonialModel } from './testimonial.model.ts'
import type { TestimonialMail } from './testimonials.mail.ts'
import type { TweetModel } from './tweet.model.ts'

/** What commands and queries of this feature work with. */
export interface TestimonialDeps {
  testimonials: TestimonialModel
  photos: TestimonialPhotoModel
  links: ConsentLinkModel
  invitations: InvitationModel
  tweets: TweetModel
  ledger: LedgerModels
  mail: Mail
  letters: TestimonialMail
  audit: Pick<Audit, 'record' | 'noteLook'>
  stamps: Stamps
  clock: Clock
  randomToken: RandomToken
  /** Makes a square WebP picture of an uploaded file. Throws Invalid with the reason in the field `photo`. */
  makePhoto: (bytes: Buffer) => Promise<Buffer>
  /** Names of people who work here, by account. */
  people: (ids: readonly (string | undefined)[]) => Promise<ReadonlyMap<string, { name: string }>>
  /** The address that somebody showed to be theirs, by account. */
  provenAddress: (accountId: string) => Promise<string | undefined>
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
  /** The full address of a path below the mount path. */
  fullAddress: (path: string) => string
}
