import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { createDiskStore, createGridFsStore, type FileStore, type StoreKind } from '../../files/index.ts'

/**
 * Where attachments are: a folder of their own beside the photos, or a bucket of their own. Their names are keys made of
 * chance. What was stored before the choice changed is found where it is.
 */
export function attachmentStore(
  connection: Connection,
  { kind, uploadsFolder }: { kind: StoreKind; uploadsFolder: string },
): FileStore {
  const keyOf = (name: string): string | undefined => (/^[\w-]{24}$/.test(name) ? name : undefined)
  const disk = createDiskStore(join(uploadsFolder, 'requests'), keyOf)
  const gridfs = createGridFsStore(connection, { bucketName: 'requestfiles', keyOf })
  const [chosen, other] = kind === 'disk' ? [disk, gridfs] : [gridfs, disk]
  return {
    kind,
    put: (name, bytes) => chosen.put(name, bytes),
    get: async (name) => (await chosen.get(name)) ?? other.get(name),
    read: async (name) => (await chosen.read(name)) ?? other.read(name),
    async remove(name) {
      await chosen.remove(name)
      await other.remove(name)
    },
    async *list() {
      yield* chosen.list()
      yield* other.list()
    },
  }
}
