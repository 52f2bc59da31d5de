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

/** Somebody with a browser of their own: keeps cookies, follows redirects, sends forms as a browser does. */
export class Person {
  readonly app: Running
  readonly agent: Agent

  constructor(app: Running) {
    this.app = app
    this.agent = request.agent(new URL(app.url).origin)
  }

  /** Opens a path below the mount path, or a whole one as pages print it. */
  async visit(path: string, headers: Record<string, string> = {}): Promise<Shown> {
    return this.#shown(
      await this.agent
        .get(this.#whole(path))
        .redirects(10)
        .set({ Accept: 'text/html', ...headers }),
    )
  }

  /** Opens a path and asks for JSON. */
  async json(path: string): Promise<{ status: number; body: unknown }> {
    const { status, body } = await this.agent.get(this.#whole(path)).set('Accept', 'application/json')
    return { status, body: body as unknown }
  }

  /** Fills in a form of the page and sends it; fields that aren't named keep what the page put there. */
  async submit(page: Shown, fields: Record<string, string> = {}, selector = 'main form'): Promise<Shown> {
    const form = page.$(selector).first()
    assert.equal(form.length, 1, `the page at ${page.address} has no form ${selector}: ${page.text.slice(0, 2000)}`)
    const filled = { ...Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value])), ...fields }
    return this.post(form.attr('action') ?? page.address, filled)
  }

  /** Sends fields to a path as a page of the site would. */
  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Shown> {
    const { origin } = new URL(this.app.url)
    const sent = this.agent.post(this.#whole(path)).type('form').redirects(10)
    return this.#shown(
      await sent.set({ Accept: 'text/html', Origin: origin, 'Sec-Fetch-Site': 'same-origin', ...headers }).send(fields),
    )
  }

  /** Signs in through the demo issuer, by the pages that a person goes through. */
  async signIn(persona: Persona): Promise<this> {
    const choice = await this.visit('/sign-in/demo')
    const landed = await this.submit(choice, { persona }, 'form')
    assert.equal(landed.status, 200, landed.text.slice(0, 1000))
    return this
  }

  /** The token that the forms of this person's pages carry. */
  async csrf(): Promise<string> {
    const page = await this.visit('/')
    return String(page.$('input[name=_csrf]').first().attr('value') ?? '')
  }

  #whole(path: string): string {
    return path.startsWith(`${this.app.mountPath}/`) || path === this.app.mountPath ? path : this.app.mountPath + path
  }

  #shown(response: Response): Shown {
    const ended = response.redirects.at(-1) ?? response.request.url
    const url = new URL(ended, this.app.url)
    return {
      status: response.status,
      address: url.pathname + url.search,
      headers: response.headers as Record<string, string>,
      text: response.text,
      $: load(response.text),
    }
  }
}

/** A person who is signed in as one of the demo people. */
export async function signedIn(app: Running, persona: Persona): Promise<Person> {
  return new Person(app).signIn(persona)
}
