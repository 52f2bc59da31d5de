import * as client from 'openid-client'
import { Strategy, type VerifyFunction } from 'openid-client/passport'
import type { Request } from 'express'
import type { OidcProviderEntry } from './providers.ts'

interface StrategyOptions {
  provider: OidcProviderEntry
  configuration: client.Configuration
  /** Full address that the issuer sends the browser back to. */
  callbackUrl: string
}

/**
 * openid-client's strategy (authorisation code, PKCE with S256, `iss` checked) with `state` and `nonce` always sent:
 * PKCE alone would be enough for the protocol, but an issuer that ignores it must not weaken the exchange (RFC 9700, 2.1.1).
 */
export class OidcStrategy extends Strategy {
  private readonly options: StrategyOptions

  constructor(options: StrategyOptions, verify: VerifyFunction) {
    super(
      {
        name: options.provider.id,
        config: options.configuration,
        scope: 'openid profile email',
        callbackURL: options.callbackUrl,
        sessionKey: `oidc:${options.provider.id}`,
      },
      verify,
    )
    this.options = options
  }

  override authorizationRequestParams(): URLSearchParams {
    const params = new URLSearchParams({ state: client.randomState(), nonce: client.randomNonce() })
    if (this.options.provider.asksEachTime) params.set('prompt', 'login')
    return params
  }

  /** Behind a proxy the request's own idea of its address is a guess; the configured one is known. */
  override currentUrl(request: Request): URL {
    const current = new URL(this.options.callbackUrl)
    current.search = new URL(request.originalUrl, 'http://unused.invalid').search
    return current
  }

  /** A callback without code or error is a broken answer, not the wish to begin. */
  override shouldInitiateAuthRequest(request: Request): boolean {
    return !new URL(request.originalUrl, 'http://unused.invalid').pathname.endsWith('/callback')
  }
}
