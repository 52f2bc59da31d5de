import type { PersonalDataHolder } from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'

/** Mails to a person are theirs as well: they go when the person goes, without a question. */
export function mailHolder(mail: Mail): PersonalDataHolder {
  const nothing = (): Promise<void> => Promise.resolve()
  return {
    kinds: [{ kind: 'mails', titleKey: 'mail:held.mails', treatments: ['delete'] }],
    count: async ({ accountId }) => (accountId === undefined ? 0 : (await mail.sentTo({ accountId })).length),
    export: async ({ accountId, email }) => ({
      mails: await mail.sentTo({ accountId, address: email }),
      mailChoices: accountId === undefined ? [] : await choicesOf(mail, accountId),
    }),
    hide: nothing,
    restore: nothing,
    async settle({ accountId, email }) {
      if (accountId !== undefined) await mail.forget({ accountId })
      if (email !== undefined) await mail.forget({ address: email })
    },
  }
}

/** Which mails somebody wants: what they chose, and where they chose nothing what holds. */
async function choicesOf(mail: Mail, accountId: string): Promise<object[]> {
  const wishes = await mail.preferences.of(accountId)
  return wishes.map(({ kind, wanted, chosen }) => ({
    kind: kind.kind,
    wanted,
    ...(chosen ? { chosenAt: chosen.at, how: chosen.how } : {}),
  }))
}
