import type { Accounts } from '../accounts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Live, Messages, Stamps } from '../http/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import type { CategoryModel } from './category.model.ts'
import type { FollowingModels } from './following/following-models.ts'
import type { MarkModels } from './marks/mark-models.ts'
import type { PlacesElsewhere } from './machines/places.ts'
import type { TombstoneModel } from './machines/tombstone.model.ts'
import type { PostMirror } from './mirror.ts'
import type { ReportModel } from './order/report.model.ts'
import type { PostModel } from './post.model.ts'
import type { SearchIndex } from './search/index.model.ts'
import type { TopicModel } from './topic.model.ts'
import type { VersionModel } from './words/version.model.ts'

/** What the forum's commands and queries work with. */
export interface ForumDeps {
  categories: CategoryModel
  topics: TopicModel
  posts: PostModel
  marks: MarkModels
  /** What posts said before they were changed. */
  versions: VersionModel
  following: FollowingModels
  reports: ReportModel
  search: SearchIndex
  tombstones: TombstoneModel
  /** Told of every change of a post, in this order. */
  mirrors: readonly PostMirror[]
  accounts: Accounts
  mail: Mail
  messages: Pick<Messages, 'translator'>
  /** Signs the links of mails. */
  secret: string
  audit: Audit
  stamps: Stamps
  /** Tells who has a topic open what changed in it. */
  live: Live
  clock: Clock
  /** What else of the site everybody may read; the sitemap names it. */
  elsewhere: PlacesElsewhere
  /** Path below the mount path where somebody asks in private; missing where the site has no such place. */
  privateRequest?: string
  /** Days from the first answer to a question until its author is asked whether it is solved. */
  askSolvedAfterDays: number
  /** Origin of the site, to tell its own links from others. */
  siteOrigin: string
  /** How many first posts of somebody new wait for a look. */
  holdFirstPosts: number
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
  /** The full address of a path below the mount path. */
  fullAddress: (path: string) => string
}
