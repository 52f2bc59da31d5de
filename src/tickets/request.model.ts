import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../kernel/index.ts'
import {
  authorRoles,
  deeds,
  hidingReasons,
  longest,
  personRoles,
  requestSources,
  requestStateNames,
  scores,
  type AuthorRole,
  type Deed,
  type HidingReason,
  type PersonRole,
  type RequestSource,
  type RequestState,
  type Score,
} from './tickets.words.ts'
import { priorities, type Priority } from './time/priority.words.ts'

/** One of the people whom a request is shown to and who are mailed about it. */
export interface RequestPerson {
  /** Unique within the request. */
  key: string
  role: PersonRole
  accountId?: string
  /** Small letters. Missing for an account that has none. */
  email?: string
  name: string
  /** They showed that the address is theirs; before that it gets no word that somebody typed. */
  isProven: boolean
  addedAt: Date
}

/** One line of a request's story; `by` is missing where time did it, `value` is a word of a closed list, a tag or an id. */
export interface HistoryEntry {
  at: Date
  deed: Deed
  by?: string
  role?: AuthorRole
  from?: string
  to?: string
}

/** Working time that a request has taken, in milliseconds, and since when its clock runs; null while it stands still. */
export interface TimeSpent {
  spent: number
  since: Date | null
}

export interface Satisfaction {
  askedAt?: Date
  score?: Score
  words?: string
  ratedAt?: Date
  /** Who had answered last when it was solved. */
  agentId?: string
}

/** A question asked in private. Everything that decides who may see it stands in `people`. */
export interface SupportRequest {
  _id: string
  /** What people call it. */
  number: number
  subject: string
  categoryId?: string
  state: RequestState
  priority: Priority
  tags: string[]
  /** The account of who answers it; null for nobody yet. */
  assigneeId: string | null
  /** The accounts that assignment, history and satisfaction name, for when one of them leaves. */
  actors: string[]
  people: RequestPerson[]
  /** `a:` and an account or `m:` and an address, for each of the people: what their own lists are found by. */
  viewers: string[]
  source: RequestSource
  /** Its first message, wherever a merger took it. */
  openingId: string
  locale: string
  /** Grows with every change; the old side of each compare-and-set. */
  version: number
  /** Not solved and not closed; `waitsForUs`: new or open. Both follow from the state, for the indexes of the queue. */
  isActive: boolean
  waitsForUs: boolean
  createdAt: Date
  /** Of the latest message that its people see. */
  lastMessageAt: Date
  lastMessageBy: AuthorRole
  messageCount: number
  solvedAt?: Date
  closedAt?: Date
  time: TimeSpent
  firstReplyAt: Date | null
  firstReplyDue: Date | null
  solveDue: Date | null
  /** The earlier one of both dues. */
  dueAt: Date | null
  satisfaction?: Satisfaction
  /** The request that takes in all its messages. */
  mergedInto?: string
  /** Until it has done so. */
  isMerging?: true
  followsUp?: number
  hiddenFor: HidingReason[]
  history: HistoryEntry[]
}

const part = { _id: false, strict: 'throw' } as const

const personSchema = new Schema<RequestPerson>(
  {
    key: { type: String, required: true },
    role: { type: String, enum: personRoles, required: true },
    accountId: String,
    email: { type: String, maxlength: 254 },
    name: { type: String, default: '', maxlength: longest.name },
    isProven: { type: Boolean, required: true },
    addedAt: { type: Date, required: true },
  },
  part,
)

const historySchema = new Schema<HistoryEntry>(
  {
    at: { type: Date, required: true },
    deed: { type: String, enum: deeds, required: true },
    by: String,
    role: { type: String, enum: authorRoles },
    from: String,
    to: String,
  },
  part,
)

const satisfactionSchema = new Schema<Satisfaction>(
  {
    askedAt: Date,
    score: { type: String, enum: scores },
    words: { type: String, maxlength: longest.words },
    ratedAt: Date,
    agentId: String,
  },
  part,
)

const timeSchema = new Schema<TimeSpent>({ spent: { type: Number, required: true }, since: Date }, part)

const requestSchema = new Schema<SupportRequest>(
  {
    _id: { type: String, default: newId, match: idPattern },
    number: { type: Number, required: true, min: 1 },
    subject: { type: String, required: true, maxlength: longest.subject },
    categoryId: String,
    state: { type: String, enum: requestStateNames, required: true },
    priority: { type: String, enum: priorities, required: true },
    tags: { type: [String], default: [] },
    assigneeId: { type: String, default: null },
    actors: { type: [String], default: [] },
    people: { type: [personSchema], default: [] },
    viewers: { type: [String], default: [] },
    source: { type: String, enum: requestSources, required: true },
    openingId: { type: String, required: true },
    locale: { type: String, required: true, maxlength: 35 },
    version: { type: Number, required: true },
    isActive: { type: Boolean, required: true },
    waitsForUs: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    lastMessageAt: { type: Date, required: true },
    lastMessageBy: { type: String, enum: authorRoles, required: true },
    messageCount: { type: Number, required: true },
    solvedAt: Date,
    closedAt: Date,
    time: { type: timeSchema, required: true },
    firstReplyAt: { type: Date, default: null },
    firstReplyDue: { type: Date, default: null },
    solveDue: { type: Date, default: null },
    dueAt: { type: Date, default: null },
    satisfaction: satisfactionSchema,
    mergedInto: String,
    isMerging: Boolean,
    followsUp: Number,
    hiddenFor: { type: [String], enum: hidingReasons, default: [] },
    history: { type: [historySchema], default: [] },
  },
  { collection: 'requests', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

requestSchema.index({ number: 1 }, { unique: true })
// What somebody asked or was added to.
requestSchema.index({ viewers: 1, lastMessageAt: -1, _id: -1 })
// The queue: everything open, what waits for us, what is somebody's or nobody's, one state, one tag.
requestSchema.index({ isActive: 1, lastMessageAt: -1, _id: -1 })
requestSchema.index({ waitsForUs: 1, lastMessageAt: -1, _id: -1 })
requestSchema.index({ assigneeId: 1, isActive: 1, lastMessageAt: -1, _id: -1 })
requestSchema.index({ state: 1, lastMessageAt: -1, _id: -1 })
requestSchema.index({ tags: 1, lastMessageAt: -1, _id: -1 })
// Its narrowing by a priority or a category.
requestSchema.index({ priority: 1, isActive: 1, lastMessageAt: -1, _id: -1 })
requestSchema.index({ categoryId: 1, isActive: 1, lastMessageAt: -1, _id: -1 }, { sparse: true })
// The request that a message opened; what an account had a part in; what was merged into what, and what is being merged.
requestSchema.index({ openingId: 1 }, { unique: true, sparse: true })
requestSchema.index({ actors: 1 })
requestSchema.index({ mergedInto: 1 }, { sparse: true })
requestSchema.index({ isMerging: 1 }, { sparse: true })
// What is due, the earliest first.
requestSchema.index({ dueAt: 1, _id: 1 }, { name: 'due' })
// Solved ones that are to be asked about, closed or erased; results of the question.
requestSchema.index({ state: 1, solvedAt: 1 })
requestSchema.index({ 'satisfaction.ratedAt': -1 }, { sparse: true })

export type RequestModel = Model<SupportRequest>

/** Defines the model on one instance's connection. */
export function defineRequest(connection: Connection): RequestModel {
  return connection.model<SupportRequest>('SupportRequest', requestSchema)
}

const until = 'The requester leaves, or the time is over that the owner set for solved requests'

export const requestData: DataDeclaration = {
  collection: 'requests',
  fields: [
    {
      field: 'people, viewers',
      what: 'Name, address and account of who asks, and of the people they added',
      why: 'To show them the request and to mail them the answers',
      until,
      seenBy: 'agents; the people of the request',
    },
    {
      field: 'subject, tags',
      what: 'What it is about',
      why: 'To answer it',
      until,
      seenBy: 'agents; the subject also by the people of the request',
    },
    {
      field: 'assigneeId, history, actors',
      what: 'Who of the agents did what, and when',
      why: 'To see what became of the request',
      until,
      seenBy: 'agents',
    },
    {
      field: 'satisfaction',
      what: 'How the requester found the answer, if they said so',
      why: 'To answer better',
      until,
      seenBy: 'agents; the requester',
    },
  ],
}
