import assert from 'node:assert/strict'
import request from 'supertest'
import { queued, registerKinds } from '../mail/fixture.ts'
import { Person, signedIn } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('the page of mails that one gets', (setting) => {
  let app: Running
  let ann: Person
  let accountId: string
  const time = { now: new Date('2026-03-01T12:00:00Z') }

  before(async () => {
    app = await startApp({ setting, clock: () => time.now })
    registerKinds(app.mail)
  })
  after(() => app.stop())
  beforeEach(async () => {
    ann = await signedIn(app, 'ann')
    const account = await app.database.connection.collection('accounts').findOne({ name: 'Ann Customer' })
    accountId = String(account?._id)
    await app.mail.forget({ accountId })
  })

  const boxes = async (): Promise<Record<string, boolean>> => {
    const { $ } = await ann.visit('/me/mails')
    const found = $('input[name=kinds]').toArray()
    const all = found.map((box) => [String($(box).attr('value')), $(box).is('[checked]')] as const)
    return Object.fromEntries(all.filter(([kind]) => ['reply', 'digest', 'offer'].includes(kind)))
  }

  it('shows what may be switched, as it is, and what is always sent, without a switch', async () => {
    assert.deepEqual(await boxes(), { reply: true, digest: false, offer: false })
    const { $ } = await ann.visit('/me/mails')
    assert.ok($('.mail-kinds li').length >= 1)
    assert.equal($('input[value=proof]').length, 0)
  })

  it('takes every choice, none and one alone among them, and says when it was made', async () => {
    const page = await ann.visit('/me/mails')
    assert.equal(page.$('time').length, 0)
    for (const kinds of [['offer', 'digest'], [], ['digest'], ['reply', 'digest', 'offer']]) {
      const saved = await ann.send('/me/mails', kinds.length === 1 ? { kinds: kinds[0]! } : { kinds })
      assert.equal(saved.status, 303, saved.text)
      const ticked = Object.entries(await boxes()).filter(([, isTicked]) => isTicked)
      assert.deepEqual(ticked.map(([kind]) => kind).sort(), [...kinds].sort())
    }
    const { $ } = await ann.visit('/me/mails')
    assert.equal($('time').first().attr('datetime'), time.now.toISOString())
    assert.equal(await app.mail.mayMail({ accountId }, 'offer'), true)
  })

  it('works as a form of the page', async () => {
    const page = await ann.visit('/me/mails')
    const saved = await ann.submit(page)
    assert.equal(saved.status, 200)
    assert.match(saved.$('.flash').text(), /Saved/)
    assert.deepEqual(await boxes(), { reply: true, digest: false, offer: false })
  })

  it('takes no kind that is not there', async () => {
    for (const kinds of [['other'], ['$ne'], 'x'.repeat(100)]) {
      const refused = await ann.send('/me/mails', { kinds })
      assert.equal(refused.status, 422, refused.text)
    }
    assert.deepEqual(await boxes(), { reply: true, digest: false, offer: false })
  })

  it('is for who is signed in', async () => {
    const guest = new Person(app)
    assert.equal((await guest.look('/me/mails')).status, 302)
    assert.equal((await guest.send('/me/mails', { kinds: 'offer' })).status, 401)
  })

  describe('and the way out of a mail', () => {
    /** The address at the foot of a mail to Ann, below the mount path. */
    async function wayOut(to: { accountId?: string; to?: string } = { accountId }): Promise<string> {
      const { id } = await queued(app.mail, { kind: 'reply', ...to })
      const mail = await app.mail.outbox.find(id)
      const address = /https?:\S+\/unsubscribe\/\S+/.exec(mail?.text ?? '')?.[0] ?? ''
      assert.ok(address.startsWith(`${app.url}/unsubscribe/`), mail?.text)
      return address.slice(app.url.length)
    }
    const mayReply = (): Promise<boolean> => app.mail.mayMail({ accountId }, 'reply')
    /** A mail program: no cookie, no origin, nothing but the address. */
    const program = (path: string) => request(new URL(app.reachedAt).origin).post(app.mountPath + path)

    it('only asks when it is opened, however often', async () => {
      const path = await wayOut()
      for (const person of [new Person(app), ann]) {
        const page = await person.visit(path)
        assert.equal(page.status, 200)
        assert.equal(page.$('main form button').length, 2)
        assert.equal(page.headers['cache-control'], 'private, no-store')
        assert.match(page.headers['x-robots-tag'] ?? '', /noindex/)
      }
      await request(new URL(app.reachedAt).origin).head(app.mountPath + path)
      assert.equal(await mayReply(), true)
    })

    it('ends the mails with one post of a mail program, without cookie, token or redirect', async () => {
      const answer = await program(await wayOut())
        .type('form')
        .send('List-Unsubscribe=One-Click')
      assert.equal(answer.status, 200)
      assert.doesNotMatch(String(answer.headers['set-cookie']), /candor/)
      assert.equal(await mayReply(), false)
      const record = await app.database.connection
        .collection('mailwishes')
        .findOne({ _id: `account ${accountId}` as never })
      assert.equal((record?.['choices'] as { how: string }[])[0]?.how, 'one-click')
    })

    it('ends them whatever form the post has (RFC 8058 allows both), and from whatever site', async () => {
      for (const send of [
        (path: string) => program(path).field('List-Unsubscribe', 'One-Click'),
        (path: string) =>
          program(path).set({ Origin: 'https://mail.example', 'Sec-Fetch-Site': 'cross-site' }).type('form').send(''),
        (path: string) => program(path),
      ]) {
        const path = await wayOut()
        assert.equal((await send(path)).status, 200)
        assert.equal(await mayReply(), false)
        await app.mail.forget({ accountId })
      }
    })

    it('ends one kind or all of them by the buttons of the page', async () => {
      await app.mail.preferences.set(accountId, ['reply', 'digest', 'offer'])
      const guest = new Person(app)
      const path = await wayOut()
      const done = await guest.submit(await guest.visit(path), { scope: 'kind' })
      assert.equal(done.status, 200)
      assert.deepEqual(await boxes(), { reply: false, digest: true, offer: true })
      time.now = new Date(time.now.getTime() + 1000)
      await guest.submit(await guest.visit(path), { scope: 'everything' })
      assert.deepEqual(await boxes(), { reply: false, digest: false, offer: false })
    })

    it('works for who is signed in as well, as somebody else even', async () => {
      const ben = await signedIn(app, 'ben')
      await ben.submit(await ben.visit(await wayOut()), { scope: 'kind' })
      assert.equal(await mayReply(), false)
    })

    it('works for an address without an account', async () => {
      const path = await wayOut({ to: 'cat@example.com' })
      await program(path)
      assert.equal(await app.mail.mayMail({ address: 'cat@example.com' }, 'reply'), false)
      assert.equal(await mayReply(), true)
    })

    it('is nowhere for a token that we did not make', async () => {
      const path = await wayOut()
      for (const forged of [path.slice(0, -2), path.replace('reply', 'offer'), '/unsubscribe/x', '/unsubscribe/%00']) {
        assert.equal((await new Person(app).look(forged)).status, 404, forged)
        assert.equal((await program(forged)).status, 404, forged)
      }
      assert.equal(
        await app.database.connection.collection('mailwishes').countDocuments({ _id: `account ${accountId}` as never }),
        0,
      )
    })
  })
})
