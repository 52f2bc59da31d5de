import type { MessageKey } from '../../kernel/index.ts'
import type { FollowKind, FollowLevel, NoticeKind } from './following.words.ts'

/** The buttons by which a reader follows the topic or category of a page. */
export interface FollowView {
  kind: FollowKind
  targetId: string
  /** How a member follows it; missing while they don't. */
  level?: FollowLevel
  /** Where a member's buttons are sent; missing for guests. */
  action?: string
  /** Where a guest's address is sent; only for what everybody may read. */
  byMailAction?: string
}

/** One thing on a list of what somebody follows. */
export interface FollowRow {
  kind: FollowKind
  targetId: string
  level: FollowLevel
  /** Its name and address; missing for everything. */
  name?: string
  address?: string
}

export interface MyFollowingView {
  /** How they follow the topics that they write in. */
  own: FollowLevel
  all: FollowLevel | 'none'
  rows: FollowRow[]
  action: string
}

export interface NoticeRow {
  id: string
  kind: NoticeKind
  /** Lands on the first post that it tells of; missing where the reader can't go there any more. */
  address?: string
  title: string
  /** What staff decided. */
  decidedKey?: MessageKey
  /** Why. */
  groundKey?: MessageKey
  /** Who wrote the latest of the posts; empty for somebody who is not named. */
  name: string
  count: number
  at: Date
  isUnread: boolean
}

export interface NoticesView {
  notices: NoticeRow[]
  links: { first?: string; previous?: string; next?: string }
  /** There while something is unread. */
  readAction?: string
  mailsAddress: string
  followingAddress: string
}

/** The page of who follows by address, reached by the link in each mail. */
export interface AddressFollowsView {
  email: string
  /** Asked for, and waiting for a yes. */
  wants: FollowRow[]
  rows: FollowRow[]
  action: string
}

export interface SolvedView {
  title: string
  address: string
  action: string
  /** After a yes: the answers to choose from, newest first. */
  answers?: { id: string; name: string; excerpt: string }[]
}

export interface WaitingView {
  topics: { title: string; address: string; since: Date; replyCount: number }[]
}
