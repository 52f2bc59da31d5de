import helmet from 'helmet'
import type { Request, RequestHandler, Response } from 'express'
import type { Config } from '../config/index.ts'

/**
 * Security headers of every response. Scripts and styles come from our static path alone and nothing is inline, so
 * pages need no nonce and can be kept; a path is narrower than 'self', which would let a host's own files run here.
 * They are the same for every request, so helmet is asked once and its answer repeated.
 */
export function securityHeaders(config: Config): RequestHandler {
  const headers = headersOf(policy(config))
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value)
    next()
  }
}

function policy(config: Config): RequestHandler {
  const ours = `${config.url}/static/`
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: [ours],
        styleSrc: [ours],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(config.isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: config.isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // A link out tells the other site which site it came from and nothing more.
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
  })
}

/** What lets pages of other sites read or show an answer; without credentials, for nobody's own pages are behind it. */
export const everySite: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

/** The headers that a handler sets whatever the request. */
function headersOf(handler: RequestHandler): [string, string][] {
  const headers: [string, string][] = []
  const response = {
    setHeader: (name: string, value: string) => void headers.push([name, value]),
    removeHeader: () => undefined,
  }
  void handler({} as Request, response as unknown as Response, () => undefined)
  if (headers.length === 0) throw new Error('helmet set no header')
  return headers
}
