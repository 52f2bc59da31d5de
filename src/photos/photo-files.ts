import type { RequestHandler, Response } from 'express'
import { parseFileName } from './addresses.ts'
import type { PhotoDeps } from './deps.ts'
import { findFile } from './queries/find-file.ts'

/**
 * Serves photos beside the pages: a page full of faces costs no look at anybody's session. What isn't there goes on to
 * the routes, which say so with a page.
 */
export function photoFiles(deps: PhotoDeps): RequestHandler {
  return (request, response, next) => {
    const name = request.path.slice(1)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead || !parseFileName(name)) {
      next()
      return
    }
    findFile(deps, name)
      .then((bytes) => {
        if (!bytes) {
          next()
          return
        }
        // Before Express compares: whether the photo is still there was asked above, also for who has kept it.
        describe(response, name)
        if (request.fresh) response.status(304).end()
        else response.setHeader('Content-Length', bytes.length).end(request.method === 'HEAD' ? undefined : bytes)
      })
      .catch(next)
  }
}

function describe(response: Response, name: string): void {
  response.locals['route'] = '/photos/:file'
  response.set({
    'Content-Type': 'image/webp',
    // Whoever keeps a copy keeps it for five minutes: what was removed is soon gone there, too.
    'Cache-Control': 'public, max-age=300',
    // A photo's bytes never change: another photo is another key.
    ETag: `"${name}"`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    // A search engine's copy of a face would outlive its removal.
    'X-Robots-Tag': 'noindex',
  })
}
