import { Schema, type Connection, type Model } from 'mongoose'
import { idPattern, type DataDeclaration } from '../kernel/index.ts'
import { longest } from './tickets.words.ts'
import { queueNames, type QueueName } from './queue.words.ts'
import { priorities, type Priority } from './time/priority.words.ts'

/** What narrows the queue; without any of it, it is the whole of a list. Words that somebody searched for are none of it. */
export interface Narrowing {
  list?: QueueName | undefined
  tag?: string | undefined
  priority?: Priority | undefined
  categoryId?: string | undefined
}

/** A narrowed queue that an agent saved for themselves. Its id is made of them and its name: saved twice at once, it is one. */
export interface Filter extends Narrowing {
  _id: string
  accountId: string
  name: string
  createdAt: Date
}

const filterSchema = new Schema<Filter>(
  {
    _id: { type: String, required: true, match: idPattern },
    accountId: { type: String, required: true },
    name: { type: String, required: true, maxlength: longest.filterName },
    list: { type: String, enum: queueNames },
    tag: { type: String, maxlength: longest.tag },
    priority: { type: String, enum: priorities },
    categoryId: String,
    createdAt: { type: Date, required: true },
  },
  { collection: 'requestfilters', strict: 'throw', strictQuery: 'throw', versionKey: false },
)

// Somebody's own, by name; each name once.
filterSchema.index({ accountId: 1, name: 1 }, { unique: true })

export type FilterModel = Model<Filter>

/** Defines the model on one instance's connection. */
export function defineFilter(connection: Connection): FilterModel {
  return connection.model<Filter>('RequestFilter', filterSchema)
}

export const filterData: DataDeclaration = {
  collection: 'requestfilters',
  fields: [
    {
      field: 'accountId, name',
      what: 'Which lists of requests an agent saved for themselves',
      why: 'To find them again',
      until: 'The agent removes it, or leaves',
      seenBy: 'the agent',
    },
  ],
}
