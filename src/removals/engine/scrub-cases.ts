import { removedMark } from '../../kernel/index.ts'
import type { RemovalCase } from '../case.model.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'
import type { Recogniser } from './recognise.ts'

/**
 * Takes words of what was removed out of what was written about removals: whoever asked may have quoted it, and whoever
 * decided too.
 */
export async function scrubCases({ cases, decisions }: RemovalDeps, recogniser: Recogniser): Promise<void> {
  const struck = <Text extends string | undefined>(text: Text): Text =>
    (text === undefined ? text : recogniser.strike(text, removedMark)) as Text
  for await (const item of cases
    .find({ clearedAt: { $exists: false } })
    .lean<RemovalCase>()
    .cursor()) {
    const { notice, messages, appeals, counter } = item
    const after = {
      notice: { ...notice, ...written({ words: struck(notice.words), reference: struck(notice.reference) }) },
      messages: messages.map((message) => ({ ...message, text: struck(message.text) })),
      appeals: appeals.map((appeal) => ({ ...appeal, words: struck(appeal.words) })),
      ...(counter ? { counter: { ...counter, words: struck(counter.words) } } : {}),
    }
    const before = { notice, messages, appeals, ...(counter ? { counter } : {}) }
    if (JSON.stringify(after) === JSON.stringify(before)) continue
    // Somebody may have written meanwhile: then the next look at what is left finds it.
    await cases.updateOne({ _id: item._id, events: { $size: item.events.length } }, { $set: after })
  }
  for await (const { _id, explanation } of decisions.find().lean<Decision>().cursor()) {
    const after = struck(explanation)
    if (after !== explanation) await decisions.updateOne({ _id }, { $set: { explanation: after } })
  }
}

const written = <Fields extends Record<string, string | undefined>>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields
