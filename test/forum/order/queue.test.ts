import assert from 'node:assert/strict'
import { aCategory, aReply, aTopic, regular, stored } from '../../support/forum.ts'
import { startApp, type Running } from '../../support/running.ts'

describe('the queue of what waits for a moderator', () => {
  let app: Running
  before(async () => {
    app = await startApp()
  })
  after(() => app.stop())

  it('shows no words that their author took out of sight, nor quotes of what is gone', async () => {
    const [ann, ben, mia] = [await regular(app, 'ann'), await regular(app, 'ben'), await regular(app, 'mia')]
    const topic = await aTopic(app, { by: ben, in: await aCategory(app) })
    const source = await aReply(topic.id, { by: ann, text: 'Quoted-words' })
    const text = `> [Ann](/posts/${source}):\n> Quoted-words\n\nAnswer-words`
    const quoting = await aReply(topic.id, { by: ben, text })
    for (const id of [source, quoting])
      assert.equal((await mia.send(`/posts/${id}/report`, { ground: 'spam', words: '' })).status, 303)
    assert.match((await mia.visit('/staff/moderation')).text, /Quoted-words/)
    await stored(app).posts.updateOne({ _id: source }, { $set: { hiddenFor: ['leaving'] } })
    const queue = await mia.visit('/staff/moderation')
    assert.match(queue.text, /Answer-words/)
    assert.doesNotMatch(queue.text, /Quoted-words/)
  })
})
