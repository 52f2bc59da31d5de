import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { fillForum } from '../../bench/forum/fill.ts'
import { compose } from '../../src/app.ts'
import { readOptions } from '../../src/config/index.ts'

describe('the forum that benchmarks read', () => {
  const sessionSecret = 'a secret that is only good for this test'
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'candor-fill-'))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('is one that the product could have made, with somebody signed in', async () => {
    const filled = await fillForum({ folder, topics: 30, longTopic: 300, secret: sessionSecret })
    const mail = { smtpUrl: 'smtp://127.0.0.1:9', mailFrom: 'support@forum.example' }
    const settings = { production: true, url: 'https://forum.example', sessionSecret, dataFolder: folder, ...mail }
    const composition = await compose(readOptions({ ...settings, logLevel: 'silent' }))
    try {
      assert.deepEqual(Object.values(await composition.forum.reconcile()), [0, 0, 0, 0], 'the figures were wrong')
      const { app } = composition
      await request(app).get(filled.categoryPath).expect(200)
      await request(app).get(filled.deepPath).expect(200)
      const signedIn = await request(app).get(filled.topicPath).set('Cookie', filled.cookie).expect(200)
      assert.match(signedIn.text, /action="\/sign-out"/)
      assert.equal(signedIn.text.match(/<article/g)?.length, 20)
    } finally {
      await composition.close()
    }
  })
})
