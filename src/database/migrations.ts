import { randomUUID } from 'node:crypto'
import type { Collection, Connection } from 'mongoose'
import type { DataDeclaration } from '../kernel/index.ts'
import { isDuplicateKey } from './duplicate-key.ts'

/** A change of what is stored already. It must bear being cut off and begun anew, and processes of the version before that still run. */
export interface Migration {
  /** 1, 2, 3 …; the order in which they are run. */
  version: number
  name: string
  run(connection: Connection): Promise<void>
}

/** A migration that was done, or the lock of whoever does them. */
interface MigrationRecord {
  _id: number | 'lock'
  name?: string
  endedAt?: Date
  holder?: string
  until?: Date
}

/** The database was changed by a newer version of the program. The message says so in one sentence. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
}

/** Milliseconds: a holder that isn't heard of for so long is dead; how often one is heard of; how often others look. */
export interface LockTimes {
  lease: number
  beat: number
  look: number
}

const usual: LockTimes = { lease: 30_000, beat: 5_000, look: 250 }

/**
 * Runs what was not run yet, in order, by one process at a time; the others wait for it, however long it takes, and find
 * nothing left to do. Gives the names of those that this call ran. Throws NewerDatabase where the database knows a
 * migration that the list doesn't, and whatever a migration throws: the start then fails, and the next one tries again.
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  times: LockTimes = usual,
): Promise<string[]> {
  const records = connection.collection<MigrationRecord>('migrations')
  // Nothing to do is the usual case, and takes no lock.
  if ((await waiting(records, migrations)).length === 0) return []
  const lock = await takeLock(records, times)
  try {
    const ran: string[] = []
    for (const migration of await waiting(records, migrations)) {
      await migration.run(connection)
      await lock.stillMine()
      await records.insertOne({ _id: migration.version, name: migration.name, endedAt: new Date() })
      ran.push(migration.name)
    }
    return ran
  } finally {
    await lock.release()
  }
}

async function waiting(records: Collection<MigrationRecord>, migrations: readonly Migration[]): Promise<Migration[]> {
  const done = new Set((await records.find({ _id: { $ne: 'lock' } }).toArray()).map(({ _id }) => _id))
  const newest = Math.max(0, ...[...done].map(Number))
  const known = Math.max(0, ...migrations.map(({ version }) => version))
  if (newest > known)
    throw new NewerDatabase(
      `The database was changed by a newer version (migration ${newest}, this one knows ${known}): start that version, or restore a backup from before it.`,
    )
  return migrations.filter(({ version }) => !done.has(version)).toSorted((one, other) => one.version - other.version)
}

interface Lock {
  /** Throws when the lock was lost, because this process stood still for longer than the lease. */
  stillMine(): Promise<void>
  release(): Promise<void>
}

async function takeLock(records: Collection<MigrationRecord>, times: LockTimes): Promise<Lock> {
  const holder = randomUUID()
  while (!(await tryLock(records, holder, times.lease))) {
    await new Promise((resolve) => setTimeout(resolve, times.look))
  }
  const own = { _id: 'lock' as const, holder }
  const extend = async (): Promise<boolean> => {
    const { matchedCount } = await records.updateOne(own, { $set: { until: new Date(Date.now() + times.lease) } })
    return matchedCount === 1
  }
  // A beat that fails is followed by the next; `stillMine` is what counts.
  const beats = setInterval(() => void extend().catch(() => undefined), times.beat)
  return {
    async stillMine() {
      if (!(await extend())) throw new Error('the lock of the migrations was lost')
    },
    async release() {
      clearInterval(beats)
      await records.deleteOne(own)
    },
  }
}

async function tryLock(records: Collection<MigrationRecord>, holder: string, lease: number): Promise<boolean> {
  const now = Date.now()
  try {
    const taken = await records.updateOne(
      { _id: 'lock', until: { $lte: new Date(now) } },
      { $set: { holder, until: new Date(now + lease) } },
      { upsert: true },
    )
    return taken.matchedCount + taken.upsertedCount === 1
  } catch (error) {
    // The lock is there, and its time isn't over.
    if (isDuplicateKey(error)) return false
    throw error
  }
}

export const migrationData: DataDeclaration = { collection: 'migrations', fields: [] }
