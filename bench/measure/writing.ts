import { setTimeout as pause } from 'node:timers/promises'
import { load as parseHtml } from 'cheerio'

/** What the product is told that its address is (processes.ts). */
const site = 'https://forum.example'

/** Somebody who is signed in and replies as their browser would. */
export class Writer {
  readonly #origin: string
  readonly #cookie: string
  #count = 0

  constructor(origin: string, cookie: string) {
    this.#origin = origin
    this.#cookie = cookie
  }

  /** Opens the topic, replies, and reads where the answer leads until the reply stands there. Gives its words. */
  async reply(topicPath: string): Promise<string> {
    const { action, fields } = await this.#form(topicPath)
    const text = `Reply ${(this.#count += 1)} of ${this.#cookie.slice(20, 28)}, ${Math.random().toString(36).slice(2)}.`
    const location = await this.send(action, { ...fields, text })
    if (!(await this.#page(location)).includes(text)) throw new Error(`${location} does not show the reply`)
    return text
  }

  /** The form of a topic's page as it was filled in by the server. */
  async #form(topicPath: string): Promise<{ action: string; fields: Record<string, string> }> {
    const $ = parseHtml(await this.#page(topicPath))
    const form = $('form[action$="/posts"]')
    const fields = form.serializeArray().map(({ name, value }) => [name, value] as const)
    return { action: form.attr('action') ?? '', fields: Object.fromEntries(fields) }
  }

  /** Sends a form and gives the path that the answer leads to. */
  async send(action: string, fields: Record<string, string>): Promise<string> {
    const response = await fetch(this.#origin + action, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.#cookie, origin: site, 'sec-fetch-site': 'same-origin', accept: 'text/html' },
      body: new URLSearchParams(fields),
    })
    await response.text()
    if (response.status !== 303) throw new Error(`a reply was answered with ${response.status}`)
    const to = new URL(response.headers.get('location') ?? '', site)
    return to.pathname + to.search
  }

  async #page(path: string): Promise<string> {
    const response = await fetch(this.#origin + path, { headers: { cookie: this.#cookie, accept: 'text/html' } })
    if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`)
    return response.text()
  }
}

/** Lets people reply at a steady rate, whatever the answers take, and says how long they took and whether all are there. */
export async function sustain(
  writers: readonly Writer[],
  { aSecond, seconds, path }: { aSecond: number; seconds: number; path: string },
): Promise<string> {
  const begun = performance.now()
  const under: Promise<{ text: string; took: number }>[] = []
  for (let count = 0; count < aSecond * seconds; count += 1) {
    await pause(Math.max(0, begun + (count * 1000) / aSecond - performance.now()))
    const writer = writers[count % writers.length]
    if (!writer) continue
    const work = timed(() => writer.reply(path))
    // Thrown below, once all are under way: nobody waits for it yet, and that would end the process with its servers left.
    work.catch(() => undefined)
    under.push(work)
  }
  const done = await Promise.all(under)
  const times = done.map(({ took }) => took).toSorted((one, other) => one - other)
  const at = (share: number): string => `${(times[Math.floor(times.length * share)] ?? NaN).toFixed(0)} ms`
  const rate = (done.length / ((performance.now() - begun) / 1000)).toFixed(1)
  return `${done.length} replies, ${rate} a second, each opened, written and read: median ${at(0.5)}, 95 % ${at(0.95)}, longest ${at(0.999)}`
}

async function timed(work: () => Promise<string>): Promise<{ text: string; took: number }> {
  const begun = performance.now()
  return { text: await work(), took: performance.now() - begun }
}
