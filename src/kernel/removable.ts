import type { Actor } from './actor.ts'
import type { DataSubject } from './personal-data.ts'
import type { RemovalClass } from './removal-class.ts'

/** Kinds of things that somebody may ask to have removed. app.ts has one `Removable` for each, or doesn't compile. */
export const removableKinds = [
  'post',
  'photo',
  'name',
  'handle',
  'about',
  'mail',
  'testimonial',
  'request-message',
] as const
export type RemovableKind = (typeof removableKinds)[number]

/** A thing as whoever decides about it sees it, hidden or not. */
export interface FoundThing {
  kind: RemovableKind
  /** Unique within its kind; what every other function takes. */
  id: string
  /** Whose it is; missing where that is nobody any more. */
  accountId?: string
  /** How its author is reached who has no account. */
  contact?: { email: string; locale: string }
  /** Full address of the page that shows it; missing where it has none. */
  address?: string
  /** What it stands under, such as the topic's title; of an opening post it is part of the thing. */
  title?: string
  /** The words before it, where it answers something. */
  before?: string
  writtenAt: Date
  isHidden: boolean
  preview: ThingPreview
}

/** Words as they were written, or a picture that needs no request to anywhere. */
export type ThingPreview = { kind: 'text'; text: string } | { kind: 'picture'; type: string; bytes: Buffer }

/** Something by which what is left of a thing can be recognised; taken before it is erased, kept until that is proven. */
export type Fingerprint =
  /** Words of it, whole and as they were written. */
  | { kind: 'text'; value: string }
  /** A name that nothing may lead to any more: a photo's key, an old handle. */
  | { kind: 'name'; value: string }
  /** The id of a thing of which no words are kept any more, nor anything made of them. */
  | { kind: 'id'; value: string }
  /** SHA-256 of a file's bytes, in hexadecimal digits. */
  | { kind: 'file'; value: string }

/** A span of time, both ends included; open where there is none. */
export interface Within {
  from?: Date
  to?: Date
}

/** What a search for fingerprints found; the report shows where was looked even when nothing is left. */
export interface Remains {
  looked: readonly { place: string; things: number }[]
  /** Empty after a removal, or it wasn't one. */
  left: readonly { place: string; id: string }[]
}

/**
 * One kind of things that can be removed on somebody's request. Everything may be run again after it was cut off, and
 * changes nothing the second time. What a function promises holds for every page when it resolves, in every process.
 */
export interface Removable {
  readonly kind: RemovableKind
  /** By its id, or by an address that shows it: whole, or its path below the mount path. */
  find(addressOrId: string): Promise<FoundThing | undefined>
  /** Whether the actor sees it where it stands. To who doesn't, there is no such thing. */
  isSeenBy(actor: Actor, id: string): Promise<boolean>
  /** Ids of everything of this kind that is a person's, hidden things too; older and newer ones may be left out. */
  idsOf(subject: DataSubject, within?: Within): Promise<string[]>
  /** Takes it out of sight of everybody but staff who decide. Gives whether that changed anything. */
  hide(id: string): Promise<boolean>
  /** Shows it again exactly as it was, byte for byte. Gives whether that changed anything; what was erased stays so. */
  restore(id: string): Promise<boolean>
  /** Takes it out of every place, for good; what may stay is a tombstone that tells of it nothing but when and why. */
  erase(id: string, why?: RemovalClass): Promise<void>
  /**
   * Takes passages out of it, as they stand in its preview, and puts `removedMark` in their place: in its present words, in
   * earlier ones, and in quotes of it. Missing where a thing can only go as a whole.
   */
  redact?(id: string, passages: readonly string[]): Promise<void>
  fingerprints(id: string): Promise<Fingerprint[]>
  /** Looks in the places of this kind that a search over the collections doesn't reach, and in its own. */
  whatIsLeft(fingerprints: readonly Fingerprint[]): Promise<Remains>
}

/** Stands in place of words that were taken out. */
export const removedMark = '[removed]'
