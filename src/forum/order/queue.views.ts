import type { PersonView } from '../../accounts/index.ts'
import type { MessageKey } from '../../kernel/index.ts'
import type { PostView } from '../forum.views.ts'

/** A post that waits for a decision. */
export interface QueueItem {
  post: PostView
  /** Where it stands, seen as a moderator sees it. */
  topicTitle: string
  topicAddress: string
  waitsSince: Date
  isHeld: boolean
  heldFor: MessageKey[]
  reports: { by: PersonView | undefined; groundKey: MessageKey; words?: string; at: Date }[]
  /** Chosen beforehand: what the first report says. */
  ground: string
  action: string
  /** The author's page for staff. */
  authorAddress?: string
}
