import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, newId, type DataDeclaration } from '../kernel/index.ts'
import { longest } from './tickets.words.ts'

/** An answer that agents give often, with places for what differs; the event is what a request becomes with it. */
export interface Macro {
  _id: string
  name: string
  text: string
  event?: string
  createdAt: Date
}

const macroSchema = new Schema<Macro>(
  {
    _id: { type: String, default: newId, match: idPattern },
    name: { type: String, required: true, maxlength: 60 },
    text: { type: String, required: true, maxlength: longest.text },
    event: String,
    createdAt: { type: Date, required: true },
  },
  { collection: 'requestmacros', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// The list, by name.
macroSchema.index({ name: 1 })

export type MacroModel = Model<Macro>

/** Defines the model on one instance's connection. */
export function defineMacro(connection: Connection): MacroModel {
  return connection.model<Macro>('RequestMacro', macroSchema)
}

export const macroData: DataDeclaration = { collection: 'requestmacros', fields: [] }
