import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { z } from 'zod'

const kinds = z.enum(['node', 'express', 'ejs'])
export type BaselineKind = z.output<typeof kinds>

const posts = z.array(z.object({ author: z.string(), at: z.iso.datetime(), html: z.string() }))

/** What a baseline serves: the bytes of our topic page, and its posts for the one that renders. */
const servedSchema = z.object({ html: z.string(), title: z.string(), posts })
export type Served = z.output<typeof servedSchema>

// Forked by run.ts: `baseline.ts <kind> <file>`. Tells its port and serves until it is ended.
const kind = kinds.parse(process.argv[2])
const served = servedSchema.parse(JSON.parse(readFileSync(process.argv[3] ?? '', 'utf8')))
const server = createServer(listenerOf(kind))
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))

function listenerOf(kind: BaselineKind): RequestListener {
  switch (kind) {
    case 'node':
      return bareNode()
    case 'express':
      return expressString()
    case 'ejs':
      return expressEjs()
    default:
      return kind satisfies never
  }
}

/** As little as a server can do. */
function bareNode(): RequestListener {
  const bytes = Buffer.from(served.html)
  return (_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Content-Length', bytes.length)
    response.end(bytes)
  }
}

/** What everybody writes first: a route that sends a text, with Express as it comes. */
function expressString(): RequestListener {
  const app = express()
  app.get('/', (_request, response) => void response.send(served.html))
  return app
}

/** A page of twenty posts that are in memory, with Express and EJS as they come in production. */
function expressEjs(): RequestListener {
  const app = express()
  app.set('views', fileURLToPath(new URL('views', import.meta.url)))
  app.set('view engine', 'ejs')
  app.enable('view cache')
  const { title } = served
  const listed = served.posts.map((post) => ({ ...post, at: new Date(post.at) }))
  app.get('/', (_request, response) => response.render('topic', { title, posts: listed }))
  return app
}
