import assert from 'node:assert/strict'
import { aCategory, aTopic, regular, type MadeTopic } from '../../support/forum.ts'
import { Person, signedIn } from '../../support/person.ts'
import { startApp, type Running } from '../../support/running.ts'

describe('a person who is mentioned', () => {
  let app: Running
  let now: Date
  let max: Person
  let topic: MadeTopic
  before(async () => {
    now = new Date('2026-11-25T12:00:00Z')
    app = await startApp({ clock: () => now })
    max = await signedIn(app, 'max')
    await rename('first-name')
    const category = await aCategory(app)
    topic = await aTopic(app, {
      by: await regular(app, 'ann'),
      in: category,
      text: 'Ask @First-Name, not `@first-name` or @nobody-here.',
    })
  })
  after(() => app.stop())

  async function rename(handle: string): Promise<void> {
    assert.equal((await max.submit(await max.visit('/me'), { handle }, 'form[action$="/me"]')).status, 200)
  }

  const links = async (): Promise<(string | undefined)[]> => {
    const page = await new Person(app).visit(topic.path)
    assert.match(page.$('.post-opening .prose').text(), /Ask @First-Name, not @first-name or @nobody-here/)
    const found = page.$('.post-opening .prose a')
    return found.toArray().map((link) => page.$(link).attr('href'))
  }

  it('is led to by their handle, as it is written', async () => {
    assert.deepEqual(await links(), ['/people/first-name'])
  })

  it('is led to by a former handle for 90 days', async () => {
    await rename('second-name')
    assert.deepEqual(await links(), ['/people/second-name'])
    now = new Date(now.getTime() + 91 * 24 * 60 * 60 * 1000)
    assert.equal((await app.accounts.holders(['first-name', 'second-name'])).size, 1)
  })

  it('is led to no more once they left', async () => {
    await max.signIn('max')
    await rename('first-name')
    assert.deepEqual(await links(), ['/people/first-name'])
    const id = (await app.accounts.holders(['first-name'])).get('first-name') ?? ''
    await app.accounts.close(id, { hidesName: false })
    assert.deepEqual(await links(), [])
  })
})
