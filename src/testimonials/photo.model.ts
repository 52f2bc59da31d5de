import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** The photo of one testimonial: a copy of its own, square, WebP, without metadata. */
export interface TestimonialPhoto {
  /** Chance; part of its address. */
  _id: string
  testimonialId: string
  bytes: Buffer
  createdAt: Date
  /** There until its testimonial holds it; the job clears away one that waits for too long. */
  waitsSince?: Date
}

const photoSchema = new Schema<TestimonialPhoto>(
  {
    _id: { type: String, required: true },
    testimonialId: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    createdAt: { type: Date, required: true },
    waitsSince: Date,
  },
  { collection: 'testimonialphotos', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

photoSchema.index({ testimonialId: 1 })
// Those that wait for their testimonial; few, and not for long.
photoSchema.index({ waitsSince: 1 }, { sparse: true })

export type TestimonialPhotoModel = Model<TestimonialPhoto>

/** Defines the model on one instance's connection. */
export function defineTestimonialPhoto(connection: Connection): TestimonialPhotoModel {
  return connection.model<TestimonialPhoto>('TestimonialPhoto', photoSchema)
}

export const testimonialPhotoData: DataDeclaration = {
  collection: 'testimonialphotos',
  fields: [
    {
      field: 'bytes',
      what: 'A photo of who gave a testimonial',
      why: 'To be shown with it, where they consented to that',
      until: 'it is replaced or withdrawn, the testimonial is removed, or they leave',
      seenBy: 'marketing; the person; everybody while a consent covers it',
    },
  ],
}
