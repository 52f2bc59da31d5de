import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Router, type Request, type Response } from 'express'
import { compress, type Encoding } from './compress.ts'

interface StaticFile {
  type: string
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
      type: types[extension] ?? 'application/octet-stream',
      content,
      encodings: extension === '.png' ? ['identity'] : ['br', 'gzip', 'identity'],
      bodies: new Map(),
    })
  }
  const router = Router()
  router.get('/static/:file', async (request, response, next) => {
    const file = byAddress.get(request.params.file)
    if (!file) {
      next()
      return
    }
    await send(file, request, response)
  })
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
    if (entry.isFile()) files.set(entry.name, readFileSync(join(folder, entry.name)))
  }
  return files
}

async function send(file: StaticFile, request: Request, response: Response): Promise<void> {
  // Asked one by one: browsers name gzip first and mean no preference by it.
  const encoding = file.encodings.find((each) => each === 'identity' || request.acceptsEncodings(each)) ?? 'identity'
  const body = await bodyOf(file, encoding)
  response.set({
    'Content-Type': file.type,
    'Cache-Control': 'public, max-age=31536000, immutable',
    Vary: 'Accept-Encoding',
    'Content-Length': String(body.length),
  })
  if (encoding !== 'identity') response.set('Content-Encoding', encoding)
  response.end(request.method === 'HEAD' ? undefined : body)
}

function bodyOf({ content, bodies }: StaticFile, encoding: Encoding): Promise<Buffer> {
  const body = bodies.get(encoding) ?? compress(content, encoding, 11)
  bodies.set(encoding, body)
  return body
}
