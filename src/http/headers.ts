import helmet from 'helmet'
import type { Request, RequestHandler, Response } from 'express'
import type { Config } from '../config/index.ts'
import type { Exceptions } from './answers.ts'

/**
 * Security headers of every response. Scripts and styles come from our static path alone and nothing is inline, so
 * pages need no nonce and can be kept; a path is narrower than 'self', which would let a host's own files run here.
 * They are the same for every request, so helmet is asked once and its answer repeated.
 */
export function securityHeaders(config: Config): RequestHandler {
  const headers = headersOf(policy(config, {}))
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value)
    next()
  }
}

/** The headers by which an answer departs from the usual ones; no value takes one away. */
export function exceptionalHeaders(config: Config, exceptions: Exceptions): [string, string | undefined][] {
  const headers = headersOf(policy(config, exceptions)).filter(([name]) => departing.includes(name))
  return [
    ...headers,
    // It knows no list of origins; where the policy names some, this would refuse them all.
    ...(exceptions.framedBy ? [['X-Frame-Options', undefined] as [string, undefined]] : []),
    ...(exceptions.everySite ? [['Access-Control-Allow-Origin', '*'] as [string, string]] : []),
  ]
}

const departing = ['Content-Security-Policy', 'Cross-Origin-Opener-Policy', 'Cross-Origin-Resource-Policy']

function policy(config: Config, { framedBy, holdsFrames, frames = [], opener, everySite }: Exceptions): RequestHandler {
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
        frameAncestors: framedBy ? [...framedBy] : ["'none'"],
        ...(holdsFrames || frames.length > 0 ? { frameSrc: [...(holdsFrames ? ["'self'"] : []), ...frames] } : {}),
        ...(config.isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: config.isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // A link out tells the other site which site it came from and nothing more.
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: opener ? 'unsafe-none' : 'same-origin' },
    crossOriginResourcePolicy: { policy: everySite ? 'cross-origin' : 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
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
