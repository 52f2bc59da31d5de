import assert from 'node:assert/strict'
import { load, type CheerioAPI } from 'cheerio'
import request, { type Agent, type Response } from 'supertest'
import type { Running } from './running.ts'

/** A page as a person got it. */
export interface Shown {
  status: number
  /** Path and query where the redirects ended. */
  address: string
  headers: Record<string, string>
  text: string
  $: CheerioAPI
}

export type Persona = 'ann' | 'ben' | 'ada' | 'mia' | 'max' | 'olga'

/** Where an instance is. */
export type Reached = Pick<Running, 'url' | 'mountPath' | 'reachedAt'>

/** What a form's fields can be sent as; several values of one name are sent one after the other. */
export type Fields = Record<string, string | string[]>

/** Somebody with a browser of their own: keeps cookies, follows redirects, sends forms as a browser does. */
export class Person {
  readonly app: Reached
  readonly agent: Agent
  /** One for each site that a way leads over, with that site's cookies. */
  readonly #agents = new Map<string, Agent>()
  #token: string | undefined

  constructor(app: Reached) {
    this.app = app
    // Packing and unpacking would be a tenth of the suite's time; what is sent packed is tested where it is the point.
    this.agent = request.agent(new URL(app.reachedAt).origin).set('Accept-Encoding', 'identity')
  }

  /** Opens a path below the mount path, or a whole one as pages print it. */
  async visit(path: string, headers: Record<string, string> = {}): Promise<Shown> {
    return this.#shown(
      await this.#follow(
        await this.agent
          .get(this.whole(path))
          .redirects(0)
          .set({ Accept: 'text/html', ...headers }),
      ),
    )
  }

  /** Opens a path and takes the first answer, wherever it leads. */
  async look(path: string, headers: Record<string, string> = {}): Promise<Shown> {
    return this.#shown(
      await this.agent
        .get(this.whole(path))
        .redirects(0)
        .set({ Accept: 'text/html', ...headers }),
    )
  }

  /** Asks for the head of an answer only. */
  async head(path: string): Promise<{ status: number }> {
    const { status } = await this.agent.head(this.whole(path)).redirects(0).set('Accept', 'text/html')
    return { status }
  }

  /** Opens a path and asks for JSON. */
  async json(path: string): Promise<{ status: number; body: unknown }> {
    const response = await this.agent.get(this.whole(path)).set('Accept', 'application/json')
    return { status: response.status, body: response.body as unknown }
  }

  /** Fills in a form of the page and sends it; fields that aren't named keep what the page put there. */
  async submit(page: Shown, fields: Record<string, string> = {}, selector = 'main form'): Promise<Shown> {
    const form = page.$(selector).first()
    assert.equal(form.length, 1, `the page at ${page.address} has no form ${selector}: ${page.text.slice(0, 2000)}`)
    const filled = { ...Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value])), ...fields }
    return this.post(form.attr('action') ?? page.address, filled)
  }

  /** Sends fields to a path as a page of the site would. */
  async post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Shown> {
    return this.#shown(await this.#follow(await this.#form(path, headers).redirects(0).send(fields)))
  }

  /** Sends fields with the token of one's own pages, and takes the first answer. */
  async send(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Shown> {
    this.#token ??= await this.csrf()
    const token = this.#token === '' ? {} : { _csrf: this.#token }
    return this.#shown(
      await this.#form(path, headers)
        .redirects(0)
        .send({ ...token, ...fields }),
    )
  }

  /** Signs in through the demo issuer, by the pages that a person goes through. */
  async signIn(persona: Persona): Promise<this> {
    this.#token = undefined
    const choice = await this.visit('/sign-in/demo')
    const landed = await this.submit(choice, { persona }, 'form')
    const greeted = landed.$('form[action$="/welcome"]').length > 0 ? await this.acceptWelcome(landed) : landed
    assert.equal(greeted.status, 200, greeted.text.slice(0, 1000))
    return this
  }

  /** Takes the greeting page at the first sign-in as it is, as somebody born in 1990. */
  async acceptWelcome(welcome: Shown, fields: Record<string, string> = {}): Promise<Shown> {
    const given = { bornMonth: '5', bornYear: '1990', agreed: 'on', ...fields }
    return this.submit(welcome, given, 'form[action$="/welcome"]')
  }

  /** The token that the forms of this person's pages carry; empty for who isn't signed in. */
  async csrf(): Promise<string> {
    const page = await this.visit('/')
    return page.$('input[name=_csrf]').first().attr('value') ?? ''
  }

  /** The name that the header of the pages greets; empty for who isn't signed in. */
  async greeted(): Promise<string> {
    const page = await this.visit('/')
    return page.$('.menu-name bdi').text()
  }

  /** The cookies that this person's browser would send to a path. */
  cookies(path = '/'): Record<string, string> {
    const access = { domain: 'localhost', path: this.whole(path), secure: true, script: false }
    const found = this.agent.jar.getCookies(access) as unknown as { name: string; value: string }[]
    return Object.fromEntries(found.map(({ name, value }) => [name, value]))
  }

  /** A path below the mount path as the server is asked for it. */
  whole(path: string): string {
    const { mountPath } = this.app
    return path.startsWith(`${mountPath}/`) || path === mountPath ? path : mountPath + path
  }

  /** Goes on where an answer leads, over other sites and back. */
  async #follow(first: Response): Promise<Response> {
    let response = first
    for (let count = 0; response.status >= 300 && response.status < 400 && count < 15; count += 1) {
      const to = new URL(String(response.headers['location']), response.request.url)
      if (to.origin === new URL(this.app.url).origin && this.app.url !== this.app.reachedAt) break
      response = await this.#agentOf(to.origin)
        .get(to.pathname + to.search)
        .redirects(0)
        .set('Accept', 'text/html')
    }
    return response
  }

  #agentOf(origin: string): Agent {
    if (origin === new URL(this.app.reachedAt).origin) return this.agent
    const known = this.#agents.get(origin) ?? request.agent(origin)
    this.#agents.set(origin, known)
    return known
  }

  #form(path: string, headers: Record<string, string>): ReturnType<Agent['post']> {
    const { origin } = new URL(this.app.url)
    return this.agent
      .post(this.whole(path))
      .type('form')
      .set({ Accept: 'text/html', Origin: origin, 'Sec-Fetch-Site': 'same-origin', ...headers })
  }

  #shown(response: Response): Shown {
    const url = new URL(response.request.url, this.app.url)
    let parsed: CheerioAPI | undefined
    return {
      status: response.status,
      address: url.pathname + url.search,
      headers: response.headers,
      text: response.text,
      // Parsed where it is looked into: many answers are asked for their status alone.
      get $() {
        return (parsed ??= load(response.text))
      },
    }
  }
}

/** A person who is signed in as one of the demo people. */
export async function signedIn(app: Running, persona: Persona): Promise<Person> {
  return new Person(app).signIn(persona)
}
