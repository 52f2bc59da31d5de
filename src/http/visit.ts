import type { Request } from 'express'
import type { Actor } from '../kernel/index.ts'
import type { Formats } from './formats.ts'
import type { VisitSession } from './session.ts'
import type { Upload } from './uploads.ts'

/**
 * One request as a feature sees it: who asks for what, parsed and checked. Kept apart from Express's request, which
 * belongs to the host when the product is mounted in one.
 */
export interface Visit<Form = undefined, Query = undefined> {
  /** The request's id; it stands in the log and on error pages. */
  readonly id: string
  readonly actor: Actor
  /** Named parts of the address. */
  readonly params: Readonly<Record<string, string>>
  /** The form's fields as its schema gave them. */
  readonly form: Form
  readonly query: Query
  /** The files that came with the form, where the route takes some; `upload` is the first. */
  readonly uploads: readonly Upload[]
  readonly upload: Upload | undefined
  /** The reader's language, time zone and ways to write dates and numbers. */
  readonly formats: Formats
  /** There while a cookie names one; a guest has none. */
  readonly session: VisitSession | undefined
  /** Path and query below the mount path, to come back to. */
  readonly address: string
  /** What the page's header shows of the signed-in person. */
  readonly me: Me | undefined
  readonly request: Request
}

export interface Me {
  name: string
  /** Address of their photo, where they have one. */
  photo?: string
  initials: string
  hue: number
  /** How many notices wait to be read. */
  unread?: number
  /** What of the site's policies changes, until they have said that they saw it. */
  news?: PolicyNews
  isOwner: boolean
  isStaff: boolean
  /** What is missing until they may use their roles here: the code of their second factor, or one to begin with. */
  secondFactor?: 'enter' | 'setUp'
}

/** A change of the texts that the site is run under, told on every page. */
export interface PolicyNews {
  policy: string
  version: number
  titleKey: string
  effectiveAt: Date
  isInForce: boolean
  summary: string
  newOwner?: string
  /** Of the page that shows what changes. */
  address: string
}

/** Who is behind a session, told by the composition root; undefined when nobody is. */
export interface Presence {
  actor: Actor
  me: Me
  locale?: string
  timeZone?: string
}

/** What a host application says of who is signed in there, where it is asked. */
export interface HostWord {
  /** Whether somebody is signed in at the host. */
  speaksFor(request: Request): Promise<boolean>
  /**
   * The session as it should be by the host's word: begun for somebody known, ended where the person who came by the
   * host's word has left there, else as it is. `open` opens one that isn't there yet.
   */
  follow(
    session: VisitSession | undefined,
    exchange: { request: Request; open: () => Promise<VisitSession> },
  ): Promise<VisitSession | undefined>
}

export type FindPresence = (session: VisitSession) => Promise<Presence | undefined>
