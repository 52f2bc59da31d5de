import { isDuplicateKey } from '../../database/index.ts'
import type { TicketDeps } from '../deps.ts'
import type { Message } from '../message.model.ts'

/** Stores a message. Where a sending of the same form before this one, or beside it, left it already, that one stays. */
export async function keepMessage({ messages }: Pick<TicketDeps, 'messages'>, message: Message): Promise<void> {
  try {
    await messages.create(message)
  } catch (error) {
    if (!isDuplicateKey(error) || !(await messages.exists({ _id: message._id }))) throw error
  }
}
