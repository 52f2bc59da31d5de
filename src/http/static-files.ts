import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Router, type Request, type Response } from 'express'

interface StaticFile {
  type: string
  bodies: { br?: Buffer; gzip?: Buffer; identity: Buffer }
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
 * The files of public/, read and compressed once at start and served from memory for good: their address holds a
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
      bodies: compressed(content, extension),
    })
  }
  const router = Router()
  router.get('/static/:file', (request, response, next) => {
    const file = byAddress.get(request.params.file)
    if (file) send(file, request, response)
    else next()
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

function compressed(content: Buffer, extension: string): StaticFile['bodies'] {
  if (extension === '.png') return { identity: content }
  return {
    identity: content,
    gzip: gzipSync(content, { level: 9 }),
    br: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  }
}

function send(file: StaticFile, request: Request, response: Response): void {
  // Asked one by one: browsers name gzip first and mean no preference by it.
  const encoding =
    (['br', 'gzip'] as const).find((each) => file.bodies[each] && request.acceptsEncodings(each)) ?? 'identity'
  const body = file.bodies[encoding] ?? file.bodies.identity
  response.set({
    'Content-Type': file.type,
    'Cache-Control': 'public, max-age=31536000, immutable',
    Vary: 'Accept-Encoding',
    'Content-Length': String(body.length),
  })
  if (encoding !== 'identity') response.set('Content-Encoding', encoding)
  response.end(request.method === 'HEAD' ? undefined : body)
}
