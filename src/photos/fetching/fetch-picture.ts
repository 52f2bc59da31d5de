import { lookup } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopback, isPublic } from './networks.ts'

/** Why a picture could not be fetched; for the log, which holds no address. */
export type FetchFault = 'address' | 'network' | 'status' | 'encoding' | 'size' | 'time' | 'redirects' | 'unreachable'

/** A picture that could not be fetched. */
export class NotFetched extends Error {
  override readonly name = 'NotFetched'
  readonly fault: FetchFault

  constructor(fault: FetchFault, options?: ErrorOptions) {
    super(fault, options)
    this.fault = fault
  }
}

export interface Resolved {
  address: string
  family: number
}

export interface FetchRules {
  /** Whether this machine's own addresses count, also without TLS: for development and tests, never in production. */
  allowLoopback: boolean
  mostBytes: number
  /** Milliseconds for all of it: names, redirects, every byte. */
  patience: number
  resolve: (host: string) => Promise<Resolved[]>
}

/** Fetches the bytes at an address that somebody else named. Throws NotFetched. */
export type PictureFetcher = (address: string) => Promise<Buffer>

const mostRedirects = 3

const rulesInUse: FetchRules = {
  allowLoopback: false,
  mostBytes: 2 * 1024 * 1024,
  patience: 5000,
  resolve: (host) => lookup(host, { all: true, verbatim: true }),
}

/**
 * Fetches from the public internet only: each host's name is resolved once, all its addresses are checked, and the
 * connection goes to one of those that were checked, so that no later answer of the name's server can lead elsewhere.
 */
export function createPictureFetcher(changed: Partial<FetchRules> = {}): PictureFetcher {
  const rules = { ...rulesInUse, ...changed }
  return async (address) => {
    const signal = AbortSignal.timeout(rules.patience)
    try {
      return await fetchFollowing(address, rules, signal)
    } catch (error) {
      if (error instanceof NotFetched) throw error
      throw new NotFetched(signal.aborted ? 'time' : 'unreachable', { cause: error })
    }
  }
}

async function fetchFollowing(address: string, rules: FetchRules, signal: AbortSignal): Promise<Buffer> {
  let next = address
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const url = readAddress(next)
    const response = await open(url, await permitted(url, rules, signal), signal)
    try {
      const { statusCode = 0, headers } = response
      if (statusCode === 200) return await readBody(response, rules)
      if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) {
        throw new NotFetched('status')
      }
      next = URL.canParse(headers.location, url.href) ? new URL(headers.location, url).href : ''
    } finally {
      response.destroy()
    }
  }
  throw new NotFetched('redirects')
}

function readAddress(address: string): URL {
  if (!URL.canParse(address)) throw new NotFetched('address')
  const url = new URL(address)
  const isOfWeb = url.protocol === 'https:' || url.protocol === 'http:'
  if (!isOfWeb || url.username !== '' || url.password !== '') throw new NotFetched('address')
  return url
}

/** The addresses of the host, when every one of them may be connected to. */
async function permitted(url: URL, rules: FetchRules, signal: AbortSignal): Promise<[Resolved, ...Resolved[]]> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  const addresses = family === 0 ? await within(signal, rules.resolve(host)) : [{ address: host, family }]
  const [first, ...others] = addresses
  const isOurs = rules.allowLoopback && addresses.every(({ address }) => isLoopback(address))
  const isTheirs = url.protocol === 'https:' && addresses.every(({ address }) => isPublic(address))
  if (!first || !(isOurs || isTheirs)) throw new NotFetched('network')
  return [first, ...others]
}

function open(url: URL, addresses: [Resolved, ...Resolved[]], signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  const options = {
    signal,
    // A connection of its own: one kept open for another answer of the name's server is none that was checked.
    agent: false,
    lookup: answering(addresses),
    headers: { Accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif', 'Accept-Encoding': 'identity' },
  }
  return new Promise((resolve, reject) => {
    request(url, options, resolve).once('error', reject).end()
  })
}

/** Stands in for the resolver: knows one answer. */
function answering(addresses: [Resolved, ...Resolved[]]): LookupFunction {
  return (_host, options, callback) => {
    if (options.all) callback(null, addresses)
    else callback(null, addresses[0].address, addresses[0].family)
  }
}

async function readBody(response: IncomingMessage, { mostBytes }: FetchRules): Promise<Buffer> {
  const encoding = response.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new NotFetched('encoding')
  if (Number(response.headers['content-length'] ?? 0) > mostBytes) throw new NotFetched('size')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    const bytes = chunk as Buffer
    length += bytes.length
    if (length > mostBytes) throw new NotFetched('size')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** The resolver can't be stopped, but it needn't be waited for. */
function within<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new NotFetched('time'))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
