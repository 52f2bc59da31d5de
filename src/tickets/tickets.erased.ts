import type { Erased } from '../kernel/index.ts'
import { eraseWords } from './commands/erase-request.ts'
import type { TicketDeps } from './deps.ts'
import type { Message } from './message.model.ts'

type Redacted = Pick<Message, '_id' | 'redactedAt'>

/**
 * Messages out of which something was taken, with the time of the last taking. What it was is known to nobody any more:
 * where a backup has the message as it was before, all of its words go.
 */
export function erasedMessages(deps: TicketDeps): Erased {
  return {
    kind: 'request-message',
    async *ids() {
      const found = deps.messages.find({ redactedAt: { $exists: true } }, { redactedAt: 1 })
      for await (const message of found.lean<Redacted>().cursor()) yield idOf(message)
    },
    async eraseAgain(ids) {
      let erased = 0
      for (const id of ids) {
        const message = await deps.messages.findById(id.split('@', 1)[0]).lean<Message>()
        if (!message || idOf(message) >= id || message.text === '') continue
        await eraseWords(deps, message)
        erased += 1
      }
      return erased
    },
  }
}

/** The id and the time, in digits that sort as it does. */
function idOf({ _id, redactedAt }: Redacted): string {
  return `${_id}@${redactedAt?.toISOString() ?? ''}`
}
