import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page of somebody else's site: its HTML, and headers such as a policy of its own. */
export interface ForeignPage {
  html: string
  headers?: Record<string, string>
}

/** Somebody else's site on an address of this machine that is another site to browsers than `localhost`. */
export interface ForeignSite {
  origin: string
  /** What it serves, by path; may change at any time. */
  pages: Map<string, ForeignPage>
  stop(): Promise<void>
}

/** Starts it, at 127.0.0.1 unless another address of the loopback network is named. */
export async function startForeignSite(host = '127.0.0.1'): Promise<ForeignSite> {
  const pages = new Map<string, ForeignPage>()
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://site.test').pathname)
    if (!page) return void response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end()
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers })
    response.end(
      `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">${page.html}</html>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    pages,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
