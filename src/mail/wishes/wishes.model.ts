import { Schema, type Connection, type Model } from 'mongoose'

/** How somebody told what they want: on the page of preferences, on the page a mail links to, or by their mail program. */
export const choiceWays = ['preferences', 'link', 'one-click'] as const
export type ChoiceWay = (typeof choiceWays)[number]

/** One choice, kept with its time and way: the record that a mail was asked for, or no longer. */
export interface Choice {
  /** A kind, or `all`. */
  kind: string
  wanted: boolean
  at: Date
  how: ChoiceWay
}

/** What one account, or the holder of one address, chose; the latest choice of a kind holds. */
export interface MailWishes {
  /** `account <id>` or `address <keyed hash>`. */
  _id: string
  choices: Choice[]
}

const choiceSchema = new Schema<Choice>(
  {
    kind: { type: String, required: true, maxlength: 60 },
    wanted: { type: Boolean, required: true },
    at: { type: Date, required: true },
    how: { type: String, enum: choiceWays, required: true },
  },
  { _id: false, strict: 'throw' },
)

const wishesSchema = new Schema<MailWishes>(
  { _id: { type: String, required: true }, choices: { type: [choiceSchema], required: true } },
  { collection: 'mailwishes', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type WishesModel = Model<MailWishes>

/** Defines the model on one instance's connection. */
export function defineWishes(connection: Connection): WishesModel {
  return connection.model<MailWishes>('MailWishes', wishesSchema)
}
