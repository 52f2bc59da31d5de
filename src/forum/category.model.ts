import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId } from '../kernel/index.ts'
import { categoryColours, categoryRoles, type CategoryColour, type CategoryRole } from './forum.words.ts'

/** A part of the forum: who may read and write there, and what stands in it. */
export interface Category {
  _id: string
  name: string
  slug: string
  description: string
  colour: CategoryColour
  readRole: CategoryRole
  writeRole: CategoryRole
  position: number
  archivedAt?: Date
  createdAt: Date
  /** Derived, rebuilt by reconcile. */
  topicCount: number
  /** Derived: opening posts and replies that are not removed. */
  postCount: number
  /** Derived; missing while the category is empty. */
  lastActivityAt?: Date
}

const categorySchema = new Schema<Category>(
  {
    _id: { type: String, default: newId, match: idPattern },
    name: { type: String, required: true, maxlength: 60 },
    slug: { type: String, required: true, maxlength: 80 },
    description: { type: String, default: '', maxlength: 300 },
    colour: { type: String, enum: categoryColours, required: true },
    readRole: { type: String, enum: categoryRoles, required: true },
    writeRole: { type: String, enum: categoryRoles, required: true },
    position: { type: Number, required: true },
    archivedAt: Date,
    createdAt: { type: Date, required: true },
    topicCount: { type: Number, default: 0 },
    postCount: { type: Number, default: 0 },
    lastActivityAt: Date,
  },
  { collection: 'categories', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

categorySchema.index({ slug: 1 }, { unique: true })
categorySchema.index({ position: 1, _id: 1 })

export type CategoryModel = Model<Category>

/** Defines the model on one instance's connection. */
export function defineCategory(connection: Connection): CategoryModel {
  return connection.model<Category>('Category', categorySchema)
}
