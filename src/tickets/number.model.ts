import { Schema, type Connection, type Model } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'

/** The number that the latest request got: one document. */
interface RequestNumber {
  _id: string
  last: number
}

const numberSchema = new Schema<RequestNumber>(
  { _id: { type: String, required: true }, last: { type: Number, required: true } },
  { collection: 'requestnumbers', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

export type NumberModel = Model<RequestNumber>

/** Defines the model on one instance's connection. */
export function defineNumber(connection: Connection): NumberModel {
  return connection.model<RequestNumber>('RequestNumber', numberSchema)
}

/** The first number of all: a small one would tell the first customers how few they are. */
const before = 1000

/** The next number of a request; one that was taken and not used is left out. */
export async function nextNumber(numbers: NumberModel): Promise<number> {
  await numbers.updateOne({ _id: 'requests' }, { $setOnInsert: { last: before } }, { upsert: true })
  const taken = await numbers
    .findOneAndUpdate({ _id: 'requests' }, { $inc: { last: 1 } }, { returnDocument: 'after' })
    .lean<RequestNumber>()
  if (!taken) throw new Error('The numbers of requests are gone.')
  return taken.last
}

export const numberData: DataDeclaration = { collection: 'requestnumbers', fields: [] }
