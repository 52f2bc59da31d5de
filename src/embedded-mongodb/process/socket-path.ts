import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `sun_path` has room for 108 bytes with the closing zero on Linux and for 104 on macOS. */
const longest = 103

/**
 * Where the folder's socket is: in the folder itself, or, when that path is too long for a socket, in a folder below the system's
 * temporary one that belongs to this user alone. Throws when somebody else has put something in its place.
 */
export function socketPath(folder: string): string {
  const beside = join(folder, 'mongodb.sock')
  if (Buffer.byteLength(beside) <= longest) return beside
  const hash = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 16)
  const user = process.getuid?.() ?? 0
  const parent = [tmpdir(), '/tmp'].find((path) => Buffer.byteLength(path) < 50) ?? '/tmp'
  const own = join(parent, `embedded-mongodb-${user}`)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  const found = lstatSync(own)
  if (!found.isDirectory() || (process.getuid && found.uid !== user)) {
    throw new Error(`${own} is not a folder of this user: the socket can't be put there`)
  }
  chmodSync(own, 0o700)
  return join(own, `${hash}.sock`)
}
