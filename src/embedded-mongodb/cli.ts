import { mkdirSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedMongodb } from './index.ts'
import { dump, restore } from './tools/dump.ts'
import { openSession } from './tools/session.ts'

const usage = `The embedded store.

  store [--folder data] [--tcp <port>]       runs it and prints its address, for mongosh or Compass
  store copy <to> [--folder data]            copies it while it is used; the copy can be opened as a data folder
  store dump <to> [--folder data]            writes BSON as mongodump does
  store restore <from> [--folder data]       reads what mongodump or dump wrote
`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { folder: { type: 'string', default: 'data' }, tcp: { type: 'string' }, help: { type: 'boolean' } },
  })
  const [action = 'run', path] = positionals
  if (values.help) print(usage)
  else if (action === 'run') await run(values.folder, values.tcp)
  else if (path !== undefined && ['copy', 'dump', 'restore'].includes(action))
    await act(action, { folder: values.folder, path })
  else {
    process.exitCode = 2
    print(usage)
  }
}

async function run(folder: string, tcp: string | undefined): Promise<void> {
  const options = tcp === undefined ? {} : { tcp: { port: Number(tcp) } }
  const store = await startEmbeddedMongodb({ folder, ...options, onError: (error) => print(`${error.message}\n`) })
  print(`${store.uri}\n`)
  // Waiting for a signal does not keep a process alive.
  const alive = setInterval(() => undefined, 1 << 30)
  await new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, done)
  })
  clearInterval(alive)
  await store.close()
}

async function act(action: string, { folder, path }: { folder: string; path: string }): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const session = await openSession(realpathSync(folder))
  try {
    if (action === 'copy') {
      await session.command('admin', { copy: 1, to: resolve(path) })
      print(`copied to ${resolve(path)}\n`)
      return
    }
    const counts = await (action === 'dump' ? dump : restore)(session, path)
    for (const [ns, count] of counts) print(`${ns}: ${count} documents\n`)
  } finally {
    await session.close()
  }
}

function print(text: string): void {
  process.stdout.write(text)
}

await main()
