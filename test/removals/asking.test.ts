import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { aPhotoOf, aPicture, filesOf, photoAt } from '../photos/support/uploading.ts'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory, type MadeTopic } from '../support/forum.ts'
import { lastMailTo, linkIn } from '../support/mailbox.ts'
import { Person } from '../support/person.ts'
import { aRequest, decideBy, fieldsOf, granting, refusing, storedRemovals } from '../support/removals.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial } from '../support/testimonials.ts'
import { words as textOf } from '../support/words.ts'

describe('asking for a removal', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let mia: Person
  let guest: Person
  let category: MadeCategory
  let topic: MadeTopic
  before(async () => {
    app = await startApp({ options: { businessTimeZone: 'Europe/Warsaw' } })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    mia = await regular(app, 'mia')
    guest = new Person(app)
    category = await aCategory(app)
    topic = await aTopic(app, { by: ann, in: category, text: 'A text that everybody reads.' })
  })
  after(() => app.stop())

  it('begins beside a post, a testimonial and on a profile, with the address filled in and the thing shown', async () => {
    const { id } = await aTestimonial(app, { text: 'Their answers were quick.' })
    const profile = await guest.visit(topic.path)
    const person = profile.$('.post-by a').first().attr('href') ?? ''
    for (const [page, words] of [
      [topic.path, 'A text that everybody reads.'],
      [`/testimonials/${id}`, 'Their answers were quick.'],
      [person, 'Ann'],
    ] as const) {
      const link = (await guest.visit(page)).$('main a[href*="/removals/new?about="]').first().attr('href') ?? ''
      const asked = await guest.visit(`${link}&ground=personal`)
      assert.match(asked.$('.removal-things').text(), new RegExp(words), page)
      assert.equal(asked.headers['set-cookie'], undefined)
    }
  })

  it('says so where no ground was chosen, but not before one was asked for', async () => {
    const first = await guest.visit(`/removals/new?about=${topic.path}`)
    assert.equal(first.$('.errors').length, 0)
    const again = await guest.visit(`/removals/new?about=${topic.path}&step=ground`)
    assert.equal(again.$('.errors').text().includes(textOf('removals:rules.groundMissing')), true)
    assert.equal(again.$('[name=about]').val(), topic.path)
  })

  it('asks for what a ground needs and nothing else', async () => {
    const fields = async (ground: string): Promise<string[]> => {
      const page = await guest.visit(`/removals/new?about=${topic.path}&ground=${ground}`)
      const named = page.$('main form [name]').map((_n, field) => page.$(field).attr('name') ?? '')
      return [...new Set(named.get())].filter((name) => !['about', 'ground', 'name', 'email', 'hidden'].includes(name))
    }
    assert.deepEqual(await fields('personal'), ['relation', 'words', 'everything'])
    assert.deepEqual(await fields('consent'), ['words'])
    assert.deepEqual(await fields('illegal'), ['words', 'reference', 'goodFaith'])
    assert.deepEqual(await fields('copyright'), [
      'reference',
      'words',
      'postalAddress',
      'phone',
      'goodFaith',
      'perjury',
      'signature',
    ])
    for (const field of ['postalAddress', 'phone', 'goodFaith', 'perjury', 'signature', 'reference']) {
      const { [field]: _left, ...rest } = fieldsOf['copyright'] ?? {}
      const sent = await guest.send('/removals/new', {
        ...rest,
        ground: 'copyright',
        about: topic.path,
        name: 'Z',
        email: 'z@example.com',
      })
      assert.equal(sent.status, 422, field)
      assert.equal(sent.$(`#error-${field}`).length, 1, field)
    }
  })

  it('takes several addresses of this site, each checked, and nothing that the asker may not see', async () => {
    const secret = await aCategory(app, { readRole: 'staff', writeRole: 'staff' })
    const hidden = await aTopic(app, { by: mia, in: secret, text: 'For staff alone.' })
    const typed = [
      topic.path,
      `${app.url}/posts/${topic.openingId}`,
      'https://elsewhere.example/t/1',
      hidden.path,
    ].join('\n')
    const page = await guest.visit(`/removals/new?${new URLSearchParams({ about: typed, ground: 'other' })}`)
    assert.equal(page.$('.field-error').length, 2)
    assert.doesNotMatch(page.text, /For staff alone/)
    const base = { ground: 'other', name: 'Z', email: 'z@example.com', words: 'Please.' }
    assert.equal((await guest.send('/removals/new', { ...base, about: typed })).status, 422)
    const { id } = await aRequest(app, { about: [topic.path, `${app.url}/posts/${topic.openingId}`], ground: 'other' })
    const item = await storedRemovals(app).cases.findOne({ _id: id })
    assert.deepEqual(
      item?.things.map((thing) => thing.id),
      [topic.openingId],
      'one thing, named twice',
    )
    assert.doesNotMatch(JSON.stringify(item), new RegExp(topic.title), 'the case holds no address with a title in it')
  })

  it('sends a receipt at once with fixed words, and shows staff nothing before the address is confirmed', async () => {
    const { id, email, status } = await aRequest(app, { about: topic.path, isUnconfirmed: true })
    const receipt = await lastMailTo(app, email)
    assert.doesNotMatch(
      receipt.text,
      /Zofia|where I live/,
      'nothing that was typed goes to an address that nobody proved',
    )
    assert.match((await guest.visit(status)).text, /confirm your address/)
    assert.equal((await mia.visit(`/staff/removals/${id}`)).status, 404)
    assert.doesNotMatch((await mia.visit('/staff/removals')).text, new RegExp(id))
    const link = linkIn(receipt)
    assert.equal((await guest.visit(link)).status, 200, 'opening it confirms nothing')
    assert.equal((await storedRemovals(app).cases.findOne({ _id: id }))?.state, 'unconfirmed')
    const confirmed = await guest.submit(await guest.visit(link), { answer: 'confirm' })
    assert.equal(confirmed.address, app.mountPath + status)
    assert.equal((await mia.visit(`/staff/removals/${id}`)).status, 200)
  })

  it('keeps nothing when the holder of the address says that they didn’t ask', async () => {
    const { id, email, status } = await aRequest(app, { about: topic.path, isUnconfirmed: true })
    const link = linkIn(await lastMailTo(app, email))
    await guest.submit(await guest.visit(link), { answer: 'disown' })
    assert.equal(await storedRemovals(app).cases.findOne({ _id: id }), null)
    assert.equal((await guest.visit(status)).status, 404)
  })

  it('needs no proof of an address that the account has proven, and no guess leads to a request', async () => {
    const page = await ben.visit(`/removals/new?about=${topic.path}&ground=other`)
    const email = page.$('#field-email').attr('value') ?? ''
    const { id, status } = await aRequest(app, { about: topic.path, ground: 'other', by: ben, fields: { email } })
    assert.equal((await storedRemovals(app).cases.findOne({ _id: id }))?.state, 'open')
    const guesses = ['nobodys', 'A'.repeat(43), encodeURIComponent('é'.repeat(43))]
    for (const guess of guesses) {
      assert.equal((await ben.visit(`/removals/${id}/${guess}`)).status, 404, guess)
      assert.equal((await ben.visit(`/removals/${id}/confirmation/${guess}`)).status, 404, guess)
    }
    assert.equal((await ben.visit(status.slice(0, -1))).status, 404)
  })

  it('is a conversation, and can be taken back', async () => {
    const { id, email, status } = await aRequest(app, { about: topic.path, ground: 'other' })
    const asked = await mia.send(`/staff/removals/${id}/messages`, { party: '0', text: 'Which words do you mean?' })
    assert.equal(asked.status, 303)
    assert.doesNotMatch((await lastMailTo(app, email)).text, /Which words/, 'the words stand on the page alone')
    const page = await guest.visit(linkIn(await lastMailTo(app, email)))
    assert.match(page.$('#messages').text(), /Which words do you mean\?/)
    await guest.submit(page, { text: 'The last ones.' }, 'form[action$="/messages"]')
    assert.match((await mia.visit(`/staff/removals/${id}`)).$('#party-0').text(), /The last ones\./)
    const after = await guest.submit(await guest.visit(status), {}, 'form[action$="/withdrawal"]')
    assert.equal(after.$('form[action$="/withdrawal"]').length, 0)
    assert.equal((await decideBy(mia, id, { 'becomes-0': 'keep', ...refusing })).status, 409)
  })

  it('removes at once what is one’s own, without a reason, and proves it', async () => {
    const words = 'My telephone number is the one that my sister had before she moved away'
    const id = await aReply(topic.id, { by: ben, text: words })
    const page = await ben.visit(`/removals/new?about=/posts/${id}`)
    const done = await ben.submit(page, {}, 'form[action$="/removals/own"]')
    assert.equal(done.status, 200)
    assert.equal((await stored(app).posts.findOne({ _id: id }))?.source, '')
    await app.removals.run()
    assert.match((await ben.visit(done.address)).text, /Nothing was left/)
    const gone = await guest.look(`/posts/${id}`)
    assert.equal(gone.status, 410)
    assert.match(gone.text, /Whoever wrote what was at this address removed it/)
    const notTheirs = await ben.send('/removals/own', { about: topic.path })
    assert.equal(notTheirs.status, 403)
  })

  it('removes what one wrote by day and by words, once it was counted', async () => {
    const word = 'Kookaburra'
    const [first, second] = [
      await aReply(topic.id, {
        by: ben,
        text: `The first ${word} of today sang before breakfast in the old gum tree.`,
      }),
      await aReply(topic.id, { by: ben, text: `And a second ${word.toUpperCase()} answered it from behind the shed.` }),
    ]
    await aReply(topic.id, { by: ann, text: `Ann has seen a ${word} as well.` })
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Warsaw' }).format(new Date())
    const before = await ben.visit(`/removals/mine?kinds=post&to=2020-01-01&words=${word}`)
    assert.match(before.text, /Nothing of yours is like that/)
    const page = await ben.visit(`/removals/mine?kinds=post&from=${today}&words=${word}`)
    assert.match(page.$('main').text(), /2 things of yours[\s\S]*Post: 2/)
    const wrong = await ben.send('/removals/mine', { kinds: 'post', words: word, count: '3' })
    assert.equal(wrong.status, 422, 'only what was counted')
    const done = await ben.submit(page, {}, 'form[method=post][action$="/removals/mine"]')
    assert.equal(done.status, 200, done.text.slice(0, 2000))
    for (const id of [first, second]) assert.equal((await guest.look(`/posts/${id}`)).status, 410)
    assert.match((await guest.visit(topic.path)).text, /Ann has seen/)
  })

  it('takes a photo away from every size for somebody without an account who is shown in it', async () => {
    const key = await aPhotoOf(ben, await aPicture())
    const handle = String((await app.database.connection.collection('accounts').findOne({ photo: key }))?.['handle'])
    const link = (await guest.visit(`/people/${handle}`)).$('main a[href*="/removals/new"]').attr('href') ?? ''
    const asked = await guest.visit(`${link}&ground=personal`)
    assert.match(asked.$('.removal-things img').attr('src') ?? '', new RegExp(key))
    const { id, status } = await aRequest(app, { about: `/photos/${key}-large.webp` })
    const picture = (await mia.visit(`/staff/removals/${id}`)).$('.removal-picture').attr('src') ?? ''
    assert.equal((await mia.visit(picture)).status, 200, 'who decides sees it')
    assert.equal((await decideBy(mia, id, { 'becomes-0': 'remove', ...granting })).status, 303)
    await app.removals.run()
    for (const name of filesOf(key)) assert.equal((await photoAt(app, name)).status, 410, name)
    assert.ok(!readdirSync(app.config.uploadsFolder, { recursive: true }).some((name) => String(name).includes(key)))
    assert.match((await guest.visit(status)).text, /Nothing was left/)
  })
})
