import { load, type CheerioAPI } from 'cheerio'

/** One answer, as a browser got it. */
export interface Step {
  url: string
  status: number
  /** Where a redirect leads, as a full address. */
  location: string
  /** The `Set-Cookie` headers. */
  cookies: string[]
  $: CheerioAPI
}

interface Cookie {
  host: string
  path: string
  name: string
  value: string
}

/**
 * A browser that goes over several sites step by step, so that a test can stop, change or repeat any step. `reach`
 * turns an address into the one where the site really listens, such as plain http for a site that says https.
 */
export class Browser {
  #cookies: Cookie[] = []
  readonly #reach: (url: string) => string

  constructor(reach: (url: string) => string = (url) => url) {
    this.#reach = reach
  }

  /** Asks once. */
  async open(url: string): Promise<Step> {
    return this.#ask(url)
  }

  async #ask(
    url: string,
    sent: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Step> {
    const { hostname, pathname } = new URL(url)
    const cookie = this.#cookies
      .filter(({ host, path }) => host === hostname && (pathname + '/').startsWith(path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
    const headers = {
      Accept: 'text/html',
      ...(cookie.length > 0 ? { Cookie: cookie.join('; ') } : {}),
      ...sent.headers,
    }
    const response = await fetch(this.#reach(url), { ...sent, redirect: 'manual', headers })
    const cookies = response.headers.getSetCookie()
    for (const header of cookies) this.#keep(hostname, header)
    const location = response.headers.get('location')
    return {
      url,
      status: response.status,
      location: location === null ? '' : new URL(location, url).href,
      cookies,
      $: load(await response.text()),
    }
  }

  /** Sends the form of a page as its site would, with these fields beside those that it holds. */
  async submit(step: Step, fields: Record<string, string>): Promise<Step> {
    const form = step.$('main form').first()
    const held = form.serializeArray().map(({ name, value }) => [name, value] as const)
    const url = new URL(form.attr('action') ?? '', step.url).href
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: new URL(url).origin }
    const body = new URLSearchParams({ ...Object.fromEntries(held), ...fields }).toString()
    return this.#ask(url, { method: 'POST', headers, body })
  }

  /** Takes the greeting page of a first sign-in as it is, and goes on; any other page is where it was going. */
  async acceptWelcome(step: Step): Promise<Step> {
    if (!new URL(step.url).pathname.endsWith('/welcome')) return step
    const name = (step.$('input[name=name]').attr('value') ?? '').trim()
    const answers = { bornMonth: '5', bornYear: '1990', agreed: 'on', ...(name === '' ? { name: 'Somebody' } : {}) }
    const taken = await this.submit(step, answers)
    return taken.location === '' ? taken : this.follow(taken.location)
  }

  /** Asks and goes on where it is led, until an address begins with `stopAt`: the step that leads there, or the last. */
  async follow(url: string, stopAt?: string): Promise<Step> {
    let step = await this.open(url)
    for (let count = 0; step.location !== '' && count < 12; count += 1) {
      if (stopAt !== undefined && step.location.startsWith(stopAt)) return step
      step = await this.open(step.location)
    }
    return step
  }

  /** What it would send to a site as the cookie of that name. */
  cookie(name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name)?.value
  }

  #keep(host: string, header: string): void {
    const [pair = '', ...attributes] = header.split(/; */)
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(pair.indexOf('=') + 1)
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/'
    const expires = attributes.find((each) => /^expires=/i.test(each))?.slice(8)
    this.#cookies = this.#cookies.filter(
      (cookie) => cookie.name !== name || cookie.path !== path || cookie.host !== host,
    )
    const isOver = value === '' || (expires !== undefined && new Date(expires).getTime() < Date.now())
    if (!isOver) this.#cookies.push({ host, path, name, value })
  }
}
