import type { MessageKey } from '../../kernel/index.ts'

/** That something was taken down, for moderators and its author. */
export interface TakenDownView {
  groundKey: MessageKey
  note?: string
  at: Date
  /** When it goes for good. */
  erasedAt: Date
  /** Where a moderator brings it back. */
  restoreAction?: string
}

/** What of a post only moderators and its author see, and what they may do. */
export interface PostOrderView {
  /** Only its author and moderators see it: it waits for a look. */
  waits?: boolean
  takenDown?: TakenDownView
  reportAddress?: string
  takeDownAddress?: string
}

/** What of a topic moderators, and in part its author, see and may do. */
export interface TopicOrderView {
  closure?: { at: Date; note?: string }
  takenDown?: TakenDownView
  editAddress?: string
  moderateAddress?: string
  pinAction?: string
  isPinned: boolean
}
