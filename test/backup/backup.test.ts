import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '../../src/app.ts'
import { backupCommands } from '../../src/backup/index.ts'
import type { Config } from '../../src/config/index.ts'
import { createCandor } from '../../src/index.ts'
import { newId } from '../../src/kernel/index.ts'
import { aCategory, aReply, aTopic, regular, stored, type MadeTopic } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, consentPathFor, type MadeTestimonial } from '../support/testimonials.ts'
import { accountOf, aRequest, type MadeRequest } from '../support/tickets.ts'

/** What the commands put together; made to break off where a test wants it. */
interface Whole {
  commands: ReturnType<typeof backupCommands>
  breaksOff: boolean
}

function whole(): Whole {
  const given: Whole = {
    breaksOff: false,
    commands: backupCommands(async (config, work) => {
      const composition = await compose({ ...config, logLevel: 'silent' })
      try {
        if (given.breaksOff && (await composition.database.connection.collection('restores').countDocuments()) > 0)
          throw new Error('as the test wants')
        return await work(composition)
      } finally {
        await composition.close()
      }
    }),
  }
  return given
}

for (const store of ['the embedded store', 'a database that is named'] as const) {
  describe(`a backup of ${store}`, () => {
    const { commands } = whole()
    const run = (name: string, config: Config, ...given: string[]): Promise<string> => commands[name]!(config, ...given)
    const options = store === 'the embedded store' ? { mongodbUri: undefined } : {}
    let app: Running
    let place: string
    let topic: MadeTopic
    let withdrawn: MadeTestimonial
    let stays: MadeTestimonial
    let question: MadeRequest
    let annId: string
    const regretted = 'A reply that its author regrets'
    const about = 'Of Ben, who had it removed'
    const goneAgain = /Gone again: 2 post-by-author, 1 testimonial-withdrawn, 1 request-message, 1 removal, 1 account\./
    before(async () => {
      place = mkdtempSync(join(tmpdir(), 'candor-backup-'))
      app = await startApp({ options })
      const [ann, ben] = [await regular(app, 'ann'), await regular(app, 'ben')]
      topic = await aTopic(app, { by: ann, in: await aCategory(app), text: 'What Ann asks' })
      const reply = await aReply(topic.id, { by: ben, text: regretted })
      await aReply(topic.id, { by: ben, text: 'A reply that stays' })
      withdrawn = await aTestimonial(app)
      stays = await aTestimonial(app)
      question = await aRequest(app, { by: await accountOf(app, 'ben') })
      annId = (await accountOf(app, 'ann')).id
      const benId = (await accountOf(app, 'ben')).id
      const people = app.database.connection.collection<{ _id: string }>('accounts')
      await people.updateOne({ _id: benId }, { $set: { about: { source: about, html: about } } })
      const saved = await run('backup', app.config, join(place, 'backup'))
      assert.match(saved, store === 'the embedded store' ? /at one moment/ : /^Saved \d+ documents/)
      // All of this happens after the backup, and holds after it is brought back.
      assert.equal((await ben.send(`/posts/${reply}/delete`)).status, 303)
      await app.privacy.erase((await app.accounts.find(annId))!)
      await new Person(app).post(`${await consentPathFor(app, withdrawn.email)}/withdrawal`, { what: 'all' })
      await onRequest('about', benId)
      const redaction = `/requests/${question.number}/messages/${question.messageId}/redaction`
      assert.equal((await (await regular(app, 'ben')).send(redaction, { passage: question.marker })).status, 303)
    })
    after(async () => {
      await app.stop()
      rmSync(place, { recursive: true, force: true })
    })

    it('holds documents as mongodump writes them, and what is gone by ids alone', async () => {
      const backup = join(place, 'backup')
      for (const part of ['backup.json', 'candor/posts.bson', 'candor/posts.metadata.json', 'erased.txt'])
        assert.ok(existsSync(join(backup, part)), part)
      assert.ok(!existsSync(join(backup, 'candor/sessions.bson')))
      assert.match(await run('erased', app.config, join(place, 'newer.txt')), /ids of 6 things/)
      const lines = readFileSync(join(place, 'newer.txt'), 'utf8')
      for (const line of lines.trim().split('\n')) assert.match(line, /^[a-z-]+ [\w:-]{12,}(@[\d:.TZ-]+)?$/)
      await assert.rejects(run('backup', app.config, backup), /holds something/)
      await assert.rejects(run('restore', app.config, place), /holds no whole backup/)
    })

    it('is brought back without what was erased, removed, withdrawn or taken out since', async () => {
      const after = await aTopic(app, { by: await regular(app, 'ben'), in: await aCategory(app) })
      const told = await run('restore', app.config, join(place, 'backup'))
      assert.match(told, goneAgain)
      await look(after)
    })

    // How it is brought back is the same, whatever it is brought back to.
    if (store === 'a database that is named') return

    it('is brought back where the database is lost, by a newer file of what is gone; no server starts on half of it', async () => {
      await app.database.connection.dropDatabase()
      const broken = whole()
      broken.breaksOff = true
      const restore = broken.commands['restore']!
      await assert.rejects(restore(app.config, join(place, 'backup'), join(place, 'newer.txt')), /as the test wants/)
      const { mongodbUri, dataFolder, url } = app.config
      const again = createCandor({ url, dataFolder, logLevel: 'silent', ...(mongodbUri ? { mongodbUri } : {}) })
      await assert.rejects(again, /A restore of this database was begun and has not ended/)
      // What was known to be gone before it broke off is still known.
      assert.match(await run('restore', app.config, join(place, 'backup')), goneAgain)
      await look()
    })

    /** Erases something as the removal engine does. */
    async function onRequest(kind: 'about', thingId: string): Promise<void> {
      await app.removables[kind].erase(thingId)
      const now = new Date()
      const run = { _id: newId(), caseId: newId(), state: 'done', startsAt: now, why: 'defamation', createdAt: now }
      const steps = [{ kind, thingId, deed: 'erase', doneAt: now }]
      await app.database.connection.collection<{ _id: string }>('removalruns').insertOne({ ...run, steps } as never)
    }

    async function look(gone?: MadeTopic): Promise<void> {
      const back = await startApp({ beside: app, options })
      try {
        const guest = new Person(back)
        const page = await guest.visit(topic.path)
        assert.equal(page.status, 200)
        assert.match(page.text, /A reply that stays/)
        assert.ok(!page.text.includes(regretted))
        assert.ok(!page.text.includes('Ann Customer'))
        const wall = await guest.visit('/testimonials')
        assert.ok(wall.text.includes(stays.text))
        assert.ok(!wall.text.includes(withdrawn.text))
        assert.equal((await back.accounts.find(annId))?.status, 'erased')
        assert.equal(await back.database.connection.collection('accounts').countDocuments({ 'about.source': about }), 0)
        assert.equal(await stored(back).posts.countDocuments({ source: regretted }), 0)
        const message = await back.database.connection
          .collection<{ _id: string; text: string }>('requestmessages')
          .findOne({ _id: question.messageId })
        assert.equal(message?.text, '')
        assert.equal(await back.database.connection.collection('sessions').countDocuments(), 0)
        assert.deepEqual((await back.testimonials.verify()).faults, [])
        assert.deepEqual(await back.forum.reconcile(), { topics: 0, categories: 0, strayPosts: 0, mirrored: 0 })
        if (gone) assert.equal((await guest.visit(gone.path)).status, 404)
      } finally {
        await back.stop()
      }
    }
  })
}
