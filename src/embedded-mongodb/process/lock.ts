import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode, toNumber } from '../semantics/index.ts'
import type { Environment } from '../storage/environment.ts'

const lockKey = Buffer.from([0, 4])

/** Another process serves the folder. */
export class FolderInUse extends Error {
  readonly pid: number
  constructor(pid: number) {
    super(`process ${pid} serves this folder already`)
    this.pid = pid
  }
}

/**
 * Makes this process the one that serves the folder. LMDB's own lock, which the system gives back when a process dies, makes sure that
 * two can't do this at the same time; an entry whose process does not live any more does not count, nor does one that came with a copy
 * of another folder. Throws FolderInUse.
 */
export function takeFolder(environment: Environment, folder: string): void {
  const file = fileOf(folder)
  environment.root.transactionSync(() => {
    const bytes = environment.catalogue.getBinary(lockKey)
    const holder = bytes ? decode(bytes) : {}
    const pid = toNumber(holder['pid']) ?? 0
    const isOther = pid > 0 && pid !== process.pid && holder['file'] === file
    if (isOther && lives(pid, holder['birth'])) throw new FolderInUse(pid)
    environment.catalogue.putSync(lockKey, encode({ pid: process.pid, birth: birthOf(process.pid), file }))
  })
}

/** Takes this process's entry away, so that another one may serve the folder at once. */
export function leaveFolder(environment: Environment): void {
  environment.root.transactionSync(() => environment.catalogue.removeSync(lockKey))
}

/** Tells the data file from its copies. */
function fileOf(folder: string): string {
  const { dev, ino } = statSync(join(folder, 'data.lmdb'), { bigint: true })
  return `${dev}:${ino}`
}

function lives(pid: number, birth: unknown): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return birthOf(pid) === birth
}

/** Tells two processes of the same number apart, where the system says when they began. */
function birthOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    return `${boot} ${started}`
  } catch {
    return ''
  }
}
