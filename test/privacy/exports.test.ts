import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { load } from 'cheerio'
import { projectRoot } from '../../scripts/support/files.ts'
import { aPhotoOf, aPicture, startWithPhotos, type WithPhotos } from '../photos/support/uploading.ts'
import { aCategory, aReply, aTopic } from '../support/forum.ts'
import { lastMailTo } from '../support/mailbox.ts'
import { Person, signedIn, type Shown } from '../support/person.ts'
import { words } from '../support/words.ts'

type Things = Record<string, unknown>[]

interface Copy {
  files: Record<string, Uint8Array>
  data: Record<string, Things>
  subject: { accountId?: string; email?: string }
  page: string
}

describe('a copy of one’s data', () => {
  const aDay = 24 * 60 * 60 * 1000
  let app: WithPhotos
  // By the store's own time nothing may be over yet.
  let now = new Date()
  let ann: Person
  let annId: string

  before(async () => {
    app = await startWithPhotos('disk', { clock: () => now })
    ann = await signedIn(app, 'ann')
    const account = await app.accounts.withIdentity({ issuer: `${app.url}/demo-issuer`, subject: 'ann' })
    annId = account?._id ?? ''
  })
  after(() => app.stop())
  // Each sentence has its own day.
  beforeEach(async () => {
    now = new Date(now.getTime() + 2 * aDay)
    await ann.signIn('ann')
  })

  const collection = (name: string) => app.database.connection.collection<{ _id: string }>(name)
  const ask = (): Promise<Shown> => ann.send('/me/data')

  async function addressOfCopy(): Promise<string> {
    const page = await ann.visit('/me/data')
    const address = page.$('main a[download]').first().attr('href')
    assert.ok(address, page.$('main').text())
    return address
  }

  async function fetchCopy(address: string): Promise<Copy> {
    const response = await ann.agent.get(ann.whole(address)).responseType('blob')
    const headers = response.headers as Record<string, string>
    assert.equal(headers['content-type'], 'application/zip')
    assert.match(headers['content-disposition'] ?? '', /^attachment; filename="my-data-[\d-]+\.zip"$/)
    assert.equal(headers['cache-control'], 'private, no-store')
    const files = unzipSync(response.body as Buffer)
    const { data, subject, schema } = JSON.parse(strFromU8(files['data.json']!)) as Copy & { schema: number }
    assert.equal(schema, 1)
    return { files, data, subject, page: strFromU8(files['index.html']!) }
  }

  it('holds what they wrote, their photo, the mails to them and who looked, as JSON and to read', async () => {
    const category = await aCategory(app)
    const topic = await aTopic(app, { by: ann, in: category, title: 'Mine <b>alone</b>', text: 'first words' })
    now = new Date(now.getTime() + aDay / 24)
    await ann.send(`/posts/${topic.openingId}/edit`, { title: 'Mine <b>alone</b>', text: 'second <i>words</i>' })
    await aReply(topic.id, { by: ann, text: 'a reply of mine' })
    await aReply(topic.id, { by: await signedIn(app, 'ben'), text: 'what ben says' })
    const key = await aPhotoOf(ann, await aPicture())
    const mia = await signedIn(app, 'mia')
    for (const _time of [1, 2]) await mia.visit(`/staff/people/${annId}`)
    assert.equal((await ask()).status, 303)
    assert.equal(await app.privacy.exports.makeDue(), 1)
    const { text } = await lastMailTo(app, 'ann@demo.example')
    assert.ok(text.includes(`${app.url}/me/data`))
    const { files, data, subject, page } = await fetchCopy(await addressOfCopy())
    assert.deepEqual(subject, { accountId: annId, email: 'ann@demo.example' })
    const [opening] = data['topics'] ?? []
    assert.deepEqual([opening?.['title'], opening?.['source']], ['Mine <b>alone</b>', 'second <i>words</i>'])
    assert.match(JSON.stringify(opening?.['earlier']), /first words/)
    assert.equal(data['replies']?.[0]?.['source'], 'a reply of mine')
    assert.doesNotMatch(JSON.stringify(data), /what ben says/)
    assert.equal(data['account']?.[0]?.['email'], 'ann@demo.example')
    assert.deepEqual(
      data['staffWhoLooked']?.map(({ action, by }) => [action, by]),
      [['account.look', 'moderator']],
    )
    const picture = String(data['photo']?.[0]?.['picture'])
    assert.equal(picture, `files/${key}-large.webp`)
    assert.equal(strFromU8(files[picture]!.subarray(8, 12)), 'WEBP')
    const $ = load(page)
    assert.equal($('b, i, script, link').length, 0)
    assert.match($('body').text(), /Mine <b>alone<\/b>/)
    assert.equal($(`img[src="${picture}"]`).length, 1)
  })

  it('tells the mails that were sent', async () => {
    await app.mail.sendDue()
    await ask()
    await app.privacy.exports.makeDue()
    const { data } = await fetchCopy(await addressOfCopy())
    const mail = data['mails']?.find(({ kind }) => kind === 'data-ready')
    assert.equal(mail?.['to'], 'ann@demo.example')
    assert.equal(mail['subject'], words('my-data:mail.subject'))
  })

  it('has each kind and field in its description, and a title for each kind', async () => {
    await ask()
    await app.privacy.exports.makeDue()
    const { data, page } = await fetchCopy(await addressOfCopy())
    const described = readFileSync(join(projectRoot, 'docs', 'export-schema.md'), 'utf8')
    const sections = new Map(described.split(/^### /m).map((part) => [part.split('\n', 1)[0], part]))
    const titles = new Set(
      load(page)('h2')
        .toArray()
        .map((each) => load(page)(each).text()),
    )
    for (const [kind, things] of Object.entries(data)) {
      const section = sections.get(kind)
      assert.ok(section, `docs/export-schema.md says nothing of ${kind}`)
      for (const field of new Set(things.flatMap((thing) => Object.keys(thing))))
        assert.ok(section.includes(`\`${field}\``), `docs/export-schema.md says nothing of ${kind}.${field}`)
      assert.ok(titles.has(words(`my-data:kinds.${kind}`)), kind)
    }
  })

  it('is for its owner alone, whoever has the address', async () => {
    await ask()
    await app.privacy.exports.makeDue()
    const address = await addressOfCopy()
    const { status, headers } = await new Person(app).look(address)
    assert.equal(status, 302)
    assert.match(String(headers['location']), /\/sign-in\?return=/)
    for (const other of ['ben', 'olga'] as const)
      assert.equal((await (await signedIn(app, other)).look(address)).status, 404)
    assert.equal((await ann.look(address.replace(/.(?=\.zip)/, '_'))).status, 404)
  })

  it('waits 7 days, and then there is nothing of it', async () => {
    await ask()
    await app.privacy.exports.makeDue()
    const address = await addressOfCopy()
    now = new Date(now.getTime() + 7 * aDay - 1000)
    await app.privacy.exports.makeDue()
    await ann.signIn('ann')
    assert.equal((await ann.look(address)).status, 200)
    now = new Date(now.getTime() + 1000)
    assert.equal((await ann.look(address)).status, 410)
    await app.privacy.exports.makeDue()
    assert.equal((await ann.look(address)).status, 404)
    for (const name of ['dataexports', 'dataexportparts']) assert.equal(await collection(name).countDocuments(), 0)
  })

  it('is one at a time, three in a day, and the next takes the place of the last', async () => {
    await ask()
    assert.equal((await ask()).status, 409)
    await app.privacy.exports.makeDue()
    const first = await addressOfCopy()
    for (const _time of [2, 3]) {
      assert.equal((await ask()).status, 303)
      await app.privacy.exports.makeDue()
    }
    assert.equal((await ann.look(first)).status, 410)
    assert.equal((await ann.visit('/me/data')).$('main a[download]').length, 1)
    assert.equal((await ask()).status, 409)
    now = new Date(now.getTime() + aDay)
    await ann.signIn('ann')
    assert.equal((await ask()).status, 303)
    await app.privacy.exports.makeDue()
  })

  it('is made anew where a process died while it made one', async () => {
    await ask()
    const exports = collection('dataexports')
    await exports.updateOne(
      { isUnderWay: true },
      { $set: { state: 'making', attempts: 1, leasedUntil: new Date(now.getTime() + 1000) } },
    )
    const [begun] = await exports.find({ isUnderWay: true }).toArray()
    const stray = { _id: `${begun?._id} 0`, exportId: begun?._id, bytes: Buffer.from('half'), expiresAt: now }
    await collection('dataexportparts').insertOne(stray)
    assert.equal(await app.privacy.exports.makeDue(), 0, 'while the other may be alive')
    now = new Date(now.getTime() + 2000)
    assert.equal(await app.privacy.exports.makeDue(), 1)
    const { data } = await fetchCopy(await addressOfCopy())
    assert.equal(data['account']?.length, 1)
  })

  it('is told of by one mail where a process died before it, or after it', async () => {
    await ask()
    await app.privacy.exports.makeDue()
    const mails = collection('mails')
    const exports = collection('dataexports')
    const ready = await exports.findOne({ accountId: annId, state: 'ready' })
    const once = `data-ready ${ready?._id}`
    const cutOff = () => exports.updateOne({ _id: ready?._id ?? '' }, { $set: { isUnderWay: true } })
    const told = () => mails.countDocuments({ once })
    assert.equal(await told(), 1)
    await cutOff()
    await app.privacy.exports.makeDue()
    assert.equal(await told(), 1, 'after it')
    await cutOff()
    await mails.deleteOne({ once })
    await app.privacy.exports.makeDue()
    assert.equal(await told(), 1, 'before it')
    assert.equal(await exports.countDocuments({ isUnderWay: true }), 0)
  })

  it('is given up where the process that makes it dies again and again', async () => {
    await ask()
    const exports = collection('dataexports')
    const dead = { state: 'making', attempts: 3, leasedUntil: new Date(now.getTime() - 1) }
    await exports.updateOne({ isUnderWay: true }, { $set: dead })
    await assert.rejects(app.privacy.exports.makeDue(), /too often/)
    assert.equal(await exports.countDocuments({ isUnderWay: true }), 0)
    assert.equal(await exports.countDocuments({ state: 'failed' }), 1)
  })

  it('is dropped with all its parts when something in it is removed, and begun anew while it is being made', async () => {
    await ask()
    await app.privacy.exports.makeDue()
    const address = await addressOfCopy()
    const [exports, parts] = [collection('dataexports'), collection('dataexportparts')]
    // As if the process had died between the two writes of the first time.
    await exports.updateMany({ state: 'ready' }, { $set: { state: 'gone' } })
    await ask()
    const held = { state: 'making', leasedUntil: new Date(now.getTime() + aDay / 24) }
    await exports.updateOne({ isUnderWay: true }, { $set: held })
    assert.ok((await parts.countDocuments()) > 0)
    await app.privacy.exports.drop({})
    assert.equal(await parts.countDocuments(), 0)
    assert.equal((await ann.look(address)).status, 410)
    assert.equal(await app.privacy.exports.makeDue(), 1)
    assert.equal((await fetchCopy(await addressOfCopy())).data['account']?.length, 1)
  })

  it('goes when its owner leaves, also one that is being made', async () => {
    const max = await signedIn(app, 'max')
    await max.send('/me/data')
    await app.privacy.exports.makeDue()
    await max.send('/me/data')
    const account = await app.accounts.withIdentity({ issuer: `${app.url}/demo-issuer`, subject: 'max' })
    assert.ok(account)
    await app.privacy.erase(account)
    assert.equal(await collection('dataexports').countDocuments({ accountId: account._id }), 0)
    assert.equal(await app.privacy.exports.makeDue(), 0)
  })
})
