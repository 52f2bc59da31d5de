import assert from 'node:assert/strict'
import { readUnsubscribeToken, unsubscribeToken } from '../../src/mail/wishes/unsubscribe-token.ts'
import { aMail, queued, startMail, type MailProcess } from './fixture.ts'

const accountId = 'abcdefgh1234'
const address = 'ann@example.com'

describe('what people want to be sent', () => {
  let ours: MailProcess
  beforeEach(async () => {
    ours = await startMail()
  })
  afterEach(() => ours.stop())

  const may = (kind: string, who: Parameters<typeof ours.mail.mayMail>[0] = { accountId }) =>
    ours.mail.mayMail(who, kind)

  /** The token at the foot of a mail. */
  async function tokenOf(wishes: Parameters<typeof aMail>[0]): Promise<string> {
    const { id } = await queued(ours.mail, wishes)
    const mail = await ours.mail.outbox.find(id)
    const token = /\/unsubscribe\/(\S+)/.exec(mail?.text ?? '')?.[1]
    assert.ok(token, mail?.text)
    return token
  }

  it('is service and news of what they follow, and no marketing, while they chose nothing', async () => {
    assert.deepEqual(await Promise.all(['proof', 'reply', 'digest', 'offer'].map((kind) => may(kind))), [
      true,
      true,
      false,
      false,
    ])
    await assert.rejects(may('other'), /not registered/)
  })

  it('is what they chose last, with when and how on record', async () => {
    await ours.mail.preferences.set(accountId, ['offer'])
    const at = ours.time.now
    assert.deepEqual(await Promise.all(['reply', 'digest', 'offer'].map((kind) => may(kind))), [false, false, true])
    ours.time.forward(1000)
    await ours.mail.preferences.set(accountId, ['reply', 'offer'])
    assert.deepEqual(await Promise.all(['reply', 'digest', 'offer'].map((kind) => may(kind))), [true, false, true])
    const [record] = await ours.collection('mailwishes').find().toArray()
    assert.deepEqual(record, {
      _id: `account ${accountId}`,
      choices: [
        { kind: 'reply', wanted: false, at, how: 'preferences' },
        { kind: 'offer', wanted: true, at, how: 'preferences' },
        { kind: 'reply', wanted: true, at: ours.time.now, how: 'preferences' },
      ],
    })
  })

  it('never switches service off', async () => {
    await ours.mail.preferences.set(accountId, [])
    await ours.mail.preferences.unsubscribe(await tokenOf({ kind: 'reply', accountId: 'someone00000' }), {
      how: 'link',
      everything: true,
    })
    assert.equal(await may('proof'), true)
    assert.equal(await may('proof', { accountId: 'someone00000' }), true)
  })

  it('is asked before a mail is written', async () => {
    await ours.mail.preferences.set(accountId, [])
    assert.deepEqual(await ours.mail.enqueue(aMail({ kind: 'reply', accountId }), { toProvenAddress: true }), {
      outcome: 'not-wanted',
    })
    assert.deepEqual(await ours.mail.enqueue(aMail({ kind: 'offer' }), { toProvenAddress: true }), {
      outcome: 'not-wanted',
    })
    assert.deepEqual(await ours.stored(), [])
  })

  it('is asked again before a mail leaves', async () => {
    await queued(ours.mail, { kind: 'reply', accountId })
    await ours.mail.preferences.set(accountId, [])
    await ours.mail.sendDue()
    const [mail] = await ours.stored()
    assert.deepEqual([mail?.state, mail?.text], ['cancelled', undefined])
  })

  it('ends for the account that a mail went to, one kind or all, by its token', async () => {
    const token = await tokenOf({ kind: 'reply', accountId })
    await ours.mail.preferences.set(accountId, ['reply', 'digest', 'offer'])
    assert.equal(await ours.mail.preferences.unsubscribe(token, { how: 'one-click', everything: false }), true)
    assert.deepEqual(await Promise.all(['reply', 'digest', 'offer'].map((kind) => may(kind))), [false, true, true])
    ours.time.forward(1000)
    await ours.mail.preferences.unsubscribe(token, { how: 'link', everything: true })
    assert.deepEqual(await Promise.all(['reply', 'digest', 'offer'].map((kind) => may(kind))), [false, false, false])
    ours.time.forward(1000)
    await ours.mail.preferences.set(accountId, ['digest'])
    assert.deepEqual(await Promise.all(['reply', 'digest', 'offer'].map((kind) => may(kind))), [false, true, false])
  })

  it('ends for an address without an account, also when an account has it later', async () => {
    const token = await tokenOf({ kind: 'reply' })
    assert.doesNotMatch(token, /ann|example/)
    await ours.mail.preferences.unsubscribe(token, { how: 'link', everything: false })
    assert.equal(await may('reply', { address: 'ANN@example.com' }), false)
    assert.equal(await may('reply', { address, accountId }), false)
    assert.equal(await may('reply', { address: 'ben@example.com' }), true)
    const kept = JSON.stringify(await ours.collection('mailwishes').find().toArray())
    assert.doesNotMatch(kept, /ann|example/i)
  })

  it('outlives the forgetting of an address that wants no mail', async () => {
    await ours.mail.preferences.unsubscribe(await tokenOf({ kind: 'reply' }), { how: 'link', everything: true })
    await ours.mail.forget({ address })
    assert.equal(await may('reply', { address }), false)
  })

  it('is not written again when it was said before, so that a token can’t flood the record', async () => {
    const token = await tokenOf({ kind: 'reply', accountId })
    for (let count = 0; count < 3; count += 1) {
      await ours.mail.preferences.unsubscribe(token, { how: 'one-click', everything: false })
    }
    for (let count = 0; count < 3; count += 1) {
      await ours.mail.preferences.unsubscribe(token, { how: 'one-click', everything: true })
    }
    const [record] = (await ours.collection('mailwishes').find().toArray()) as unknown as { choices: object[] }[]
    assert.equal(record?.choices.length, 2)
  })
})

describe('the token of a mail', () => {
  const key = 'one secret of an installation'
  const token = unsubscribeToken({ holder: { accountId }, kind: 'reply' }, key)

  it('gives back what it was made of', () => {
    assert.deepEqual(readUnsubscribeToken(token, key), { holder: { accountId }, kind: 'reply' })
    const byHash = { holder: { addressHash: 'x'.repeat(43) }, kind: 'weekly-digest' }
    assert.deepEqual(readUnsubscribeToken(unsubscribeToken(byHash, key), key), byHash)
    assert.equal(encodeURIComponent(token), token)
  })

  it('is worth nothing when anything of it was changed, or another installation made it', () => {
    for (let at = 0; at < token.length; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1)
      // The last character of base64url holds bits that decode to nothing; as text it still counts.
      assert.equal(readUnsubscribeToken(changed, key), undefined, changed)
    }
    assert.equal(readUnsubscribeToken(token, 'another secret'), undefined)
    for (const nonsense of [
      '',
      '.',
      token.slice(0, -1),
      `${token}a`,
      `${token}\n`,
      token.toUpperCase(),
      'é'.repeat(100),
    ]) {
      assert.equal(readUnsubscribeToken(nonsense, key), undefined, nonsense)
    }
  })
})

describe('kinds of mail', () => {
  const words = { titleKey: 'forum:reply.title', textKey: 'forum:reply.text' }
  let ours: MailProcess
  before(async () => {
    ours = await startMail()
  })
  after(() => ours.stop())

  it('have names of their own, and defaults that fit their category', () => {
    const add = (kind: string, category: 'service' | 'notification' | 'marketing', by: 'on' | 'off') => () =>
      ours.mail.registerKinds({ kind, category, default: by, ...words })
    assert.throws(add('reply', 'notification', 'on'), /twice/)
    assert.throws(add('all', 'notification', 'on'), /can't name/)
    assert.throws(add('With Space', 'notification', 'on'), /can't name/)
    assert.throws(add('news', 'marketing', 'on'), /must be off/)
    assert.throws(add('code', 'service', 'off'), /must be on/)
    assert.doesNotThrow(add('fresh-kind', 'notification', 'off'))
  })
})
