import helmet from 'helmet'
import type { RequestHandler } from 'express'
import type { Config } from '../config/index.ts'

/**
 * Security headers of every response. Scripts and styles come from our static path alone and nothing is inline, so
 * pages need no nonce and can be kept; a path is narrower than 'self', which would let a host's own files run here.
 */
export function securityHeaders(config: Config): RequestHandler {
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
