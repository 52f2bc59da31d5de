import type { Connection } from 'mongoose'

/** Where it stands that a restore is under way. */
export const marker = 'restores'

interface Restore {
  _id: 'under way'
  at: Date
}

/** Says that what is in the database is not whole, or not yet what may be seen. */
export async function markRestore(connection: Connection, at: Date): Promise<void> {
  await connection.collection<Restore>(marker).updateOne({ _id: 'under way' }, { $set: { at } }, { upsert: true })
}

/** Says that everybody may see it again. */
export async function endRestore(connection: Connection): Promise<void> {
  await connection.collection<Restore>(marker).deleteOne({ _id: 'under way' })
}

/** Whether a restore was begun that has not ended: no server may take requests then. */
export async function isBeingRestored(connection: Connection): Promise<boolean> {
  return (await connection.collection<Restore>(marker).countDocuments({ _id: 'under way' }, { limit: 1 })) > 0
}
