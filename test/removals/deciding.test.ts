import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular, stored, type MadeCategory, type MadeTopic } from '../support/forum.ts'
import { lastMailTo, linkIn } from '../support/mailbox.ts'
import { Person, signedIn, type Fields } from '../support/person.ts'
import { aRequest, decideBy, emailOf, granting, refusing, storedRemovals } from '../support/removals.ts'
import { startApp, type Running } from '../support/running.ts'

const aDay = 24 * 60 * 60 * 1000

describe('deciding about a request', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let mia: Person
  let olga: Person
  let guest: Person
  let category: MadeCategory
  let topic: MadeTopic
  let ahead = 0
  before(async () => {
    app = await startApp({
      clock: () => new Date(Date.now() + ahead),
      options: { businessTimeZone: 'Pacific/Kiritimati' },
    })
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    mia = await regular(app, 'mia')
    olga = await regular(app, 'olga')
    guest = new Person(app)
    category = await aCategory(app)
    topic = await aTopic(app, { by: ann, in: category })
  })
  after(() => app.stop())

  it('hides meanwhile for everybody, and shows again to the byte', async () => {
    const id = await aReply(topic.id, { by: ben, text: 'Words that **somebody** wants gone.' })
    const before = await stored(app).posts.findOne({ _id: id })
    const request = await aRequest(app, { about: `/posts/${id}`, fields: { hidden: 'on' } })
    assert.match((await mia.visit('/staff/removals')).text, /Wants it hidden/)
    assert.equal((await mia.send(`/staff/removals/${request.id}/hiding`, { wish: 'hide' })).status, 303)
    for (const person of [guest, ben, olga]) {
      assert.doesNotMatch((await person.visit(topic.path)).text, /wants gone/)
    }
    assert.match((await mia.visit(`/staff/removals/${request.id}`)).text, /wants gone/, 'who decides sees it')
    const told = await lastMailTo(app, await emailOf(app, 'ben'))
    assert.match(told.text, /nobody else sees it/)
    assert.doesNotMatch(told.text, /Zofia/, 'the author doesn’t learn who asked')
    assert.equal((await mia.send(`/staff/removals/${request.id}/hiding`, { wish: 'show' })).status, 303)
    const { hiddenFor: _emptied, ...after } = (await stored(app).posts.findOne({ _id: id })) ?? {}
    assert.deepEqual(after, before)
    assert.match((await guest.visit(topic.path)).text, /wants gone/)
  })

  it('says why something stays visible that was to be hidden', async () => {
    const { id, email } = await aRequest(app, { about: topic.path, fields: { hidden: 'on' } })
    const hiding = `/staff/removals/${id}/hiding`
    assert.equal((await mia.send(hiding, { wish: 'leave', reason: '' })).status, 422)
    assert.equal((await mia.send(hiding, { wish: 'leave', reason: 'It tells of nobody.' })).status, 303)
    assert.match((await guest.visit(linkIn(await lastMailTo(app, email)))).text, /It tells of nobody\./)
  })

  it('can’t be done without a ground and the facts: not by the page, not by the command, not in the store', async () => {
    const { id } = await aRequest(app, { about: topic.path })
    const refused: [Fields, string][] = [
      [{ 'becomes-0': 'keep', explanation: refusing.explanation }, 'refusal'],
      [{ 'becomes-0': 'keep', refusal: 'expression', explanation: '' }, 'explanation'],
      [{ 'becomes-0': 'keep', refusal: 'expression', explanation: 'Because [[why]] it stays here.' }, 'explanation'],
      [{ 'becomes-0': 'remove', explanation: granting.explanation }, 'basis'],
      [{ 'becomes-0': 'remove', basis: 'nonsense', explanation: granting.explanation }, 'basis'],
      [{ ...granting, refusal: 'expression' }, 'becomes-0'],
    ]
    for (const [fields, field] of refused) {
      const answer = await decideBy(mia, id, fields)
      assert.equal(answer.status, 422, JSON.stringify(fields))
      assert.equal(answer.$(`#error-${field}`).length, 1, field)
    }
    const model = app.database.connection.model('RemovalDecision')
    const decision = { caseId: id, round: 'first', at: new Date(), byId: 'x', things: [], runIds: [] }
    for (const lacking of [
      { outcome: 'declined', explanation: refusing.explanation },
      { outcome: 'declined', refusal: 'expression' },
      { outcome: 'declined', refusal: 'expression', explanation: 'It stays, because [[fill in]].' },
      { outcome: 'granted', explanation: granting.explanation },
    ]) {
      await assert.rejects(
        model.create([{ ...decision, ...lacking }]),
        { name: 'ValidationError' },
        JSON.stringify(lacking),
      )
    }
    assert.equal(await storedRemovals(app).decisions.countDocuments({ caseId: id }), 0)
    const template = await mia.visit(`/staff/removals/${id}/decision?template=expression`)
    assert.match(template.$('#field-explanation').text(), /\[\[/)
    assert.equal(
      (
        await decideBy(mia, id, {
          'becomes-0': 'keep',
          refusal: 'expression',
          explanation: template.$('#field-explanation').text(),
        })
      ).status,
      422,
    )
  })

  it('tells the asker why not and where to turn, and leaves the thing as it is', async () => {
    const { id, email, status } = await aRequest(app, { about: topic.path })
    assert.equal((await decideBy(mia, id, { 'becomes-0': 'keep', ...refusing })).status, 303)
    const text = (await lastMailTo(app, email)).text.replace(/\s+/g, ' ')
    for (const words of [
      /Declined/,
      /Freedom of expression/,
      /opinion about a product/,
      /six months/,
      /data protection authority/,
      /courts/,
    ])
      assert.match(text, words)
    assert.equal((await guest.visit(topic.path)).status, 200)
    assert.equal((await guest.visit(`${status}/appeal`)).status, 200)
    assert.equal((await decideBy(mia, id, { 'becomes-0': 'keep', ...refusing })).status, 409, 'once')
  })

  it('takes marked passages out of the words, earlier versions and quotes, and leaves the rest', async () => {
    const secret = 'Her number is 555-0199 (evenings), and she lives at the old mill.'
    const id = await aReply(topic.id, { by: ben, text: `The mill is old.\n\n${secret} Ask her there.` })
    await ann.send(`/t/${topic.id}/posts`, {
      text: `> [Ben](/posts/${id}):\n> ${secret}\n\nReally?`,
      submission: 'aaaaaaaaaaaa',
    })
    ahead += 5 * 60 * 1000
    await ben.send(`/posts/${id}/edit`, { text: `The mill is very old.\n\n${secret} Ask her there.` })
    const request = await aRequest(app, { about: `/posts/${id}` })
    const page = await mia.visit(`/staff/removals/${request.id}/decision`)
    const piece =
      page
        .$('.removal-piece')
        .filter((_n, each) => page.$(each).text().includes('old mill'))
        .find('input')
        .attr('name') ?? ''
    const refusal = { refusal: 'lawful' }
    const decided = await decideBy(mia, request.id, { 'becomes-0': 'part', [piece]: 'on', ...granting, ...refusal })
    assert.equal(decided.status, 303, decided.text.slice(0, 2000))
    await app.removals.run()
    const raw = JSON.stringify([
      await stored(app).posts.find({}).toArray(),
      await app.database.connection.collection('postversions').find({}).toArray(),
    ])
    assert.doesNotMatch(raw, /555.0199|old mill/)
    const shown = await guest.visit(topic.path)
    assert.match(shown.text, /The mill is very old/)
    assert.match(shown.$(`#post-${id}`).text(), /\[removed\] Ask her there/)
    assert.match(shown.$('blockquote').text(), /\[removed\]/)
    assert.equal((await storedRemovals(app).cases.findOne({ _id: request.id }))?.state, 'decided')
    assert.match((await lastMailTo(app, await emailOf(app, 'ben'))).text, /Something of yours|parts of it removed/)
  })

  it('is no business of who is concerned, nor of who may not moderate', async () => {
    const own = await aTopic(app, { by: mia, in: category })
    const { id } = await aRequest(app, { about: own.path })
    await mia.send(`/staff/removals/${id}/hiding`, { wish: 'hide' })
    assert.equal((await ann.visit(`/staff/removals/${id}`)).status, 404)
    assert.equal((await ann.send(`/staff/removals/${id}/decision`, {})).status, 403)
    // Hiding told the author, who is a party of the case from then on.
    assert.equal((await decideBy(mia, id, { 'becomes-0': 'keep', ...refusing })).status, 403)
    assert.equal((await decideBy(olga, id, { 'becomes-0': 'keep', ...refusing })).status, 303)
  })

  it('reminds staff seven and three days before the day and on it, and can be put off once', async () => {
    const { id, email } = await aRequest(app, { about: topic.path })
    const item = await storedRemovals(app).cases.findOne({ _id: id })
    assert.ok(item)
    const before = ahead
    const reminders = async (): Promise<string[]> => {
      await app.removals.tend()
      const found = await storedRemovals(app).cases.findOne({ _id: id })
      return (found?.events ?? []).flatMap(({ deed, note }) => (deed === 'reminded' ? [note ?? ''] : []))
    }
    const someone = async (): Promise<Person> => signedIn(app, 'mia')
    const at = (days: number): void => {
      ahead = item.dueAt.getTime() - Date.now() - days * aDay - 1000
    }
    for (const [days, told] of [
      [8, []],
      [7, ['7']],
      [5, ['7']],
      [3, ['7', '3']],
      [0, ['7', '3', '0']],
      [-2, ['7', '3', '0']],
    ] as const) {
      at(days)
      assert.deepEqual(await reminders(), told, `${days} days left`)
    }
    let staff = await someone()
    assert.equal(
      (await staff.send(`/staff/removals/${id}/prolongation`, { reason: 'Late.' })).status,
      409,
      'not after the day',
    )
    at(1)
    staff = await someone()
    assert.equal((await staff.send(`/staff/removals/${id}/prolongation`, { reason: '' })).status, 422)
    assert.equal((await staff.send(`/staff/removals/${id}/prolongation`, { reason: 'We asked a lawyer.' })).status, 303)
    assert.match((await lastMailTo(app, email)).text, /We asked a lawyer\./)
    assert.equal((await staff.send(`/staff/removals/${id}/prolongation`, { reason: 'Again.' })).status, 409, 'once')
    ahead = before
  })

  it('is counted for everybody, with numbers that nobody is recognised in', async () => {
    await aRequest(app, { about: topic.path, ground: 'copyright' })
    const { body } = (await guest.json('/transparency')) as { body: { years: { rows: object[] }[] } }
    const row = body.years[0]?.rows.find((each) => JSON.stringify(each).includes('ground.copyright')) as
      { received: unknown; daysToDecide?: number } | undefined
    assert.equal(row?.received, 'few')
    assert.equal(row.daysToDecide, undefined)
    assert.equal((await guest.visit('/transparency')).status, 200)
  })
})
