import assert from 'node:assert/strict'
import { SignJWT } from 'jose'
import type { Issuer } from '../support/issuer.ts'
import { lastMailTo, linkIn } from '../support/mailbox.ts'
import { Person, type Shown } from '../support/person.ts'
import { inEverySetting, type Running } from '../support/running.ts'
import { startWithIssuers, type WithIssuers } from './two-issuers.ts'

inEverySetting('several ways into one account', (setting) => {
  let around: WithIssuers
  let app: Running
  let trusted: Issuer
  let other: Issuer
  before(async () => {
    around = await startWithIssuers({ id: 'trusted', setting })
    ;({ app, trusted, other } = around)
  })
  after(() => around.stop())
  beforeEach(async () => {
    for (const name of ['accounts', 'handles', 'sessions', 'addresslinks', 'mails', 'mailedaddresses']) {
      await app.database.connection.collection(name).deleteMany({})
    }
  })

  const accounts = (): Promise<Record<string, unknown>[]> =>
    app.database.connection.collection('accounts').find().toArray()

  /** Comes in by an issuer as the given person, greeted where that is the first time. */
  async function comeIn(person: Person, id: 'trusted' | 'other', claims: Issuer['person']): Promise<Shown> {
    if (id === 'trusted') trusted.person = claims
    else other.person = claims
    const landed = await person.visit(`/sign-in/${id}`)
    return landed.$('form[action$="/welcome"]').length > 0 ? person.acceptWelcome(landed) : landed
  }

  async function link(person: Person, id: 'trusted' | 'other', claims: Issuer['person']): Promise<Shown> {
    if (id === 'trusted') trusted.person = claims
    else other.person = claims
    return person.visit(`/sign-in/${id}?link=1&return=%2Fme%2Fsign-ins`)
  }

  const ann = { sub: 'ann', name: 'Ann', email: 'ann@example.com', email_verified: true }

  it('links a second one while signed in, shows the difference, and changes neither name nor address', async () => {
    const person = new Person(app)
    await comeIn(person, 'trusted', ann)
    const asks = await link(person, 'other', { sub: 'ann-2', name: 'Annie Other', email: 'annie@other.example' })
    assert.match(asks.text, /Annie Other/)
    await person.submit(asks, {}, 'main form')
    const [account] = await accounts()
    assert.equal(account?.['name'], 'Ann')
    assert.equal(account['email'], 'ann@example.com')
    assert.equal((account['identities'] as unknown[]).length, 2)
    const elsewhere = new Person(app)
    await comeIn(elsewhere, 'other', { sub: 'ann-2', name: 'Annie Other' })
    assert.equal(await elsewhere.greeted(), 'Ann')
  })

  it('refuses to link what is another person’s', async () => {
    const other1 = new Person(app)
    await comeIn(other1, 'other', { sub: 'ben', name: 'Ben' })
    const person = new Person(app)
    await comeIn(person, 'trusted', ann)
    const asks = await link(person, 'other', { sub: 'ben', name: 'Ben' })
    if (asks.$('main form').length > 0) await person.submit(asks, {}, 'main form')
    const found = await accounts()
    assert.deepEqual(found.map((account) => (account['identities'] as unknown[]).length).toSorted(), [1, 1])
  })

  it('joins an identity once, however often that is sent, and to one account of two', async () => {
    const [person, ben] = [new Person(app), new Person(app)]
    await comeIn(person, 'trusted', ann)
    await comeIn(ben, 'trusted', { sub: 'ben', name: 'Ben' })
    const shared = { sub: 'shared', name: 'Shared' }
    const asks = await link(person, 'other', shared)
    const asksBen = await link(ben, 'other', shared)
    const answers = await Promise.all([
      ...[1, 2, 3].map(() => person.submit(asks, {}, 'main form')),
      ben.submit(asksBen, {}, 'main form'),
    ])
    assert.deepEqual(answers.filter(({ status }) => status >= 500).length, 0)
    const subjects = (await accounts()).flatMap(({ identities }) => identities as { subject: string }[])
    assert.equal(subjects.filter(({ subject }) => subject === 'shared').length, 1)
  })

  it('takes an identity off, but never the last one', async () => {
    const person = new Person(app)
    await comeIn(person, 'trusted', ann)
    await person.submit(await link(person, 'other', { sub: 'ann-2', name: 'Annie' }), {}, 'main form')
    const elsewhere = new Person(app)
    await comeIn(person, 'other', { sub: 'ann-2' })
    await comeIn(elsewhere, 'other', { sub: 'ann-2' })
    const identity = { issuer: other.url, subject: 'ann-2' }
    const csrf = await person.csrf()
    await person.post('/me/sign-ins/removal', { ...identity, _csrf: csrf })
    assert.equal(((await accounts())[0]?.['identities'] as unknown[]).length, 1)
    assert.equal(await elsewhere.greeted(), '', 'who came in by it is signed out')
    assert.equal(await person.greeted(), 'Ann', 'but for the one who took it off')
    const last = await person.post('/me/sign-ins/removal', { issuer: trusted.url, subject: 'ann', _csrf: csrf })
    assert.equal(last.status, 403)
    assert.equal(((await accounts())[0]?.['identities'] as unknown[]).length, 1)
  })

  it('lists sessions, and signs out one or all the others', async () => {
    const people = [0, 1, 2].map(() => new Person(app))
    for (const person of people) await comeIn(person, 'trusted', ann)
    const [first, second, third] = people as [Person, Person, Person]
    const page = await first.visit('/me/sign-ins')
    assert.equal(page.$('form[action$="/me/sessions/removal"]').length, 2)
    await first.submit(page, {}, 'form[action$="/me/sessions/removal"]')
    const left = await Promise.all([second, third].map((person) => person.greeted()))
    assert.deepEqual(left.toSorted(), ['', 'Ann'])
    await first.submit(await first.visit('/me/sign-ins'), {}, 'form[action$="/me/sessions/others/removal"]')
    assert.equal(await second.greeted(), '')
    assert.equal(await third.greeted(), '')
    assert.equal(await first.greeted(), 'Ann')
  })

  describe('accounts prepared by somebody else before their person comes', () => {
    const victim = { sub: 'victim', name: 'Victim', email: 'victim@example.com', email_verified: true }

    it('classic-federated merge: an unverified address opens no account that the verified one would join', async () => {
      const attacker = new Person(app)
      await comeIn(attacker, 'other', {
        sub: 'attacker',
        name: 'Attacker',
        email: 'victim@example.com',
        email_verified: false,
      })
      const real = new Person(app)
      await comeIn(real, 'trusted', victim)
      assert.equal((await accounts()).length, 2)
      assert.equal(await real.greeted(), 'Victim')
    })

    it('non-verifying provider: «verified» from one that the owner does not trust is worth nothing', async () => {
      const attacker = new Person(app)
      await comeIn(attacker, 'other', {
        sub: 'attacker',
        name: 'Attacker',
        email: 'victim@example.com',
        email_verified: true,
      })
      const [account] = await accounts()
      assert.equal(account?.['email'], undefined)
      await comeIn(new Person(app), 'trusted', victim)
      assert.equal((await accounts()).length, 2)
    })

    it('the other way round: an untrusted «verified» does not come into an account that is there', async () => {
      await comeIn(new Person(app), 'trusted', victim)
      const attacker = new Person(app)
      await comeIn(attacker, 'other', {
        sub: 'attacker',
        name: 'Attacker',
        email: 'victim@example.com',
        email_verified: true,
      })
      assert.equal(await attacker.greeted(), 'Attacker')
      assert.equal((await accounts()).length, 2)
    })

    it('unexpired session: proving an address ends every older session', async () => {
      const attacker = new Person(app)
      const bothOwn = { sub: 'shared', name: 'Shared' }
      await comeIn(attacker, 'other', bothOwn)
      const owner = new Person(app)
      await comeIn(owner, 'other', bothOwn)
      await owner.submit(await owner.visit('/me/address'), { email: 'mine@example.com' }, 'form[action$="/me/address"]')
      await owner.submit(await owner.visit(linkIn(await lastMailTo(app, 'mine@example.com'))), {}, 'main form')
      assert.equal(await owner.greeted(), 'Shared')
      assert.equal(await attacker.greeted(), '')
    })

    it('trojan identifier: the first proof of an address ends identities that were added before', async () => {
      const attacker = new Person(app)
      await comeIn(attacker, 'other', { sub: 'attacker', name: 'Attacker' })
      await attacker.submit(await link(attacker, 'trusted', { sub: 'trojan', name: 'Trojan' }), {}, 'main form')
      const owner = new Person(app)
      await comeIn(owner, 'other', { sub: 'attacker' })
      await owner.submit(await owner.visit('/me/address'), { email: 'mine@example.com' }, 'form[action$="/me/address"]')
      await owner.submit(await owner.visit(linkIn(await lastMailTo(app, 'mine@example.com'))), {}, 'main form')
      const subjects = ((await accounts())[0]?.['identities'] as { subject: string }[]).map(({ subject }) => subject)
      assert.deepEqual(subjects, ['attacker'])
    })

    it('unexpired e-mail change: a claim that somebody left behind ends when another address is proven', async () => {
      const person = new Person(app)
      await comeIn(person, 'other', { sub: 'p', name: 'P' })
      await person.submit(
        await person.visit('/me/address'),
        { email: 'attacker@example.com' },
        'form[action$="/me/address"]',
      )
      const left = linkIn(await lastMailTo(app, 'attacker@example.com'))
      await person.submit(
        await person.visit('/me/address'),
        { email: 'mine@example.com' },
        'form[action$="/me/address"]',
      )
      await person.submit(await person.visit(linkIn(await lastMailTo(app, 'mine@example.com'))), {}, 'main form')
      assert.equal((await person.visit(left)).status, 410)
    })
  })

  it('joins by address only where both are proven by trusted providers, and tells the person', async () => {
    await comeIn(new Person(app), 'trusted', ann)
    const again = new Person(app)
    await comeIn(again, 'trusted', { ...ann, sub: 'ann-new-subject', name: 'Ann Renamed' })
    assert.equal(await again.greeted(), 'Ann')
    assert.equal((await accounts()).length, 1)
    assert.match((await lastMailTo(app, 'ann@example.com')).subject, /.+/)
  })

  describe('an issuer that signs its people out here', () => {
    const event = 'http://schemas.openid.net/event/backchannel-logout'
    const good = (): Record<string, unknown> => ({
      iss: trusted.url,
      aud: trusted.clientId,
      iat: Math.floor(Date.now() / 1000),
      jti: `jti-${Math.random()}`,
      sub: 'ann',
      events: { [event]: {} },
    })
    const send = async (token: string): Promise<{ status: number; headers: Record<string, string> }> => {
      const answer = await new Person(app).agent
        .post(`${app.mountPath}/sign-in/trusted/backchannel-logout`)
        .type('form')
        .send({ logout_token: token })
      return { status: answer.status, headers: answer.headers }
    }
    const sign = (claims: Record<string, unknown>): Promise<string> => trusted.sign(claims)

    it('ends that person’s sessions, with 200 and no-store', async () => {
      const person = new Person(app)
      await comeIn(person, 'trusted', ann)
      const bystander = new Person(app)
      await comeIn(bystander, 'trusted', { sub: 'zed', name: 'Zed' })
      const answer = await send(await sign(good()))
      assert.equal(answer.status, 200)
      assert.match(String(answer.headers['cache-control']), /no-store/)
      assert.equal(await person.greeted(), '')
      assert.equal(await bystander.greeted(), 'Zed')
    })

    it('goes on when the issuer has changed its keys since we know it; the old ones are worth nothing', async () => {
      const person = new Person(app)
      await comeIn(person, 'trusted', ann)
      const before = await sign(good())
      await trusted.changeKeys()
      assert.equal((await send(before)).status, 400)
      assert.equal(await person.greeted(), 'Ann')
      assert.equal((await send(await sign(good()))).status, 200)
      assert.equal(await person.greeted(), '')
    })

    for (const [about, change] of [
      ['a nonce', { nonce: 'n' }],
      ['another audience', { aud: 'somebody else' }],
      ['another issuer', { iss: 'https://elsewhere.example' }],
      ['no event', { events: {} }],
      ['neither sub nor sid', { sub: undefined }],
      ['no jti', { jti: undefined }],
      ['a time long ago', { iat: 1_600_000_000 }],
    ] as const) {
      it(`refuses a token with ${about}, with 400`, async () => {
        const person = new Person(app)
        await comeIn(person, 'trusted', ann)
        assert.equal((await send(await sign({ ...good(), ...change }))).status, 400)
        assert.equal(await person.greeted(), 'Ann')
      })
    }

    it('refuses a token twice, one that somebody else signed, and rubbish', async () => {
      const token = await sign(good())
      assert.equal((await send(token)).status, 200)
      assert.equal((await send(token)).status, 400)
      const forged = await new SignJWT(good())
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode('guessed secret of 32 bytes length!'))
      assert.equal((await send(forged)).status, 400)
      assert.equal((await send('rubbish')).status, 400)
    })
  })
})
