import assert from 'node:assert/strict'
import { aCategory, aTopic, type MadeTopic } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

describe('the texts of a profile as things that somebody asks to be removed', () => {
  let app: Running
  let ann: Person
  let id: string
  let topic: MadeTopic
  const about = 'I mend **bicycles**.'
  before(async () => {
    app = await startApp()
    ann = await signedIn(app, 'ann')
    topic = await aTopic(app, { by: ann, in: await aCategory(app) })
    id = String((await stored())?.['_id'])
  })
  beforeEach(() => change({ name: 'Ann Customer', handle: 'ann-customer', about }))
  after(() => app.stop())

  const stored = (): Promise<Record<string, unknown> | null> =>
    app.database.connection.collection('accounts').findOne({})
  async function change(fields: Record<string, string>): Promise<void> {
    const saved = await ann.submit(await ann.visit('/me'), fields, 'form[action$="/me"]')
    assert.equal(saved.status, 200, saved.$('main').text())
  }
  const reader = (): Person => new Person(app)
  const profile = (): Promise<{ status: number; text: string }> => reader().visit('/people/ann-customer')
  const shownBy = async (): Promise<string> => (await reader().visit(topic.path)).$('main').text()

  it('are found by the address of the profile, an old one too, and by whose they are', async () => {
    await change({ handle: 'ann-2' })
    await change({ handle: 'ann-customer' })
    for (const [kind, text] of [
      ['name', 'Ann Customer'],
      ['handle', 'ann-customer'],
      ['about', about],
    ] as const) {
      const removable = app.removables[kind]
      for (const where of [id, '/people/ann-customer', `${app.url}/people/ann-2?x#y`]) {
        const found = await removable.find(where)
        assert.deepEqual(found?.preview, { kind: 'text', text }, where)
        assert.deepEqual([found.kind, found.id, found.isHidden], [kind, id, false])
        assert.equal(found.address, `${app.url}/people/ann-customer`)
      }
      assert.equal(await removable.find('/people/nobody'), undefined)
      assert.deepEqual(await removable.idsOf({ accountId: id }), [id])
      assert.deepEqual(await removable.idsOf({ email: 'ann@demo.example' }), [id])
      assert.deepEqual(await removable.idsOf({ email: 'nobody@demo.example' }), [])
    }
    await change({ about: '' })
    assert.equal(await app.removables.about.find(id), undefined, 'there is none')
  })

  it('go out of sight at once on every page, and come back byte for byte, however often that is said', async () => {
    const before = await stored()
    assert.match(await shownBy(), /Ann Customer/)
    const { name, handle, about: text } = app.removables
    assert.equal(await name.hide(id), true)
    assert.equal(await name.hide(id), false)
    assert.equal((await ann.visit('/me')).$('.notice').length, 1, 'they are told')
    assert.match(await shownBy(), /ann-customer/)
    assert.doesNotMatch(await shownBy(), /Ann Customer/)
    assert.doesNotMatch((await profile()).text, /Ann Customer/)
    assert.match((await profile()).text, /bicycles/)
    await text.hide(id)
    assert.doesNotMatch((await profile()).text, /bicycles/)
    await handle.hide(id)
    assert.equal((await profile()).status, 404)
    assert.doesNotMatch(await shownBy(), /ann-customer|Ann Customer/)
    for (const each of [name, handle, text]) {
      assert.equal((await each.find(id))?.isHidden, true)
      assert.equal(await each.restore(id), true)
      assert.equal(await each.restore(id), false)
    }
    assert.match(await shownBy(), /Ann Customer/)
    const { hiddenTexts, ...after } = (await stored()) ?? {}
    assert.deepEqual(hiddenTexts, [])
    assert.deepEqual({ ...after }, (({ hiddenTexts: _hidden, ...rest }) => rest)(before ?? {}))
  })

  it('are erased for good, and nothing of them is left; their person may give others', async () => {
    await change({ handle: 'ann-2' })
    await change({ handle: 'ann-customer' })
    const { name, handle, about: text } = app.removables
    for (const each of [name, handle, text]) {
      const fingerprints = await each.fingerprints(id)
      assert.ok((await each.whatIsLeft(fingerprints)).left.length > 0)
      await each.hide(id)
      for (const _time of [1, 2]) await each.erase(id)
      const { looked, left } = await each.whatIsLeft(fingerprints)
      assert.deepEqual(left, [])
      assert.deepEqual(
        looked.map(({ place }) => place),
        ['accounts', 'handles'],
      )
      assert.equal(await each.restore(id), false)
    }
    for (const old of ['ann-customer', 'ann-2']) assert.equal((await reader().visit(`/people/${old}`)).status, 404)
    assert.doesNotMatch(await shownBy(), /[Aa]nn/)
    assert.match(await shownBy(), /person-\d+/)
    assert.match(await ann.greeted(), /^person-\d+$/)
  })
})
