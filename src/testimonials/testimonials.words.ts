/** What a testimonial can be in; testimonial.states.ts says how it comes from one to another. */
export const testimonialStateNames = [
  'draft',
  'requested',
  'given',
  'published',
  'unpublished',
  'declined',
  'expired',
  'withdrawn',
  'removed',
] as const
export type TestimonialState = (typeof testimonialStateNames)[number]

/** Where it may be shown; each is a choice of its own. */
export const purposes = ['site', 'widget', 'print'] as const
export type Purpose = (typeof purposes)[number]

/** How much of the name is shown. */
export const nameForms = ['full', 'first-initial', 'initials', 'anonymous'] as const
export type NameForm = (typeof nameForms)[number]

/** What ties the person to the company, for the disclosure beside the testimonial (16 CFR 255.5). */
export const connections = ['none', 'employee', 'paid', 'free-product', 'discount'] as const
export type Connection = (typeof connections)[number]

/** How it came in. */
export const sources = ['form', 'invitation', 'staff'] as const
export type Source = (typeof sources)[number]

/** What a record of the ledger says happened. */
export const consentActs = [
  'asked',
  'given',
  'declined',
  'lapsed',
  'withdrawn',
  'photo-withdrawn',
  'confirmed',
  'erased',
] as const
export type ConsentAct = (typeof consentActs)[number]

/** Reasons for which one is out of sight; it is shown again when the last of them goes. */
export const hidingReasons = ['request', 'leaving'] as const
export type HidingReason = (typeof hidingReasons)[number]

/** What the log of a testimonial tells, in the order of its life. */
export const deeds = [
  'came',
  'edited',
  'asked',
  'reminded',
  'given',
  'corrected',
  'declined',
  'lapsed',
  'published',
  'scheduled',
  'unpublished',
  'featured',
  'unfeatured',
  'tagged',
  'photo-withdrawn',
  'asked-yearly',
  'confirmed',
  'unconfirmed',
  'withdrawn',
  'removed',
] as const
export type Deed = (typeof deeds)[number]

/** What only somebody does who opened a link that was mailed to the address, or whose account showed that it is theirs. */
export const doneByLink: readonly Deed[] = ['given', 'corrected', 'photo-withdrawn', 'confirmed']

/** The version of the words in which consent is asked; it changes with every change of the locale files' `question`. */
export const wordingVersion = '2026-11'

const aDay = 24 * 60 * 60 * 1000

/** Milliseconds after the request: of each reminder, and of the end (silence is a no). */
export const reminderTimes = [7 * aDay, 14 * aDay] as const
export const lapseTime = 30 * aDay

/** Milliseconds after which it is asked whether a consent still holds, and how long the answer may take. */
export const yearlyTime = 365 * aDay
export const yearlyPatience = 30 * aDay

/** Stands where something was left out. */
export const cutMark = '[…]'
