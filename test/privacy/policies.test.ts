import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '../../src/app.ts'
import { readOptions, type CandorOptions } from '../../src/config/index.ts'
import { createCandor } from '../../src/index.ts'
import { freshDatabase } from '../support/store.ts'
import { Person, signedIn, type Shown } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { words } from '../support/words.ts'

const aDay = 24 * 60 * 60 * 1000
const first = `We keep what you write. ${'It is little. '.repeat(40)}\n\nWe tell nobody.`
const second = first.replace('We tell nobody.', 'We tell **our printer** alone.')

describe('policies', () => {
  let app: Running
  let now = new Date()
  let olga: Person
  let ann: Person

  before(async () => {
    app = await startApp({ clock: () => now })
    olga = await signedIn(app, 'olga')
    ann = await signedIn(app, 'ann')
  })
  after(() => app.stop())

  const dayIn = (days: number): string => new Date(now.getTime() + days * aDay).toISOString().slice(0, 10)
  const later = async (days: number): Promise<void> => {
    now = new Date(now.getTime() + days * aDay)
    await Promise.all([olga.signIn('olga'), ann.signIn('ann')])
  }
  const mails = () => app.database.connection.collection('mails')
  const save = (source: string, policy = 'privacy'): Promise<Shown> =>
    olga.send(`/staff/policies/${policy}/draft`, { source })
  const announce = (fields: Record<string, string>, policy = 'privacy'): Promise<Shown> =>
    olga.send(`/staff/policies/${policy}/announcement`, { isMaterial: 'yes', summary: 'A printer.', ...fields })
  const versions = () => app.database.connection.collection('policies')
  /** The banner, where it is of that version. */
  const news = async (person: Person, version: number): Promise<string> => {
    const { $ } = await person.visit('/')
    return $('.policy-news input[name=version]').attr('value') === String(version) ? $('.policy-news').text() : ''
  }
  const banner = async (person: Person): Promise<string> => (await person.visit('/')).$('.policy-news').text()

  it('begin with a draft made of the settings and of what is held, marked as one, with blanks for the owner', async () => {
    const shown = await new Person(app).visit('/privacy')
    assert.ok(shown.text.includes(words('policies:page.draft')))
    const text = shown.$('main').text()
    for (const { fields } of app.declarations) for (const { what } of fields) assert.ok(text.includes(what), what)
    assert.match((await new Person(app).visit('/cookies')).$('main code').text(), /candor/)
    const editor = await olga.visit('/staff/policies/privacy')
    const saved = await olga.submit(editor, {}, 'form[action$="/draft"]')
    assert.equal(saved.status, 200)
    const refused = await announce({ effectiveOn: dayIn(0) })
    assert.equal(refused.status, 422)
    assert.ok(refused.text.includes(words('policies:rules.blanks')))
  })

  it('take effect at once as a first version, which who comes now agrees to', async () => {
    assert.equal((await save(first)).status, 303)
    assert.equal((await announce({ effectiveOn: dayIn(0) })).status, 303)
    const shown = await new Person(app).visit('/privacy')
    assert.match(shown.$('main').text(), /Version 1 .*We tell nobody/s)
    assert.equal(await mails().countDocuments({ kind: 'policy-change' }), 0)
    assert.equal(await banner(ann), '')
    const max = new Person(app)
    const welcome = await max.submit(await max.visit('/sign-in/demo'), { persona: 'max' }, 'form')
    assert.equal(welcome.$('a[href$="/privacy/1"]').length, 1)
    await max.acceptWelcome(welcome)
    const account = await app.accounts.withIdentity({ issuer: `${app.url}/demo-issuer`, subject: 'max' })
    assert.equal(account?.accepted?.privacy, '1')
  })

  it('can’t change soon where it matters, nor without words about it', async () => {
    await save(second)
    for (const fields of [{ effectiveOn: dayIn(5) }, { effectiveOn: dayIn(20), summary: ' ' }, { effectiveOn: 'soon' }])
      assert.equal((await announce(fields)).status, 422, JSON.stringify(fields))
  })

  it('are told by mail to every member once, however often that is cut off, and on every page until they say so', async () => {
    assert.equal((await announce({ effectiveOn: dayIn(16) })).status, 303)
    await app.privacy.policies.tend()
    const policies = app.database.connection.collection<{ _id: string }>('policies')
    const version2 = { policy: 'privacy', version: 2 }
    const told = await mails().countDocuments({ kind: 'policy-change' })
    assert.equal(told, 3, 'Ann, Max and Olga')
    // As if the process had died after the mails and before it wrote how far it was.
    await policies.updateOne(version2, { $set: { 'mailing.after': '' }, $unset: { 'mailing.doneAt': 1 } })
    await app.privacy.policies.tend()
    assert.equal(await mails().countDocuments({ kind: 'policy-change' }), told)
    const mail = await mails().findOne({ to: 'ann@demo.example', kind: 'policy-change' })
    assert.match(String(mail?.['text']), /A printer\./)
    assert.ok(String(mail?.['text']).includes(`${app.url}/privacy/2/changes`))
    assert.match(await banner(ann), /A printer\./)
    assert.equal(await banner(new Person(app)), '')
    const page = await ann.visit('/topics/new')
    const back = await ann.submit(page, {}, '.policy-news form')
    assert.equal(back.address, `${app.mountPath}/topics/new`)
    assert.equal(await banner(ann), '')
    assert.match(await banner(olga), /A printer\./)
  })

  it('show what changes before, and hold from the day on, not earlier', async () => {
    const reader = new Person(app)
    const changes = await reader.visit('/privacy/2/changes')
    assert.match(changes.$('main del').text(), /nobody/)
    assert.match(changes.$('main ins').text(), /printer/)
    await later(15)
    await app.privacy.policies.tend()
    const before = await reader.visit('/privacy')
    assert.match(before.$('.policy-text').text(), /We tell nobody/)
    assert.match(before.$('main').text(), /A printer\./)
    await later(2)
    await app.privacy.policies.tend()
    const after = await reader.visit('/privacy')
    assert.match(after.$('.policy-text').text(), /our printer/)
    assert.match((await reader.visit('/privacy/1')).$('.policy-text').text(), /We tell nobody/)
    assert.match(await banner(olga), /A printer\./, 'who has not seen it is still told')
  })

  it('never hold before every mail about them is on its way', async () => {
    await save(first)
    await announce({ effectiveOn: dayIn(15), newOwner: 'Big Corp', summary: 'Big Corp takes over.' })
    await later(20)
    // Puts in force whatever is due by then.
    await save('One cookie.', 'cookies')
    await announce({ effectiveOn: dayIn(0) }, 'cookies')
    const stuck = await app.database.connection.collection('policies').findOne({ policy: 'privacy', version: 3 })
    assert.equal(stuck?.['state'], 'announced')
    await app.privacy.policies.tend()
    assert.match((await new Person(app).visit('/privacy')).$('main').text(), /Version 3/)
  })

  it('tell of a new owner with what one can choose', async () => {
    const mail = await mails().findOne({ to: 'ann@demo.example', text: /Big Corp/ })
    assert.ok(mail)
    for (const path of ['/me/data', '/me/deactivate']) assert.ok(String(mail['text']).includes(app.url + path), path)
    assert.match(await banner(ann), /Big Corp/)
    const changes = await ann.visit('/privacy/3/changes')
    for (const path of ['/me/data', '/me/deactivate']) assert.equal(changes.$(`main a[href$="${path}"]`).length, 1)
  })

  it('are taken back before their day, with the mails that wait', async () => {
    await save(second)
    await announce({ effectiveOn: dayIn(15), summary: 'Never mind.' })
    await app.privacy.policies.tend()
    assert.equal((await save('Changed after all')).status, 409)
    assert.equal((await olga.send('/staff/policies/privacy/calling-off')).status, 303)
    assert.equal(await mails().countDocuments({ text: /Never mind/, state: 'waiting' }), 0)
    assert.equal((await new Person(app).look('/privacy/4')).status, 404)
    assert.equal((await save('Changed after all')).status, 303)
  })

  it('are told anew by mail and on every page where they come again after that', async () => {
    const version4 = await versions().findOne({ policy: 'privacy', version: 4 })
    const told = () => mails().countDocuments({ once: { $regex: `^policy ${String(version4?._id)} ` } })
    const before = await told()
    for (const version of ['2', '3']) await ann.send('/policies/seen', { policy: 'privacy', version })
    for (const count of [1, 2]) {
      now = new Date(now.getTime() + 1000)
      await announce({ effectiveOn: dayIn(15), summary: `Again, time ${count}.` })
      await app.privacy.policies.tend()
      assert.equal(await told(), before + 3 * count)
      assert.match(await news(ann, 4), new RegExp(`time ${count}`))
      await ann.send('/policies/seen', { policy: 'privacy', version: '4' })
      assert.equal(await news(ann, 4), '')
      if (count === 1) await olga.send('/staff/policies/privacy/calling-off')
    }
  })

  it('end when the next one holds, also where a process died in between', async () => {
    await later(16)
    await app.privacy.policies.tend()
    const state = async (version: number): Promise<unknown> =>
      (await versions().findOne({ policy: 'privacy', version }))?.['state']
    assert.equal(await state(4), 'inForce')
    await versions().updateOne({ policy: 'privacy', version: 3 }, { $set: { state: 'inForce' } })
    await app.privacy.policies.tend()
    assert.deepEqual([await state(3), await state(4)], ['superseded', 'inForce'])
  })
})

describe('a live site', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candor-live-'))
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('does not start without https, nor without legal texts that are filled in', async () => {
    const options: CandorOptions = {
      production: true,
      url: 'https://help.example.com',
      mongodbUri: await freshDatabase(),
      dataFolder: folder,
      sessionSecret: 'x'.repeat(32),
      smtpUrl: 'smtp://127.0.0.1:1',
      mailFrom: 'help@example.com',
      logLevel: 'silent',
    }
    await assert.rejects(createCandor({ ...options, url: 'http://help.example.com' }), /must begin with https/)
    await assert.rejects(createCandor(options), { name: 'ConfigError', message: /Missing: privacy, terms\./ })
    const { privacy, close } = await compose(readOptions(options))
    const draft = privacy.policies.draftText('terms')
    await assert.rejects(privacy.policies.publishFirst('terms', draft), { name: 'invalid' })
    for (const policy of ['privacy', 'terms'] as const) {
      const text = privacy.policies.draftText(policy).replace(/\[\[.*?\]\]/g, 'Acme')
      for (const _time of ['first', 'again']) await privacy.policies.publishFirst(policy, text)
      await assert.rejects(privacy.policies.publishFirst(policy, 'Another one'), { name: 'conflict' })
    }
    await close()
    const live = await createCandor(options)
    await live.close()
  })
})
