import assert from 'node:assert/strict'
import { aCategory, aTopic, regular } from '../support/forum.ts'
import { gateBefore, until, type Gate } from '../support/gate.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

const token = 'x'.repeat(32)
const withToken = { Authorization: `Bearer ${token}` }

/** The number of a line, such as `candor_mails{state="dead"}`; undefined where there is no such line. */
function numberOf(text: string, line: string): number | undefined {
  const found = text.split('\n').find((each) => each.startsWith(`${line} `))
  return found === undefined ? undefined : Number(found.slice(line.length + 1))
}

inEverySetting('metrics', (setting) => {
  let app: Running
  before(async () => {
    app = await startApp({
      setting,
      options: (origin) => ({ url: origin + (setting === 'standalone' ? '' : '/support'), metricsToken: token }),
    })
  })
  after(() => app.stop())

  it('are there for who has the token, and for nobody else', async () => {
    const guest = new Person(app)
    assert.equal((await guest.look('/metrics')).status, 404)
    assert.equal((await guest.look('/metrics', { Authorization: `Bearer ${token}y` })).status, 404)
    assert.equal((await guest.look('/metrics', { Authorization: token })).status, 404)
    assert.equal((await (await regular(app, 'olga')).look('/metrics')).status, 404, 'the owner has no token either')
    const read = await guest.look('/metrics', withToken)
    assert.equal(read.status, 200)
    assert.match(read.headers['content-type'] ?? '', /^text\/plain; version=0\.0\.4/)
    assert.equal(read.headers['cache-control'], 'no-store')
  })

  it('count requests by pattern and class of status, and say nothing of what was asked for', async () => {
    const ann = await regular(app, 'ann')
    const topic = await aTopic(app, { by: ann, in: await aCategory(app) })
    const guest = new Person(app)
    await guest.look(topic.path)
    await guest.look('/no/such/place-of-ann')
    await guest.look('/people/nobody-at-all')
    const { text } = await guest.look('/metrics', withToken)
    const count = (labels: string): number =>
      numberOf(text, `candor_http_request_duration_seconds_count{${labels}}`) ?? 0
    assert.ok(count('method="GET",route="/t/:id/:slug",status="2xx"') >= 1)
    assert.ok(count('method="POST",route="/topics/new",status="3xx"') >= 1)
    assert.ok(count('method="GET",route="/people/:handle",status="4xx"') >= 1)
    assert.ok(count('method="GET",route="other",status="4xx"') >= 1)
    for (const secret of [topic.id, topic.path, 'place-of-ann', 'nobody-at-all', 'ann@', 'Ann', '127.0.0.1'])
      assert.ok(!text.includes(secret), secret)
  })

  it('say what waits, what failed, who is there, and how the process is', async () => {
    await regular(app, 'ann')
    const { text } = await new Person(app).look('/metrics', withToken)
    for (const line of ['candor_jobs{state="waiting"}', 'candor_jobs{state="running"}', 'candor_jobs{state="failed"}'])
      assert.equal(typeof numberOf(text, line), 'number', line)
    assert.equal(numberOf(text, 'candor_mails{state="dead"}'), 0)
    assert.ok((numberOf(text, 'candor_sessions') ?? 0) >= 1)
    assert.equal(numberOf(text, 'candor_streams'), 0)
    assert.equal(numberOf(text, 'candor_store_up'), 1)
    assert.ok((numberOf(text, 'candor_store_answer_seconds') ?? -1) > 0)
    assert.ok((numberOf(text, 'candor_event_loop_lag_seconds{quantile="0.99"}') ?? -1) >= 0)
    assert.ok((numberOf(text, 'process_resident_memory_bytes') ?? 0) > 1e7)
  })
})

describe('metrics', () => {
  it('are not there where no setting says who may read them', async () => {
    const app = await startApp()
    try {
      assert.equal((await new Person(app).look('/metrics', withToken)).status, 404)
    } finally {
      await app.stop()
    }
  })

  it('are there for who asks from a listed address, and say that the store is away while it is', async () => {
    const gate: Gate = await gateBefore(await freshDatabase())
    const app = await startApp({
      options: (url) => ({ url, mongodbUri: gate.uri, metricsNetworks: ['127.0.0.0/8', '::1'] }),
    })
    try {
      const guest = new Person(app)
      assert.equal(numberOf((await guest.look('/metrics')).text, 'candor_store_up'), 1)
      await gate.shut()
      const { status, text } = await guest.look('/metrics')
      assert.equal(status, 200)
      assert.equal(numberOf(text, 'candor_store_up'), 0)
      assert.equal(numberOf(text, 'candor_sessions'), undefined)
      assert.equal(numberOf(text, 'candor_mails{state="waiting"}'), undefined)
      assert.equal(numberOf(text, 'candor_streams'), 0)
      await gate.open()
      await until(async () => numberOf((await guest.look('/metrics')).text, 'candor_store_up') === 1)
    } finally {
      await app.stop()
    }
  })
})
