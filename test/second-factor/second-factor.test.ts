import assert from 'node:assert/strict'
import { Secret, TOTP } from 'otpauth'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aTopic, regular } from '../support/forum.ts'
import { Person, signedIn, type Shown } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

/** An authenticator that was shown the picture of a page. */
interface Authenticator {
  code(steps?: number): string
}

inEverySetting('a second factor', (setting) => {
  let app: Running
  let now = new Date('2026-03-02T10:00:00Z')
  const wait = (seconds: number): void => void (now = new Date(now.getTime() + seconds * 1000))
  const clock = (): Date => now
  beforeEach(async () => {
    now = new Date('2026-03-02T10:00:00Z')
    app = await startApp({ setting, clock })
  })
  afterEach(() => app.stop())

  function authenticatorOf(page: Shown): Authenticator {
    const address = page.$('a[href^="otpauth:"]').attr('href') ?? ''
    const { searchParams, pathname } = new URL(address)
    assert.match(decodeURIComponent(pathname), /Support:/)
    const totp = new TOTP({ secret: Secret.fromBase32(searchParams.get('secret') ?? '') })
    return { code: (steps = 0) => totp.generate({ timestamp: now.getTime() + steps * 30_000 }) }
  }

  async function setUp(person: Person): Promise<{ authenticator: Authenticator; codes: string[] }> {
    const page = await person.submit(await person.visit('/me/second-factor'))
    const authenticator = authenticatorOf(page)
    const shown = await person.submit(page, { code: authenticator.code() }, 'form.form')
    assert.equal(shown.status, 200, shown.text)
    const codes = shown
      .$('.factor-codes code')
      .toArray()
      .map((code) => shown.$(code).text())
    assert.equal(codes.length, 10)
    return { authenticator, codes }
  }

  it('is set up with a picture made here, keeps the session that set it up, and closes the console to every other', async () => {
    const olga = await signedIn(app, 'olga')
    const elsewhere = await signedIn(app, 'olga')
    const page = await olga.submit(await olga.visit('/me/second-factor'))
    assert.ok(page.$('svg.factor-picture path').attr('d')?.startsWith('M'))
    assert.equal(page.$('img, image, [style]').length, 0)
    const wrong = await olga.submit(page, { code: '000000' }, 'form.form')
    assert.equal(wrong.status, 422)
    assert.equal(wrong.$('#error-code').text(), words('second-factor:rules.wrong'))
    assert.equal((await elsewhere.look('/staff')).status, 200, 'nothing is closed before the first right code')
    await olga.submit(wrong, { code: authenticatorOf(wrong).code() }, 'form.form')
    assert.equal((await olga.look('/staff')).status, 200)
    const turnedAway = await elsewhere.look('/staff/people?show=staff')
    assert.equal(turnedAway.status, 302)
    const way = `/me/second-factor/entry?return=${encodeURIComponent('/staff/people?show=staff')}`
    assert.equal(turnedAway.headers['location'], app.url + way)
    const refused = await elsewhere.send('/staff/categories', { name: 'A category' })
    assert.equal(refused.status, 403)
    assert.ok(refused.text.includes(words('rules:request.codeFirst')))
  })

  it('takes their rights on every page from who has only signed in, until the code is entered', async () => {
    const mia = await signedIn(app, 'mia')
    const topic = await aTopic(app, { by: await regular(app, 'ann'), in: await aCategory(app) })
    const { authenticator } = await setUp(mia)
    wait(60)
    const again = new Person(app)
    const landed = await again.signIn('mia').then(() => again.visit('/staff/moderation'))
    assert.equal(landed.$('h1').text(), words('second-factor:entry.title'))
    assert.equal((await again.send(`/topics/${topic.id}/closure`, {})).status, 403)
    assert.equal((await again.look(topic.path)).$('a[href$="/moderation"]').length, 0)
    const cookie = again.cookies()['candor']
    const opened = await again.submit(landed, { code: authenticator.code() }, 'form.form')
    assert.equal(opened.status, 200)
    assert.equal(opened.address, `${app.mountPath}/staff/moderation`)
    assert.notEqual(again.cookies()['candor'], cookie, 'another session id for other rights')
    assert.equal((await again.post(`/topics/${topic.id}/closure`, { _csrf: await again.csrf() })).status, 200)
  })

  it('takes no code twice, none that is old, and no more than a few wrong ones', async () => {
    const olga = await signedIn(app, 'olga')
    const { authenticator } = await setUp(olga)
    const enter = async (code: string): Promise<number> => {
      const other = await new Person(app).signIn('olga')
      return (await other.send('/me/second-factor/entry', { code })).status
    }
    assert.equal(await enter(authenticator.code()), 422, 'the one that set it up')
    wait(90)
    const code = authenticator.code()
    const answers = await Promise.all([enter(code), enter(code), enter(code)])
    assert.deepEqual(answers.sort(), [303, 422, 422])
    assert.equal(await enter(authenticator.code(-1)), 422, 'older than one that was taken')
    wait(300)
    assert.equal(await enter(authenticator.code(-3)), 422)
    assert.equal(
      await enter(`${authenticator.code(1).slice(0, 3)} ${authenticator.code(1).slice(3)}`),
      303,
      'a phone that is ahead',
    )
  })

  it('is opened by a recovery code, once, which its person is told of', async () => {
    const olga = await signedIn(app, 'olga')
    const { codes } = await setUp(olga)
    const [first = '', second = ''] = codes
    for (const [code, status] of [
      [first, 303],
      [first, 422],
      [second.toUpperCase().replace('-', ' '), 303],
      ['zzzzz-zzzzz', 422],
    ] as const) {
      const other = await new Person(app).signIn('olga')
      assert.equal((await other.send('/me/second-factor/entry', { code })).status, status, code)
    }
    const kept = await app.database.connection.collection('secondfactors').findOne({})
    assert.equal((kept?.['recovery'] as string[]).length, 8)
    assert.ok(!JSON.stringify(kept).includes(plain(second)), 'only hashes are kept')
    const log = await olga.visit('/staff/audit?action=factor.recover')
    assert.equal(
      log
        .$('main li, main tbody tr')
        .filter((_at, row) => log.$(row).text().includes(words('audit:actions.factor.recover'))).length,
      2,
    )
    assert.equal(await app.database.connection.collection('mails').countDocuments({ kind: 'second-factor' }), 3)
  })

  it('is taken away with a code of it, and reset by the owner for who lost everything', async () => {
    const mia = await signedIn(app, 'mia')
    const { authenticator } = await setUp(mia)
    wait(60)
    assert.equal((await mia.send('/me/second-factor/removal', { code: '123456' })).status, 422)
    assert.equal((await mia.send('/me/second-factor/removal', { code: authenticator.code() })).status, 303)
    assert.equal((await (await signedIn(app, 'mia')).look('/staff')).status, 200)
    await setUp(mia)
    const olga = await regular(app, 'olga')
    const accounts = app.database.connection.collection<{ _id: string; name: string }>('accounts')
    const { _id: id = '' } = (await accounts.findOne({ name: /^Mia/ })) ?? {}
    assert.equal((await mia.send(`/staff/people/${id}/second-factor/removal`)).status, 403, 'no moderator does')
    const page = await olga.visit(`/staff/people/${id}`)
    const done = await olga.submit(page, {}, '#second-factor form')
    assert.ok(done.text.includes(words('second-factor:flash.reset')))
    assert.equal((await (await signedIn(app, 'mia')).look('/staff')).status, 200)
  })
})

function plain(code: string): string {
  return code.replace('-', '')
}

describe('a second factor that the site asks for', () => {
  let app: Running
  before(async () => {
    app = await startApp({ options: (url) => ({ url, staffSecondFactor: true }) })
  })
  after(() => app.stop())

  it('leads who works here to set it up before anything else, and nobody else', async () => {
    const olga = new Person(app)
    const choice = await olga.visit('/sign-in/demo')
    const greeted = await olga.acceptWelcome(await olga.submit(choice, { persona: 'olga' }, 'form'))
    assert.equal(greeted.address, '/me/second-factor')
    assert.ok(greeted.text.includes(words('second-factor:own.required')))
    assert.equal((await olga.look('/staff')).headers['location'], `${app.url}/me/second-factor/entry?return=%2Fstaff`)
    assert.equal((await olga.visit('/staff')).address, '/me/second-factor')
    const ann = await signedIn(app, 'ann')
    assert.equal((await ann.look('/me/second-factor')).status, 404)
    const home = await ann.visit('/')
    assert.equal(home.$('main .notice a[href*="second-factor"]').length, 0)
  })

  it('leads there from pages outside the console, also where the console can’t be reached', async () => {
    const outside = await startApp({
      options: (url) => ({ url, staffSecondFactor: true, staffNetworks: ['192.0.2.0/24'] }),
    })
    try {
      const mia = await signedIn(outside, 'mia')
      assert.equal((await mia.visit(`/topics/${newId()}/moderation`)).address, '/me/second-factor')
    } finally {
      await outside.stop()
    }
  })

  it('is not taken away, only renewed', async () => {
    const olga = new Person(app)
    const choice = await olga.visit('/sign-in/demo')
    await olga.submit(choice, { persona: 'olga' }, 'form')
    const page = await olga.submit(await olga.visit('/me/second-factor'))
    const { searchParams } = new URL(page.$('a[href^="otpauth:"]').attr('href') ?? '')
    const totp = new TOTP({ secret: Secret.fromBase32(searchParams.get('secret') ?? '') })
    await olga.submit(page, { code: totp.generate() }, 'form.form')
    assert.equal((await olga.look('/staff')).status, 200)
    const own = await olga.visit('/me/second-factor')
    assert.equal(own.$('button[formaction$="/removal"]').length, 0)
    assert.equal((await olga.send('/me/second-factor/removal', { code: totp.generate() })).status, 403)
  })
})

describe('time-based codes', () => {
  it('are those of RFC 6238, appendix B, cut to six digits', async () => {
    const { stepOf } = await import('../../src/second-factor/totp.ts')
    const secret = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer }).base32
    const vectors = {
      59: '287082',
      1111111109: '081804',
      1111111111: '050471',
      1234567890: '005924',
      2000000000: '279037',
    }
    for (const [second, code] of Object.entries(vectors))
      assert.equal(stepOf(secret, code, new Date(Number(second) * 1000)), Math.floor(Number(second) / 30), second)
    assert.equal(stepOf(secret, '287082', new Date(200_000)), undefined)
  })
})
