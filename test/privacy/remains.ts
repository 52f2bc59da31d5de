import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mongo } from 'mongoose'
import type { Running } from '../support/running.ts'

/** Everything that an installation keeps, as raw bytes: a place and what is there. */
export interface Kept {
  place: string
  bytes: Buffer
}

/** All documents of all collections, by the driver and not by any model, and all files of the given folders. */
export async function everythingOf(app: Running, folders: readonly string[]): Promise<Kept[]> {
  const { db } = app.database.connection
  if (!db) throw new Error('not connected')
  const kept: Kept[] = []
  for (const { name } of await db.listCollections().toArray()) {
    for await (const document of db.collection(name).find()) {
      kept.push({ place: `${name} ${String(document._id)}`, bytes: Buffer.from(mongo.BSON.serialize(document)) })
    }
  }
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile()) kept.push({ place: path, bytes: Buffer.concat([Buffer.from(path), readFileSync(path)]) })
    }
  }
  return kept
}

/** Where a text or some bytes stand, in whatever letters, or as base64, hexadecimal digits or part of an address. */
export function placesOf(marker: string | Buffer, kept: readonly Kept[]): string[] {
  const forms = typeof marker === 'string' ? formsOfText(marker) : formsOfBytes(marker)
  return kept.filter(({ bytes }) => forms.some((form) => form.isIn(bytes))).map(({ place }) => place)
}

/** Places that hold a picture of any kind, by the marks that each kind begins with. */
export function placesOfPictures(kept: readonly Kept[]): string[] {
  const marks = [Buffer.from('WEBPVP8'), Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('\x89PNG', 'latin1')]
  return kept.filter(({ bytes }) => marks.some((mark) => bytes.includes(mark))).map(({ place }) => place)
}

interface Form {
  isIn: (bytes: Buffer) => boolean
}

const whole = (text: string | Buffer): Form => ({ isIn: (bytes) => bytes.includes(text) })

function formsOfText(text: string): Form[] {
  const folded = text.toLowerCase()
  return [
    { isIn: (bytes) => bytes.toString('utf8').toLowerCase().includes(folded) },
    { isIn: (bytes) => bytes.toString('utf8').toLowerCase().includes(encodeURIComponent(text).toLowerCase()) },
    whole(JSON.stringify(text).slice(1, -1)),
    ...formsOfBytes(Buffer.from(text)),
    ...formsOfBytes(Buffer.from(folded)),
  ]
}

function formsOfBytes(bytes: Buffer): Form[] {
  const encoded = [0, 1, 2].flatMap((offset) => [
    base64At(bytes, offset, 'base64'),
    base64At(bytes, offset, 'base64url'),
  ])
  return [bytes, bytes.toString('hex'), ...encoded].map(whole)
}

/** How bytes look in base64 when so many others stand before them: without the digits that they share with those around. */
function base64At(bytes: Buffer, offset: number, encoding: 'base64' | 'base64url'): string {
  const digits = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString(encoding)
    .replace(/=+$/, '')
  const isShared = (offset + bytes.length) % 3 !== 0
  return digits.slice(offset === 0 ? 0 : offset + 1, isShared ? -1 : undefined)
}
