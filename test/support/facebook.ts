import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from './running.ts'

/** Who signs in at the Facebook of the tests, or what goes wrong there. */
export interface FacebookPerson {
  id?: string
  name?: string
  email?: string
  picture?: string
  fault?: 'refuses' | 'nonsense' | 'hangs' | 'token-error'
}

/** A small Facebook on loopback: OAuth 2 and the Graph API's /me, with codes used once and proofs really checked. */
export interface FacebookServer {
  options: { appId: string; appSecret: string; authorizationUrl: string; tokenUrl: string; profileUrl: string }
  /** Who answers from now on. */
  be(person: FacebookPerson): void
  /** What Facebook would send to a callback for one of its people. */
  signedRequest(userId: string, secret?: string): string
  stop(): Promise<void>
}

const appId = '1234567890'
const appSecret = 'the app secret of the tests'

/** Starts it on a free port. */
export async function startFacebook(): Promise<FacebookServer> {
  let person: FacebookPerson = {}
  const codes = new Map<string, { redirectUri: string; person: FacebookPerson }>()
  const tokens = new Map<string, FacebookPerson>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://facebook.test')
    if (url.pathname === '/dialog/oauth') dialog(url, response)
    else if (url.pathname === '/oauth/access_token')
      void readBody(request).then((body) => exchange(new URLSearchParams(`${url.search.slice(1)}&${body}`), response))
    else if (url.pathname === '/me') profile(url, response)
    else response.writeHead(404).end()
  })
  const port = await listen(server)
  const at = (path: string): string => `http://localhost:${port}${path}`

  function dialog(url: URL, response: ServerResponse): void {
    const back = new URL(String(url.searchParams.get('redirect_uri')))
    back.searchParams.set('state', String(url.searchParams.get('state')))
    if (person.fault === 'refuses') {
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_reason', 'user_denied')
    } else {
      const code = randomBytes(12).toString('hex')
      codes.set(code, { redirectUri: String(url.searchParams.get('redirect_uri')), person })
      back.searchParams.set('code', code)
    }
    response.writeHead(302, { Location: back.href }).end()
  }

  function exchange(asked: URLSearchParams, response: ServerResponse): void {
    if (person.fault === 'hangs') return
    if (person.fault === 'nonsense') return void response.end('<html>busy</html>')
    if (asked.get('grant_type') === 'client_credentials') {
      appToken(asked, response)
      return
    }
    const grant = codes.get(String(asked.get('code')))
    codes.delete(String(asked.get('code')))
    const isRight =
      asked.get('client_id') === appId &&
      asked.get('client_secret') === appSecret &&
      grant?.redirectUri === asked.get('redirect_uri')
    if (!grant || !isRight || person.fault === 'token-error') {
      json(response, 400, {
        error: { message: 'This authorization code has been used.', type: 'OAuthException', code: 100 },
      })
      return
    }
    const token = randomBytes(12).toString('hex')
    tokens.set(token, grant.person)
    json(response, 200, { access_token: token, token_type: 'bearer', expires_in: 5000 })
  }

  function appToken(asked: URLSearchParams, response: ServerResponse): void {
    const isRight = asked.get('client_id') === appId && asked.get('client_secret') === appSecret
    if (isRight) json(response, 200, { access_token: `${appId}|app`, token_type: 'bearer' })
    else json(response, 400, { error: { message: 'Error validating client secret.', type: 'OAuthException', code: 1 } })
  }

  function profile(url: URL, response: ServerResponse): void {
    const token = String(url.searchParams.get('access_token'))
    const proof = createHmac('sha256', appSecret).update(token).digest('hex')
    const known = tokens.get(token)
    if (!known || url.searchParams.get('appsecret_proof') !== proof) {
      json(response, 400, {
        error: { message: 'Invalid appsecret_proof', type: 'GraphMethodException', code: 100 },
      })
      return
    }
    const { id, name, email, picture } = known
    json(response, 200, { id, name, email, ...(picture === undefined ? {} : { picture: { data: { url: picture } } }) })
  }

  return {
    options: {
      appId,
      appSecret,
      authorizationUrl: at('/dialog/oauth'),
      tokenUrl: at('/oauth/access_token'),
      profileUrl: at('/me'),
    },
    be(next) {
      person = next
    },
    signedRequest(userId, secret = appSecret) {
      const claims = { user_id: userId, algorithm: 'HMAC-SHA256', issued_at: Math.floor(Date.now() / 1000) }
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
      return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Reads a request's body as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
