import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Router, type Request, type Response } from 'express'
import { compress, type Encoding } from './compress.ts'

interface StaticFile {
  type: string
  etag: string
  isForEverySite: boolean
  content: Buffer
  /** What it can be sent as, best first. */
  encodings: readonly Encoding[]
  /** Made when first asked for. */
  bodies: Map<Encoding, Promise<Buffer>>
}

export interface StaticFiles {
  /** The fingerprinted path below the mount path of `app.css`, `app.js`, … Throws when there is no such file. */
  address(name: string): string
  readonly router: Router
}

/**
 * Files that pages of other sites load. They have an address without a fingerprint too, which leads to the present ones,
 * and an address whose content is no longer there leads on to that.
 */
const forEverySite = ['embed.js', 'embed.css']

/** How long a browser may keep what such an address gave before it asks again, in seconds. */
const freshFor = 600

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * The files of public/, read at start, compressed once and served from memory for good: their address holds a
 * fingerprint of their content. All style sheets are one file, in the order of css/index.txt, to save requests.
 */
export function loadStaticFiles(folder: string): StaticFiles {
  const byAddress = new Map<string, StaticFile>()
  const addresses = new Map<string, string>()
  for (const [name, content] of contents(folder)) {
    const extension = extname(name)
    const print = createHash('sha256').update(content).digest('base64url').slice(0, 10)
    const address = `${name.slice(0, -extension.length)}.${print}${extension}`
    addresses.set(name, `/static/${address}`)
    byAddress.set(address, {
      etag: `"${print}"`,
      isForEverySite: forEverySite.includes(name),
      type: types[extension] ?? 'application/octet-stream',
      content,
      encodings: extension === '.png' ? ['identity'] : ['br', 'gzip', 'identity'],
      bodies: new Map(),
    })
  }
  const router = Router()
  router.get('/static/:file', async (request, response, next) => {
    const { file: name } = request.params
    const file = byAddress.get(name)
    const later = forEverySite.find((each) => name.startsWith('embed.') && extname(each) === extname(name))
    if (file) await send(file, { request, response, cacheControl: 'public, max-age=31536000, immutable' })
    else if (later) response.set({ ...openHeaders, 'Cache-Control': 'no-cache' }).redirect(302, `../${later}`)
    else next()
  })
  for (const name of forEverySite) {
    const [address = ''] = (addresses.get(name) ?? '').split('/').slice(-1)
    router.get(`/${name}`, async (request, response) => {
      const file = byAddress.get(address)
      if (file) await send(file, { request, response, cacheControl: `public, max-age=${freshFor}` })
    })
  }
  return {
    router,
    address(name) {
      const address = addresses.get(name)
      if (address === undefined) throw new Error(`public/ has no ${name}`)
      return address
    },
  }
}

function contents(folder: string): Map<string, Buffer> {
  const css = readFileSync(join(folder, 'css/index.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const sheets = css.map((file) => readFileSync(join(folder, 'css', file.trim())))
  const files = new Map<string, Buffer>([['app.css', Buffer.concat(sheets)]])
  for (const entry of readdirSync(join(folder, 'js'))) files.set(entry, readFileSync(join(folder, 'js', entry)))
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && extname(entry.name) in types) files.set(entry.name, readFileSync(join(folder, entry.name)))
  }
  return files
}

const openHeaders = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' }

async function send(
  file: StaticFile,
  { request, response, cacheControl }: { request: Request; response: Response; cacheControl: string },
): Promise<void> {
  // Asked one by one: browsers name gzip first and mean no preference by it.
  const encoding = file.encodings.find((each) => each === 'identity' || request.acceptsEncodings(each)) ?? 'identity'
  const body = await bodyOf(file, encoding)
  response.set({
    'Content-Type': file.type,
    'Cache-Control': cacheControl,
    Vary: 'Accept-Encoding',
    ETag: file.etag,
    'Content-Length': String(body.length),
    ...(file.isForEverySite ? openHeaders : {}),
  })
  if (request.headers['if-none-match'] === file.etag) {
    response.removeHeader('Content-Length')
    response.status(304).end()
    return
  }
  if (encoding !== 'identity') response.set('Content-Encoding', encoding)
  response.end(request.method === 'HEAD' ? undefined : body)
}

function bodyOf({ content, bodies }: StaticFile, encoding: Encoding): Promise<Buffer> {
  const body = bodies.get(encoding) ?? compress(content, encoding, 11)
  bodies.set(encoding, body)
  return body
}
