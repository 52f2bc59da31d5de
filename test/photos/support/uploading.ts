import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load, type CheerioAPI } from 'cheerio'
import request from 'supertest'
import type { CandorOptions } from '../../../src/config/index.ts'
import { signedIn, type Person } from '../../support/person.ts'
import { startApp, type Running, type Setting } from '../../support/running.ts'
import { noise } from './pictures.ts'

export const storeKinds = ['disk', 'gridfs'] as const
export type StoreKind = (typeof storeKinds)[number]

/** The product with a folder of its own for photos. */
export interface WithPhotos extends Running {
  folder: string
  /** Names of all files of photos, wherever they are kept. */
  files(): Promise<string[]>
  /** The bytes of all files of photos. */
  bytes(): Promise<Buffer>
}

interface Around {
  setting?: Setting
  clock?: () => Date
  options?: CandorOptions | ((origin: string) => Promise<CandorOptions>)
}

/** Starts the product with photos in the given store. */
export async function startWithPhotos(store: StoreKind, around: Around = {}): Promise<WithPhotos> {
  const folder = mkdtempSync(join(tmpdir(), 'candor-uploads-'))
  const { options, ...rest } = around
  const app = await startApp({
    ...rest,
    options: async (origin) => ({
      photoStore: store,
      uploadsFolder: folder,
      ...(typeof options === 'function' ? await options(origin) : options),
    }),
  })
  const chunks = app.database.connection.collection<{ _id: unknown; files_id: string; data: { buffer: Buffer } }>(
    'photos.chunks',
  )
  const onDisk = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
  return {
    ...app,
    folder,
    async files() {
      const inBucket = await chunks.distinct('files_id')
      return [...onDisk().map((path) => path.split('/').at(-1) ?? ''), ...inBucket].sort()
    },
    async bytes() {
      const inBucket = await chunks.find().toArray()
      return Buffer.concat([...onDisk().map((path) => readFileSync(path)), ...inBucket.map(({ data }) => data.buffer)])
    },
    async stop() {
      await app.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts the product with photos in the given store, and Ann there, who has one. */
export async function startWithAnn(
  store: StoreKind,
  around: Around = {},
): Promise<{ app: WithPhotos; ann: Person; annId: string }> {
  const app = await startWithPhotos(store, around)
  const ann = await signedIn(app, 'ann')
  return { app, ann, annId: await bearerOf(app, await aPhotoOf(ann, await aPicture())) }
}

export interface Uploaded {
  status: number
  /** Where the answer leads. */
  location: string | undefined
  text: string
  $: CheerioAPI
}

/** Sends a file from the page of one's own photo, as a browser does. `file` missing: the field is sent empty. */
export async function upload(
  person: Person,
  file: Buffer | undefined,
  { name = 'photo.jpg', type = 'image/jpeg', ...fields }: Record<string, string> = {},
): Promise<Uploaded> {
  const page = await person.visit('/me/photo')
  const token = String(page.$('.photo-form input[name=_csrf]').attr('value'))
  const boundary = `----${randomUUID()}`
  const head = { Accept: 'text/html', Origin: new URL(person.app.url).origin, 'Sec-Fetch-Site': 'same-origin' }
  const response = await person.agent
    .post(person.whole('/me/photo'))
    .redirects(0)
    .set({ ...head, 'Content-Type': `multipart/form-data; boundary=${boundary}` })
    .send(
      multipart(
        boundary,
        { _csrf: token, ...fields },
        { name: file ? name : '', type: file ? type : 'application/octet-stream', bytes: file },
      ),
    )
  const { location } = response.headers as Record<string, string | undefined>
  return { status: response.status, location, text: response.text, $: load(response.text) }
}

export interface Served {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** Asks for a photo as a browser without an account does. */
export async function photoAt(app: Running, name: string, headers: Record<string, string> = {}): Promise<Served> {
  const response = await request(app.reachedAt).get(`/photos/${name}`).set(headers).buffer()
  const body: unknown = response.body
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.isBuffer(body) ? body : Buffer.from(response.text),
  }
}

/** As browsers write it: without a file, the field is there with an empty name. */
function multipart(
  boundary: string,
  fields: Record<string, string>,
  file: { name: string; type: string; bytes: Buffer | undefined },
): Buffer {
  const part = (disposition: string): string => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`
  const texts = Object.entries(fields).map(([name, value]) => `${part(`name="${name}"`)}\r\n${value}\r\n`)
  const head = `${part(`name="photo"; filename="${file.name}"`)}Content-Type: ${file.type}\r\n\r\n`
  return Buffer.concat([
    Buffer.from(texts.join('') + head),
    file.bytes ?? Buffer.alloc(0),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
}

/** Uploads a picture that is taken. Gives the photo's key. */
export async function aPhotoOf(person: Person, picture: Buffer): Promise<string> {
  const sent = await upload(person, picture)
  assert.equal(sent.status, 303, sent.$('main').text())
  return shownKey(person)
}

/** A small picture that is taken. */
export function aPicture(): Promise<Buffer> {
  return noise(200, 200).png().toBuffer()
}

/** The names of a photo's files, in order. */
export function filesOf(key: string): string[] {
  return ['large', 'medium', 'small'].map((size) => `${key}-${size}.webp`)
}

/** Whose photo it is. */
export async function bearerOf(app: Running, key: string): Promise<string> {
  const photos = app.database.connection.collection<{ _id: string; accountId: string }>('photos')
  const photo = await photos.findOne({ _id: key })
  assert.ok(photo)
  return photo.accountId
}

/** How the product answers to who asks for a photo. */
export async function statusOf(app: Running, key: string): Promise<number> {
  return (await photoAt(app, `${key}-medium.webp`)).status
}

/** Where something of a photo with this key is left. */
export async function leftoversOf({ photos }: Running, key: string): Promise<string[]> {
  const { left } = await photos.removable.whatIsLeft([{ kind: 'name', value: key }])
  return left.map(({ place, id }) => `${place}: ${id}`)
}

/** The key of the photo that a person's own page shows. */
export async function shownKey(person: Person): Promise<string> {
  const page = await person.visit('/me/photo')
  const address = page.$('img.photo').attr('src') ?? ''
  const key = /\/photos\/([\w-]{24})-medium\.webp$/.exec(address)?.[1]
  assert.ok(key, `the page shows no photo: ${page.$('main').text()}`)
  return key
}
