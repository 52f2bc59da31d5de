import { Schema, type Connection as Store, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../kernel/index.ts'
import {
  connections,
  deeds,
  hidingReasons,
  nameForms,
  sources,
  testimonialStateNames,
  type Connection,
  type Deed,
  type HidingReason,
  type NameForm,
  type Source,
  type TestimonialState,
} from './testimonials.words.ts'

/** One line of a testimonial's story. `by` is the account of who works here; missing where the person or time did it. */
export interface LogEntry {
  at: Date
  deed: Deed
  by?: string
  version: number
}

/** The photo that goes with it: its key among the stored ones, and the SHA-256 of its bytes. */
export interface PhotoMark {
  key: string
  hash: string
}

/** A testimonial as marketing works on it. A removed one keeps its id, its state and times, and nothing else. */
export interface Testimonial {
  _id: string
  state: TestimonialState
  /** Grows with every change of what would be shown. */
  version: number
  source: Source
  locale: string
  email?: string
  accountId?: string
  name: string
  nameForm: NameForm
  role: string
  company: string
  text: string
  /** What the person wrote, to the letter. */
  original: string
  stars?: number
  connection: Connection
  photo?: PhotoMark
  /** Salt of the present version's hashes; erased with what it hides. */
  salt?: string
  tags: string[]
  isFeatured: boolean
  /** Where it stands among others, smallest first. */
  rank: number
  /** The rank with the featured ones before all others: what the wall is ordered by. */
  place: number
  /** Not shown before; gone once that time has come. */
  publishAt?: Date
  publishedAt?: Date
  /** From when on everybody sees its page, as marketing wishes and the consent allowed when it was published. */
  shownFrom?: Date
  /** Since when everybody's page of it is gone: feeds tell that, and its address, once nothing brings it back. */
  leftAt?: Date
  requestedAt?: Date
  mailsSent: number
  /** When consent was given or confirmed last. */
  confirmedAt?: Date
  askedAgainAt?: Date
  /** The yearly question got no answer. */
  isUnconfirmed: boolean
  hiddenFor: HidingReason[]
  createdAt: Date
  log: LogEntry[]
}

const part = { _id: false, strict: 'throw' } as const

const logSchema = new Schema<LogEntry>(
  {
    at: { type: Date, required: true },
    deed: { type: String, enum: deeds, required: true },
    by: String,
    version: { type: Number, required: true },
  },
  part,
)

const photoSchema = new Schema<PhotoMark>(
  { key: { type: String, required: true }, hash: { type: String, required: true } },
  part,
)

const testimonialSchema = new Schema<Testimonial>(
  {
    _id: { type: String, default: newId, match: idPattern },
    state: { type: String, enum: testimonialStateNames, required: true },
    version: { type: Number, required: true },
    source: { type: String, enum: sources, required: true },
    locale: { type: String, required: true, maxlength: 35 },
    email: { type: String, maxlength: 254 },
    accountId: String,
    name: { type: String, default: '', maxlength: 80 },
    nameForm: { type: String, enum: nameForms, required: true },
    role: { type: String, default: '', maxlength: 80 },
    company: { type: String, default: '', maxlength: 80 },
    text: { type: String, default: '', maxlength: 2000 },
    original: { type: String, default: '', maxlength: 2000 },
    stars: { type: Number, min: 1, max: 5 },
    connection: { type: String, enum: connections, required: true },
    photo: photoSchema,
    salt: String,
    tags: { type: [String], default: [] },
    isFeatured: { type: Boolean, default: false },
    rank: { type: Number, required: true },
    place: { type: Number, required: true },
    publishAt: Date,
    publishedAt: Date,
    shownFrom: Date,
    leftAt: Date,
    requestedAt: Date,
    mailsSent: { type: Number, default: 0 },
    confirmedAt: Date,
    askedAgainAt: Date,
    isUnconfirmed: { type: Boolean, default: false },
    hiddenFor: { type: [String], enum: hidingReasons, default: [] },
    createdAt: { type: Date, required: true },
    log: { type: [logSchema], default: [] },
  },
  { collection: 'testimonials', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// The wall, and the board's columns in their order.
testimonialSchema.index({ state: 1, place: 1, _id: 1 })
// The feed.
testimonialSchema.index({ state: 1, publishedAt: -1 })
// What the feed tells to be gone.
testimonialSchema.index({ leftAt: -1 }, { sparse: true })
// Requests that are due for a reminder, consents that are due for the yearly question.
testimonialSchema.index({ state: 1, requestedAt: 1 })
testimonialSchema.index({ state: 1, confirmedAt: 1 })
// What is scheduled.
testimonialSchema.index({ publishAt: 1 }, { sparse: true })
// What somebody gave: by account, by address.
testimonialSchema.index({ accountId: 1 }, { sparse: true })
testimonialSchema.index({ email: 1 }, { sparse: true })

export type TestimonialModel = Model<Testimonial>

/** Defines the model on one instance's connection. */
export function defineTestimonial(connection: Store): TestimonialModel {
  return connection.model<Testimonial>('Testimonial', testimonialSchema)
}

export const testimonialData: DataDeclaration = {
  collection: 'testimonials',
  fields: [
    {
      field: 'email',
      what: 'Address of who gave the testimonial',
      why: 'To ask for consent, and to send the way to withdraw it',
      until: 'it is removed, or they leave',
      seenBy: 'marketing; the person',
    },
    {
      field: 'name, role, company, text, stars, connection, photo',
      what: 'What they said and who they are',
      why: 'To be shown with their consent',
      until: 'it is removed, or they leave',
      seenBy: 'marketing; the person; everybody while a consent covers it',
    },
    {
      field: 'accountId',
      what: 'Whose it is, where they were signed in',
      why: 'To show them what they gave',
      until: 'it is removed, or they leave',
      seenBy: 'the person',
    },
  ],
}
