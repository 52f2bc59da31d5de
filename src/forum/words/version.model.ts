import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../../kernel/index.ts'
import { quoteFields, type Quote } from '../forum.words.ts'

/** What a post said before it was changed. */
export interface Version {
  _id: string
  postId: string
  /** In the same form as a post's own. */
  source: string
  quotes?: Quote[]
  /** With an opening post: the title that stood above it. */
  title?: string
  writtenAt: Date
  /** When another text took its place. */
  replacedAt: Date
}

const quoteSchema = new Schema<Quote>(quoteFields, { _id: false, strict: 'throw' })

const versionSchema = new Schema<Version>(
  {
    _id: { type: String, default: newId, match: idPattern },
    postId: { type: String, required: true },
    source: { type: String, default: '' },
    quotes: { type: [quoteSchema], default: undefined },
    title: { type: String, maxlength: 150 },
    writtenAt: { type: Date, required: true },
    replacedAt: { type: Date, required: true },
  },
  { collection: 'postversions', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// A post's versions in their order; unique, so that a change that was sent twice keeps one.
versionSchema.index({ postId: 1, writtenAt: -1 }, { unique: true })
// Versions that quote a post which changes, or goes.
versionSchema.index({ 'quotes.postId': 1 }, { partialFilterExpression: { 'quotes.postId': { $exists: true } } })

export type VersionModel = Model<Version>

/** Defines the model on one instance's connection. */
export function defineVersion(connection: Connection): VersionModel {
  return connection.model<Version>('PostVersion', versionSchema)
}

export const versionData: DataDeclaration = {
  collection: 'postversions',
  fields: [
    {
      field: 'source, title',
      what: 'What a post said before it was changed',
      why: 'Replies stay understandable',
      until: 'its author removes it, or the post goes',
      seenBy: 'members who may read the post, unless its author hides it',
    },
  ],
}
