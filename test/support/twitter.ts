import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json, readBody } from './facebook.ts'
import { listen } from './running.ts'

/** Who signs in at the Twitter of the tests, or what goes wrong there. */
export interface TwitterPerson {
  id?: string
  screenName?: string
  name?: string
  email?: string
  fault?: 'refuses' | 'nonsense' | 'xml-error'
}

/** A small Twitter on loopback: OAuth 1.0a (RFC 5849) with signatures really checked, and the profile. */
export interface TwitterServer {
  options: {
    consumerKey: string
    consumerSecret: string
    requestTokenUrl: string
    accessTokenUrl: string
    authorizationUrl: string
    profileUrl: string
  }
  be(person: TwitterPerson): void
  stop(): Promise<void>
}

const consumerKey = 'consumer'
const consumerSecret = 'the consumer secret of the tests'

interface Grant {
  secret: string
  callback: string
  verifier?: string
  person?: TwitterPerson
}

/** Starts it on a free port. */
export async function startTwitter(): Promise<TwitterServer> {
  let person: TwitterPerson = {}
  const requestTokens = new Map<string, Grant>()
  const accessTokens = new Map<string, { secret: string; person: TwitterPerson }>()
  const server = createServer((request, response) => void answer(request, response))
  const port = await listen(server)
  const at = (path: string): string => `http://localhost:${port}${path}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', at('/'))
    const sent = await readBody(request)
    if (url.pathname === '/oauth/authenticate') {
      authenticate(url, response)
      return
    }
    const oauth = oauthParameters(request)
    const form = new URLSearchParams(sent)
    const signed = (tokenSecret: string): boolean =>
      isSigned(request.method ?? 'GET', { url, oauth, form, tokenSecret })
    if (url.pathname === '/oauth/request_token') {
      requestToken({ oauth, response, isRight: signed('') })
      return
    }
    if (url.pathname === '/oauth/access_token') {
      accessToken({ oauth, form, response, signed })
      return
    }
    if (url.pathname === '/1.1/account/verify_credentials.json') {
      profile({ oauth, response, signed })
      return
    }
    response.writeHead(404).end()
  }

  function requestToken({
    oauth,
    response,
    isRight,
  }: {
    oauth: Map<string, string>
    response: ServerResponse
    isRight: boolean
  }): void {
    if (person.fault === 'nonsense') return void response.end('busy')
    if (person.fault === 'xml-error') {
      return void response
        .writeHead(401)
        .end('<?xml version="1.0"?><hash><error>Desktop applications only</error></hash>')
    }
    if (!isRight) {
      json(response, 401, { errors: [{ code: 32, message: 'Could not authenticate you.' }] })
      return
    }
    const token = randomBytes(9).toString('hex')
    const secret = randomBytes(9).toString('hex')
    requestTokens.set(token, { secret, callback: String(oauth.get('oauth_callback')) })
    response.end(`oauth_token=${token}&oauth_token_secret=${secret}&oauth_callback_confirmed=true`)
  }

  function authenticate(url: URL, response: ServerResponse): void {
    const token = String(url.searchParams.get('oauth_token'))
    const grant = requestTokens.get(token)
    if (!grant) return void response.writeHead(400).end()
    const back = new URL(grant.callback)
    if (person.fault === 'refuses') back.searchParams.set('denied', token)
    else {
      grant.verifier = randomBytes(9).toString('hex')
      grant.person = person
      back.searchParams.set('oauth_token', token)
      back.searchParams.set('oauth_verifier', grant.verifier)
    }
    response.writeHead(302, { Location: back.href }).end()
  }

  function accessToken(asked: {
    oauth: Map<string, string>
    form: URLSearchParams
    response: ServerResponse
    signed: (secret: string) => boolean
  }): void {
    const { oauth, form, response, signed } = asked
    const token = String(oauth.get('oauth_token'))
    const grant = requestTokens.get(token)
    const verifier = oauth.get('oauth_verifier') ?? form.get('oauth_verifier')
    requestTokens.delete(token)
    if (!grant?.person || verifier !== grant.verifier || !signed(grant.secret))
      return void response.writeHead(401).end('Invalid')
    const granted = { token: randomBytes(9).toString('hex'), secret: randomBytes(9).toString('hex') }
    accessTokens.set(granted.token, { secret: granted.secret, person: grant.person })
    const { id, screenName } = grant.person
    response.end(
      `oauth_token=${granted.token}&oauth_token_secret=${granted.secret}&user_id=${id ?? ''}&screen_name=${screenName ?? ''}`,
    )
  }

  function profile({
    oauth,
    response,
    signed,
  }: {
    oauth: Map<string, string>
    response: ServerResponse
    signed: (secret: string) => boolean
  }): void {
    const known = accessTokens.get(String(oauth.get('oauth_token')))
    if (!known || !signed(known.secret)) {
      json(response, 401, { errors: [{ code: 89, message: 'Invalid or expired token.' }] })
      return
    }
    const { id, screenName, name, email } = known.person
    json(response, 200, { id: Number(id), id_str: id, screen_name: screenName, name, email })
  }

  return {
    options: {
      consumerKey,
      consumerSecret,
      requestTokenUrl: at('/oauth/request_token'),
      accessTokenUrl: at('/oauth/access_token'),
      authorizationUrl: at('/oauth/authenticate'),
      profileUrl: at('/1.1/account/verify_credentials.json'),
    },
    be(next) {
      person = next
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function oauthParameters(request: IncomingMessage): Map<string, string> {
  const header = (request.headers.authorization ?? '').replace(/^OAuth /, '')
  return new Map(
    Array.from(header.matchAll(/(\w+)="([^"]*)"/g), ([, name, value]) => [
      String(name),
      decodeURIComponent(String(value)),
    ]),
  )
}

interface Signed {
  url: URL
  oauth: Map<string, string>
  form: URLSearchParams
  tokenSecret: string
}

/** RFC 5849, 3.4: the HMAC-SHA1 of method, address and all parameters, by the consumer's and the token's secrets. */
function isSigned(method: string, { url, oauth, form, tokenSecret }: Signed): boolean {
  if (oauth.get('oauth_consumer_key') !== consumerKey) return false
  const parameters = [...oauth, ...url.searchParams, ...form]
    .filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
  const base = [method, `${url.origin}${url.pathname}`, parameters.map((pair) => pair.join('=')).join('&')]
    .map(encode)
    .join('&')
  const key = `${encode(consumerSecret)}&${encode(tokenSecret)}`
  return createHmac('sha1', key).update(base).digest('base64') === oauth.get('oauth_signature')
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
