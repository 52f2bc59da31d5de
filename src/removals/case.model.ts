import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, removableKinds, type RemovableKind } from '../kernel/index.ts'
import {
  allGrounds,
  becomings,
  caseStateNames,
  deeds,
  outcomes,
  relations,
  type Becoming,
  type CaseGround,
  type CaseState,
  type Deed,
  type Outcome,
  type Relation,
} from './removals.words.ts'

/** A thing whose removal is asked for. Its address is made anew when it is needed: it may hold words that are to go. */
export interface CaseThing {
  kind: RemovableKind
  id: string
  writtenAt: Date
  /** Out of sight because of this case. */
  isHidden?: boolean
  becomes?: Becoming
  /** All that was decided about it is done. */
  doneAt?: Date
}

/** Who takes part in a case and has a page of their own for it: first who asked, then those whose things are concerned. */
export interface Party {
  role: 'asker' | 'author'
  accountId?: string
  email?: string
  name?: string
  locale: string
  /** Numbers of the things that are an author's. */
  things?: number[]
}

/** What the request says, in the words of who asked. */
export interface Notice {
  words?: string
  /** personal: whose data it is. */
  relation?: Relation
  /** illegal: the law. copyright: the work. */
  reference?: string
  postalAddress?: string
  phone?: string
  signature?: string
  inGoodFaith?: boolean
  underPerjury?: boolean
}

/** Something written between a party and those who decide. */
export interface CaseMessage {
  at: Date
  /** Number of the party that it is from or to. */
  party: number
  from: 'party' | 'staff'
  byId?: string
  text: string
}

/** One line of the case's story, never changed. */
export interface CaseEvent {
  at: Date
  deed: Deed
  byId?: string
  party?: number
  /** Numbers, days and words of closed lists that say more. */
  note?: string
}

export interface Appeal {
  party: number
  at: Date
  words: string
  decidedAt?: Date
  outcome?: Outcome
}

/** An author's counter-notice in a case of copyright (17 U.S.C. 512(g)(3)). */
export interface CounterNotice {
  party: number
  at: Date
  words: string
  name: string
  postalAddress: string
  phone: string
  signature: string
  /** Put back on the first of these days, unless who asked went to court by then. */
  restoreOn: string
  restoreBy: string
  courtAt?: Date
  restoredAt?: Date
}

/** Somebody's request to have things removed, with everything that came of it. */
export interface RemovalCase {
  /** Also its reference. */
  _id: string
  state: CaseState
  ground: CaseGround
  things: CaseThing[]
  parties: Party[]
  notice: Notice
  /** Who asked wants it out of sight while it is decided. */
  wishesHidden: boolean
  /** Who asked wants everything gone that is held of them, wherever it stands. */
  wantsAll?: boolean
  /** What staff said to that, where they left it visible. */
  leftVisibleAt?: Date
  receivedAt: Date
  /** The site's time zone at that moment: due days are counted in it. */
  timeZone: string
  /** The receipt is in the outbox; an address that nobody proved gets one mail in 24 hours. */
  receiptAt?: Date
  dueOn: string
  /** The last moment of that day. */
  dueAt: Date
  prolonged?: { at: Date; byId: string; reason: string }
  /** The last reminder: so many days were left. */
  remindedAt?: number
  messages: CaseMessage[]
  events: CaseEvent[]
  outcome?: Outcome
  decidedAt?: Date
  deciderId?: string
  /** The last moment to contest the decision. */
  appealUntil?: Date
  appeals: Appeal[]
  counter?: CounterNotice
  /** Something was left of what was erased, and nobody has said what to do about it. */
  hasRemains?: boolean
  /** Names, addresses and words are gone; what is counted stays. */
  clearedAt?: Date
}

const part = { _id: false, strict: 'throw' } as const
const text = (maxlength: number) => ({ type: String, maxlength })
const needed = <Type>(type: Type) => ({ type, required: true }) as const

const thingSchema = new Schema<CaseThing>(
  {
    kind: { type: String, enum: removableKinds, required: true },
    id: { type: String, required: true, maxlength: 64 },
    writtenAt: needed(Date),
    isHidden: Boolean,
    becomes: { type: String, enum: becomings },
    doneAt: Date,
  },
  part,
)

const partySchema = new Schema<Party>(
  {
    role: { type: String, enum: ['asker', 'author'], required: true },
    accountId: String,
    email: text(254),
    name: text(80),
    locale: { type: String, required: true, maxlength: 35 },
    things: { type: [Number], default: undefined },
  },
  part,
)

const noticeSchema = new Schema<Notice>(
  {
    words: text(5000),
    relation: { type: String, enum: relations },
    reference: text(1000),
    postalAddress: text(500),
    phone: text(60),
    signature: text(80),
    inGoodFaith: Boolean,
    underPerjury: Boolean,
  },
  part,
)

const messageSchema = new Schema<CaseMessage>(
  {
    at: needed(Date),
    party: needed(Number),
    from: { type: String, enum: ['party', 'staff'], required: true },
    byId: String,
    text: { type: String, required: true, maxlength: 5000 },
  },
  part,
)

const eventSchema = new Schema<CaseEvent>(
  {
    at: needed(Date),
    deed: { type: String, enum: deeds, required: true },
    byId: String,
    party: Number,
    note: text(120),
  },
  part,
)

const appealSchema = new Schema<Appeal>(
  {
    party: needed(Number),
    at: needed(Date),
    words: { type: String, required: true, maxlength: 5000 },
    decidedAt: Date,
    outcome: { type: String, enum: outcomes },
  },
  part,
)

const counterSchema = new Schema<CounterNotice>(
  {
    party: needed(Number),
    at: needed(Date),
    words: { type: String, required: true, maxlength: 5000 },
    name: { type: String, required: true, maxlength: 80 },
    postalAddress: { type: String, required: true, maxlength: 500 },
    phone: { type: String, required: true, maxlength: 60 },
    signature: { type: String, required: true, maxlength: 80 },
    restoreOn: needed(String),
    restoreBy: needed(String),
    courtAt: Date,
    restoredAt: Date,
  },
  part,
)

const prolongationSchema = new Schema<{ at: Date; byId: string; reason: string }>(
  { at: needed(Date), byId: needed(String), reason: { type: String, required: true, maxlength: 2000 } },
  part,
)

const caseSchema = new Schema<RemovalCase>(
  {
    _id: { type: String, default: newId, match: idPattern },
    state: { type: String, enum: caseStateNames, required: true },
    ground: { type: String, enum: allGrounds, required: true },
    things: { type: [thingSchema], default: [] },
    parties: { type: [partySchema], required: true },
    notice: { type: noticeSchema, required: true },
    wishesHidden: needed(Boolean),
    wantsAll: Boolean,
    leftVisibleAt: Date,
    receivedAt: needed(Date),
    timeZone: needed(String),
    receiptAt: Date,
    dueOn: needed(String),
    dueAt: needed(Date),
    prolonged: prolongationSchema,
    remindedAt: Number,
    messages: { type: [messageSchema], default: [] },
    events: { type: [eventSchema], default: [] },
    outcome: { type: String, enum: outcomes },
    decidedAt: Date,
    deciderId: String,
    appealUntil: Date,
    appeals: { type: [appealSchema], default: [] },
    counter: counterSchema,
    hasRemains: Boolean,
    clearedAt: Date,
  },
  { collection: 'removalcases', strict: 'throw', strictQuery: 'throw', versionKey: false, minimize: false },
)

// The queue by due day; what time brings; and what was decided, for the counts.
caseSchema.index({ state: 1, dueAt: 1, _id: 1 })
caseSchema.index({ state: 1, receivedAt: 1 })
caseSchema.index({ decidedAt: 1 }, { partialFilterExpression: { decidedAt: { $exists: true } } })
// Other cases about a thing; somebody's, by account and by address.
caseSchema.index({ 'things.id': 1 })
caseSchema.index({ 'parties.accountId': 1 }, { partialFilterExpression: { 'parties.accountId': { $exists: true } } })
caseSchema.index({ 'parties.email': 1 }, { partialFilterExpression: { 'parties.email': { $exists: true } } })

export type CaseModel = Model<RemovalCase>

/** Defines the model on one instance's connection. */
export function defineCase(connection: Connection): CaseModel {
  return connection.model<RemovalCase>('RemovalCase', caseSchema)
}
