import { Schema, type Connection, type Model } from 'mongoose'

/** That a post is told to its followers, and how far that came. While it is there, the post is not told again. */
export interface Announcement {
  /** The post's id. */
  _id: string
  createdAt: Date
  /** Whom to tell next: who is mentioned (0), followers of the topic (1), of the category (2), of everything (3). */
  step: number
  /** The last follower of this step who was told. */
  after: string
  isDone: boolean
  /** Whoever tells has it until then. */
  leasedUntil: Date
}

const announcementSchema = new Schema<Announcement>(
  {
    _id: { type: String, required: true },
    createdAt: { type: Date, required: true },
    step: { type: Number, required: true },
    after: { type: String, default: '' },
    isDone: { type: Boolean, required: true },
    leasedUntil: { type: Date, required: true },
  },
  { collection: 'announcements', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// Those that are not done: few at any time.
announcementSchema.index({ leasedUntil: 1 }, { partialFilterExpression: { isDone: false } })
announcementSchema.index({ createdAt: 1 }, { expireAfterSeconds: 30 * 24 * 60 * 60 })

export type AnnouncementModel = Model<Announcement>

/** Defines the model on one instance's connection. */
export function defineAnnouncement(connection: Connection): AnnouncementModel {
  return connection.model<Announcement>('Announcement', announcementSchema)
}
