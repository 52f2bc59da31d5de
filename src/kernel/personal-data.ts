import type { MessageKey } from './errors.ts'

/** Whose data is meant: an account, an address that may belong to none, or both. */
export interface DataSubject {
  accountId?: string
  /** Small letters. */
  email?: string
}

/** What can become of one kind of things when their author leaves. */
export const treatments = ['keep', 'keep-without-name', 'delete'] as const
export type Treatment = (typeof treatments)[number]

/** A kind of things that a feature holds of people, as the page for leaving names it. */
export interface HeldKind {
  /** Unique over all features: `topics`, `replies`, `photo`. */
  kind: string
  titleKey: MessageKey
  /** What a person may choose, the default first. Kinds without a choice always go. */
  treatments: readonly Treatment[]
  /** Stands only beside what keeps its author's name: where nothing does, it goes, whatever was chosen. */
  needsName?: boolean
}

/** Things that are read one after the other as they are needed; a list, where there are never many. */
export type HeldThings = Iterable<object> | AsyncIterable<object>

/** A file as a part of a thing that is given out. It stands beside the data, which names it. */
export class HeldFile {
  /** What it is called, with its ending. */
  readonly name: string
  /** Its bytes; undefined when it is gone by then. */
  readonly read: () => Promise<Buffer | undefined>

  constructor(name: string, read: () => Promise<Buffer | undefined>) {
    this.name = name
    this.read = read
  }
}

/**
 * What each feature that holds personal data can do with one person's. Every step may be run again after it was cut
 * off: the second time changes nothing more.
 */
export interface PersonalDataHolder {
  readonly kinds: readonly HeldKind[]
  /** How many things of the kind there are. */
  count(subject: DataSubject, kind: string): Promise<number>
  /**
   * Everything held of the person: kind -> things with their own words for fields, ready for JSON but for dates and
   * files. Each kind is read once, in any order.
   */
  export(subject: DataSubject): Promise<Readonly<Record<string, HeldThings>>>
  /** Takes the kind out of sight, or the name off it, so that `restore` brings all of it back. */
  hide(subject: DataSubject, kind: string, treatment: Treatment): Promise<void>
  restore(subject: DataSubject, kind: string): Promise<void>
  /** Carries the treatment out for good. */
  settle(subject: DataSubject, kind: string, treatment: Treatment): Promise<void>
}

/** Why a collection holds something about a person, for the privacy map and for the test that nothing is forgotten. */
export interface PersonalField {
  field: string
  what: string
  why: string
  /** When it goes. */
  until: string
  seenBy: string
}

/** What ends something that is only kept for a time: an index of the store that lets rows expire, or a job of ours. */
export type Ending = { index: string } | { job: string }

/** What one collection of the store holds of people; `fields` is empty where it holds nothing. */
export interface DataDeclaration {
  collection: string
  fields: readonly PersonalField[]
  /** Needed where anything of it is only kept for a time. */
  endedBy?: readonly Ending[]
}
