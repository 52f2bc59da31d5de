import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from '../protocol/client.ts'

/** Where the server of a data folder listens. */
export type Listening = { socket: string } | { port: number; user: string; password: string }

/** What a running server leaves in its data folder for those who look for it; readable by its user only. */
export interface Notice {
  pid: number
  listening: Listening
}

function noticePath(folder: string): string {
  return join(folder, 'server.json')
}

/** The notice in the folder, be its server alive or not; undefined when there is none that can be read. */
export function readNotice(folder: string): Notice | undefined {
  try {
    return JSON.parse(readFileSync(noticePath(folder), 'utf8')) as Notice
  } catch {
    return undefined
  }
}

/** Writes the notice in one step, so that nobody reads half of it; makes the folder when there is none. */
export function writeNotice(folder: string, notice: Notice): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${noticePath(folder)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(notice), { mode: 0o600 })
  renameSync(draft, noticePath(folder))
}

/** Takes the notice away when it is this process's. What was agreed for TCP stays, so that the address is the same next time. */
export function removeNotice(folder: string): void {
  const notice = readNotice(folder)
  if (notice?.pid !== process.pid) return
  if ('socket' in notice.listening) rmSync(noticePath(folder), { force: true })
  else writeNotice(folder, { ...notice, pid: 0 })
}

/** The connection string's part before the database, and its options. */
export function uriOf(listening: Listening, database: string): string {
  if ('socket' in listening)
    return `mongodb://${encodeURIComponent(listening.socket)}/${database}?directConnection=true`
  const { user, password, port } = listening
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return `mongodb://${who}@127.0.0.1:${port}/${database}?directConnection=true&authSource=admin&authMechanism=SCRAM-SHA-256`
}

/** The socket's path, or `127.0.0.1:port`. */
export function addressOf(listening: Listening): string {
  return 'socket' in listening ? listening.socket : `127.0.0.1:${listening.port}`
}

/** Where a client connects to, without the user and password. */
export function placeOf(listening: Listening): Place {
  return 'socket' in listening ? { path: listening.socket } : { port: listening.port, host: '127.0.0.1' }
}
