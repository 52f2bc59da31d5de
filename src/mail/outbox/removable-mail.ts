import type { QueryFilter } from 'mongoose'
import type { FoundThing, Removable, Remains } from '../../kernel/index.ts'
import { addressHash } from '../addresses.ts'
import type { MailDeps } from '../deps.ts'
import type { StoredMail } from '../mail.model.ts'
import { eraseMails } from './forget.ts'

/** Mails of the outbox as things that somebody may ask to have removed. */
export function removableMail(deps: MailDeps): Removable {
  const { mails, secret } = deps
  const hold = async (id: string, isHeld: boolean): Promise<boolean> => {
    const { modifiedCount } = await mails.updateOne(
      { _id: id },
      isHeld ? { $set: { isHeld } } : { $unset: { isHeld: 1 } },
    )
    return modifiedCount === 1
  }
  return {
    kind: 'mail',
    async find(id) {
      const mail = await mails.findById(id).lean<StoredMail>()
      return mail ? toFound(mail) : undefined
    },
    isSeenBy: () => Promise.resolve(false),
    async idsOf({ accountId, email }) {
      const whose: QueryFilter<StoredMail>[] = []
      if (accountId !== undefined) whose.push({ accountId })
      if (email !== undefined) whose.push({ toHash: addressHash(email, secret) })
      const found = whose.length === 0 ? [] : await mails.find({ $or: whose }, { _id: 1 }).lean<{ _id: string }[]>()
      return found.map(({ _id }) => _id)
    },
    hide: (id) => hold(id, true),
    restore: (id) => hold(id, false),
    erase: (id) => eraseMails(deps, { _id: id }),
    async fingerprints(id) {
      const mail = await mails.findById(id).lean<StoredMail>()
      return [mail?.subject, mail?.text, mail?.to]
        .filter((value) => value !== undefined)
        .map((value) => ({ kind: 'text', value }))
    },
    whatIsLeft: (fingerprints) => whatIsLeft(deps, fingerprints),
  }
}

/** What lets somebody in is shown to nobody. */
function toFound({ _id, accountId, createdAt, isHeld, isSecret, subject = '', text = '' }: StoredMail): FoundThing {
  return {
    kind: 'mail',
    id: _id,
    ...(accountId === undefined ? {} : { accountId }),
    writtenAt: createdAt,
    isHidden: isHeld === true,
    preview: { kind: 'text', text: isSecret ? subject : `${subject}\n\n${text}` },
  }
}

async function whatIsLeft({ mails }: MailDeps, fingerprints: Parameters<Removable['whatIsLeft']>[0]): Promise<Remains> {
  const texts = fingerprints.filter(({ kind }) => kind === 'text').map(({ value }) => value)
  const ids = fingerprints.filter(({ kind }) => kind === 'id').map(({ value }) => value)
  const saying = [
    { subject: { $in: texts } },
    { text: { $in: texts } },
    { to: { $in: texts } },
    { 'about.id': { $in: ids }, text: { $exists: true } },
  ]
  const found = await mails.find({ $or: saying }, { _id: 1 }).lean<{ _id: string }[]>()
  return {
    looked: [{ place: 'mails', things: await mails.estimatedDocumentCount() }],
    left: found.map(({ _id: id }) => ({ place: 'mails', id })),
  }
}
