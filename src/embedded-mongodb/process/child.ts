import { fork } from 'node:child_process'
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Report } from './main.ts'
import type { ServerOptions } from './server.ts'

const largestLog = 1_000_000

/**
 * Starts the server in a process of its own and waits for its report. It belongs to no terminal and no parent: it ends by itself when
 * its last client has gone. Throws with the child's sentence when it can't serve the folder.
 */
export async function startChild(options: ServerOptions): Promise<Report> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const log = openLog(join(options.folder, 'server.log'))
  try {
    const child = fork(entry(), [JSON.stringify(options)], {
      ...{ detached: true, execArgv: nodeOptions(), cwd: dirname(fileURLToPath(import.meta.url)) },
      stdio: ['ignore', log, log, 'ipc'],
    })
    const report = await new Promise<Report>((resolve) => {
      child.once('message', (message) => resolve(message as Report))
      child.once('error', (error) => resolve({ failed: error.message }))
      child.once('exit', (code, signal) => resolve({ failed: reasonOf(signal ?? String(code), options.folder) }))
    })
    if (child.connected) child.disconnect()
    child.unref()
    return report
  } finally {
    closeSync(log)
  }
}

/** A memory-mapped file that is shorter than it says, or that holds other things, ends the process that reads it. */
function reasonOf(end: string, folder: string): string {
  if (end === 'SIGBUS' || end === 'SIGSEGV') return `the data in ${folder} is damaged, restore it from a copy (${end})`
  return `the server ended with ${end}, see server.log in ${folder}`
}

function entry(): string {
  const extension = extname(fileURLToPath(import.meta.url))
  return fileURLToPath(new URL(`./main${extension}`, import.meta.url))
}

/** This process's options for Node without a debugger's port; with tsx when this runs from the sources. */
function nodeOptions(): string[] {
  const inherited = process.execArgv.filter(
    (option) => !option.startsWith('--inspect') && !option.startsWith('--cpu-prof'),
  )
  const isSource = extname(fileURLToPath(import.meta.url)) === '.ts'
  const hasLoader = inherited.some((option) => option.includes('tsx'))
  return isSource && !hasLoader ? [...inherited, '--import', import.meta.resolve('tsx')] : inherited
}

/** Begins a new log when the last one has grown large. */
function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return openSync(path, size > largestLog ? 'w' : 'a', 0o600)
}
