import type { SafeHtml } from '../content/index.ts'
import type { AuthorRole, RequestState } from './tickets.words.ts'
import type { Priority } from './time/priority.words.ts'

/** Who stands beside words. */
export interface AuthorView {
  name: string
  photo?: string
  initials: string
  /** 0 to 11. */
  hue: number
  role: AuthorRole
}

export interface FileView {
  name: string
  address: string
  /** In kilobytes, at least 1. */
  kilobytes: number
  isPicture: boolean
}

export interface MessageView {
  id: string
  anchor: string
  author: AuthorView
  html: SafeHtml
  createdAt: Date
  isNote: boolean
  isRedacted: boolean
  /** Told to agents: another one answered at the same time. */
  hasCrossed: boolean
  files: FileView[]
  /** Where its author takes something out of it. */
  redactAddress?: string
  /** The whole mail that it came in. */
  mailAddress?: string
}

export interface PersonRow {
  name: string
  email?: string
  isRequester: boolean
  isProven: boolean
  removeAction?: string
}

/** Where a page of a request hears of changes. */
export interface LiveView {
  address: string
  newAddress: string
}

export interface RequestRow {
  number: number
  subject: string
  address: string
  state: RequestState
  stateKey: string
  lastMessageAt: Date
  createdAt: Date
  /** The last word was ours, and the reader has not answered. */
  hasAnswer: boolean
}

export interface PageLinks {
  first?: string
  previous?: string
  next?: string
}

/** Somebody who belongs to a request, and how they are reached. */
export interface Member {
  /** Unique within the request. */
  key: string
  role: AuthorRole
  accountId?: string
  email?: string
  name: string
  isProven: boolean
  /** Of their account. */
  locale?: string
}

/** A request in the queue of agents. */
export interface QueueRow {
  number: number
  subject: string
  address: string
  requester: string
  state: RequestState
  stateKey: string
  priority: Priority
  priorityKey: string
  tags: { tag: string; address: string }[]
  lastMessageAt: Date
  /** Who answers it. */
  agent?: string
  dueAt?: Date
  isOverdue?: boolean
}
