import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../src/kernel/index.ts'
import { until } from './support/gate.ts'
import { Person } from './support/person.ts'
import { startProxy, type Proxy } from './support/proxy.ts'
import { freePort } from './support/running.ts'

/** Who writes and reads by the balancer's address all the while, and how their requests ended. */
interface Traffic {
  statuses: number[]
  end: () => Promise<void>
}

describe('two processes behind a load balancer', () => {
  let proxy: Proxy
  let folder: string
  let processes: { port: number; child: ChildProcess }[]
  before(async function () {
    this.timeout(60_000)
    proxy = await startProxy({ patience: 10_000 })
    folder = mkdtempSync(join(tmpdir(), 'candor-two-'))
    processes = []
    // One makes the store and the indexes; the other finds them, and both are started at once.
    for (let count = 0; count < 2; count += 1) processes.push(await aProcess())
    await until(() => Promise.resolve(proxy.ready().length === 2), 60)
  })
  after(async () => {
    await proxy.stop()
    for (const { child } of processes) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  async function aProcess(): Promise<{ port: number; child: ChildProcess }> {
    const port = await freePort()
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        PUBLIC_URL: proxy.url,
        DEMO_SIGN_IN: 'true',
        DATA_FOLDER: join(folder, 'data'),
        UPLOADS_FOLDER: join(folder, 'uploads'),
        LOG_LEVEL: 'error',
        DRAIN_SECONDS: '2',
      },
    })
    proxy.add(port)
    return { port, child }
  }

  it('are stopped one by one without a request that fails', async () => {
    const at = { url: proxy.url, reachedAt: proxy.url, mountPath: '' }
    const reader = new Person(at)
    // Demo sign-in remembers in one process what the other is asked for: until somebody is in, one is enough.
    const [stays, leaves] = processes
    const traffic = begin(reader)
    await until(() => Promise.resolve(traffic.statuses.length > 20))
    const ended = once(leaves!.child, 'exit')
    leaves!.child.kill('SIGTERM')
    const [code] = (await ended) as [number | null]
    assert.equal(code, 0)
    const seen = traffic.statuses.length
    await until(() => Promise.resolve(traffic.statuses.length > seen + 20))
    await traffic.end()
    assert.deepEqual(proxy.failures, [])
    assert.deepEqual([...new Set(traffic.statuses)], [200])
    assert.deepEqual(proxy.ready(), [stays!.port])
  })

  /** Several at once, so that requests are under way at any moment. */
  function begin(reader: Person): Traffic {
    const statuses: number[] = []
    let isOver = false
    const lanes = Array.from({ length: 6 }, async () => {
      while (!isOver) statuses.push((await reader.look(`/sign-in?return=/t/${newId()}`)).status)
    })
    return {
      statuses,
      async end() {
        isOver = true
        await Promise.all(lanes)
      },
    }
  }
})
