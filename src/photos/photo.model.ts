import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'
import type { PhotoState } from './photo.states.ts'
import {
  hidingReasons,
  photoSources,
  storeKinds,
  type HidingReason,
  type PhotoSource,
  type StoreKind,
} from './photos.words.ts'

/** A person's photo. Its id is the key in its addresses: chance, new with each upload, tells nothing of the person. */
export interface Photo {
  _id: string
  accountId: string
  state: PhotoState
  /** Hidden for as long as there is a reason: one that goes doesn't take the other with it. */
  hiddenFor: HidingReason[]
  /** Where its files are. */
  store: StoreKind
  source: PhotoSource
  /** Of an account's photos the newest one stands beside what its bearer writes. */
  createdAt: Date
}

const photoKeyPattern = /^[\w-]{24}$/

const states: readonly PhotoState[] = ['stored', 'hidden', 'removed']

const photoSchema = new Schema<Photo>(
  {
    _id: { type: String, required: true, match: photoKeyPattern },
    accountId: { type: String, required: true },
    state: { type: String, enum: states, required: true },
    hiddenFor: { type: [String], enum: hidingReasons, default: [] },
    store: { type: String, enum: storeKinds, required: true },
    source: { type: String, enum: photoSources, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'photos', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

photoSchema.index({ accountId: 1, createdAt: -1, _id: -1 })

export type PhotoModel = Model<Photo>

/** Defines the model on one instance's connection. */
export function definePhoto(connection: Connection): PhotoModel {
  return connection.model<Photo>('Photo', photoSchema)
}

const file = {
  why: 'Shown beside what the person writes',
  until: 'They remove or replace it, or leave',
  seenBy: 'everybody',
}

export const photoData: readonly DataDeclaration[] = [
  {
    collection: 'photos',
    endedBy: [{ job: 'photo-sweep' }],
    fields: [
      {
        ...file,
        field: 'accountId',
        what: 'Whose photo it is',
        why: 'To find it when they want it gone',
        seenBy: 'nobody',
      },
      { ...file, field: 'source', what: 'Whether it was uploaded or came from a provider', seenBy: 'the person' },
      { ...file, field: 'createdAt', what: 'When it was added', seenBy: 'the person' },
    ],
  },
  {
    collection: 'photos.files',
    fields: [
      { ...file, field: 'filename', what: 'Key of a photo and its size, where photos are kept in the database' },
    ],
  },
  { collection: 'photos.chunks', fields: [{ ...file, field: 'data', what: 'The photo, in three sizes' }] },
]
