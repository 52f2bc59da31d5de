import { gzipSync } from 'node:zlib'
import type { Route } from '../../../src/http/index.ts'
import type { Fields } from '../../support/person.ts'
import type { Chance } from './chance.ts'
import { fieldsOf } from './fields.ts'
import { elsewhere, encoded, hostile, hostilePart, kinds, mark, type Kind } from './hostile.ts'

/** One request, as it goes over the wire. */
export interface Asking {
  method: string
  /** Path and query below the mount path, encoded. */
  path: string
  headers: Record<string, string>
  body?: Buffer
}

/** What would be right: an address of something that is there, and fields that are taken. */
export interface Right {
  path: string
  fields: Fields
}

/** Hostile readings of an address: parts, queries and headers that nobody sends who clicks. */
export function readingsOf(route: Route, right: Right, { chance, count }: Wish): Asking[] {
  const kindsOfReading = [
    () => ({ path: `${withHostileParts(route.path, chance)}?${hostileQuery(route, chance)}`, headers: {} }),
    () => ({ path: `${pathOf(right)}?${hostileQuery(route, chance)}`, headers: hostileHeaders(chance) }),
    () => ({ path: withHostileParts(route.path, chance), headers: hostileHeaders(chance) }),
  ]
  return choose(kindsOfReading, { chance, count }).map((make) => ({ method: route.method, ...make() }))
}

interface Wish {
  chance: Chance
  count: number
}

/** Hostile forms: each way of getting a body wrong, with the right token, so that it comes as far as it can. */
export function sendingsOf(route: Route, right: Right, wish: Wish & { token: string }): Asking[] {
  const { chance, token } = wish
  const fields = [...new Set([...fieldsOf(route.form), ...Object.keys(right.fields)])]
  const to = (body: Body, path = pathOf(right)): Asking => ({ method: route.method, path, ...asRequest(body) })
  const form = (pairs: [string, string][], path?: string): Asking => to(urlencoded([['_csrf', token], ...pairs]), path)
  const all = (kind?: Kind): [string, string][] => fields.map((name) => [name, hostile(chance, kind)])
  const rest = (but: string): [string, string][] => pairsOf(right.fields).filter(([name]) => name !== but)
  const oneWrong = (kind?: Kind): Asking => {
    const name = chance.one([...fields, 'other'])
    return form([...rest(name), [name, hostile(chance, kind)]])
  }
  const ways = [
    ...(Object.keys(kinds) as Kind[]).map((kind) => () => form(all(kind))),
    ...(Object.keys(kinds) as Kind[]).map((kind) => () => oneWrong(kind)),
    () => form([...pairsOf(right.fields), ...all(), ...pairsOf(right.fields)]),
    () => form([...pairsOf(right.fields), ...fields.flatMap((name) => keysAround(name, chance))]),
    () => form(all('markup'), withHostileParts(route.path, chance)),
    () => form(pairsOf(right.fields), `${pathOf(right)}?${hostileQuery(route, chance)}`),
    () => to(json({ ...Object.fromEntries(fields.map((name) => [name, hostileThing(chance)])), _csrf: token })),
    () => to(multipart([['_csrf', token], ...all()], { field: route.upload?.field ?? 'file', chance })),
    () => to(chance.one(bodies)(token)),
  ]
  return choose(ways, wish).map((make) => make())
}

/** Requests to what is no page at all: files, probes, addresses that nobody has, methods that nothing takes. */
export function straysOf(wish: Wish): Asking[] {
  const { chance } = wish
  const paths = [
    '/static/',
    '/static/x.css',
    '/embed.js',
    '/healthz',
    '/readyz',
    '/demo-issuer/auth',
    '/inbound/mail',
    '/photos/',
    '/',
    '/a/b/c/d',
  ]
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']
  return Array.from({ length: wish.count }, () => ({
    method: chance.one(methods),
    path: `${chance.one(paths)}${chance.one(['', hostilePart(chance), `/${hostilePart(chance)}`])}${chance.one(['', `?${hostilePart(chance)}`])}`,
    headers: hostileHeaders(chance),
  }))
}

const pathOf = ({ path }: Right): string => path.split('?', 1)[0] ?? path

function withHostileParts(pattern: string, chance: Chance): string {
  return pattern.replace(/:\w+/g, () => hostilePart(chance) || 'x')
}

const someQueries = ['return', 'after', 'before', 'q', 'page', '$where', '__proto__', 'constructor']

function hostileQuery(route: Route, chance: Chance): string {
  const names = [...fieldsOf(route.query), chance.one(someQueries)]
  return names
    .flatMap((name) => [
      `${encoded(name)}${chance.one(['', '', '', '[]', '[$gt]', '[__proto__]'])}=${hostilePart(chance)}`,
    ])
    .concat(chance.number(3) === 0 ? names.map((name) => `${encoded(name)}=${hostilePart(chance)}`) : [])
    .join('&')
}

function hostileHeaders(chance: Chance): Record<string, string> {
  const some: [string, string][] = [
    ['Accept', chance.one(['application/json', '*/*;q=x', `text/${mark}`, 'text/html;q=0', ','.repeat(500)])],
    ['Accept-Language', chance.one([`${mark}"><x>`, '*', 'en;q=9999', 'x-'.repeat(300), 'pl-PL,'.repeat(200)])],
    ['Accept-Encoding', chance.one(['identity;q=0', 'zebra', '*', 'br;q=0, gzip;q=0'])],
    ['Referer', chance.one([`https://${elsewhere}/"><${mark}>`, `javascript:${mark}`, 'x'.repeat(3000), ':'])],
    ['Host', chance.one([elsewhere, `${elsewhere}:80`, '127.0.0.1', '"><x'])],
    ['X-Forwarded-For', chance.one([`"><${mark}>`, '::1', '1.2.3.4, 5.6.7.8', ','])],
    ['X-Forwarded-Host', elsewhere],
    ['X-Forwarded-Proto', chance.one(['https', 'gopher'])],
    ['If-None-Match', chance.one(['*', 'W/"x"', '"'.repeat(300)])],
    ['If-Modified-Since', 'yesterday'],
    ['Range', chance.one(['bytes=0-0', 'bytes=-1', 'bytes=9-1', `${mark}=1-`])],
    ['Last-Event-ID', chance.one(['-1', mark, '9'.repeat(30)])],
    ['Origin', chance.one(['null', `https://${elsewhere}`])],
    ['User-Agent', `<${mark}>`],
    ['X-Request-Id', `<${mark}>`],
    ['Authorization', chance.one(['Bearer x', 'Basic !!', `Bearer ${'a.'.repeat(200)}`])],
  ]
  return Object.fromEntries(some.filter(() => chance.number(4) === 0))
}

interface Body {
  type: string
  bytes: Buffer
  headers?: Record<string, string>
}

const formType = 'application/x-www-form-urlencoded'

function urlencoded(pairs: readonly [string, string][]): Body {
  return {
    type: formType,
    bytes: Buffer.from(pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')),
  }
}

const json = (thing: object): Body => ({ type: 'application/json', bytes: Buffer.from(JSON.stringify(thing)) })

function multipart(pairs: readonly [string, string][], { field, chance }: { field: string; chance: Chance }): Body {
  const line = (facts: string, value: string | Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Disposition: form-data; ${facts}\r\n\r\n`),
      Buffer.from(value as string),
      Buffer.from('\r\n'),
    ])
  const quoted = (text: string): string => text.replaceAll(/["\r\n]/g, '_')
  const files = [
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><${mark}/></svg>`),
    Buffer.from('GIF89a'),
    Buffer.from('PK\u0003\u0004'),
    Buffer.alloc(70_000, 0xff),
    Buffer.alloc(0),
  ]
  const parts = pairs.map(([name, value]) => line(`name="${quoted(name)}"`, value))
  const name = quoted(hostile(chance))
  parts.push(line(`name="${field}"; filename="${name}"`, chance.one(files)))
  return {
    type: 'multipart/form-data; boundary=b',
    bytes: Buffer.concat([...parts, Buffer.from(chance.one(['--b--\r\n', '--b', '']))]),
  }
}

/** Bodies that are wrong before any field is looked at. */
const bodies: ((token: string) => Body)[] = [
  (token) => ({ type: 'text/plain', bytes: Buffer.from(`_csrf=${token}`) }),
  (token) => ({ type: 'nonsense', bytes: Buffer.from(`_csrf=${token}`) }),
  (token) => ({ type: `${formType}; charset=klingon`, bytes: Buffer.from(`_csrf=${token}`) }),
  (token) => ({ type: `${formType}; charset=iso-8859-1`, bytes: Buffer.from(`_csrf=${token}&text=%ff`) }),
  (token) => ({
    type: 'application/json',
    bytes: Buffer.from(`{"_csrf":"${token}","__proto__":{"polluted":1},"text":`),
  }),
  () => ({ type: formType, bytes: Buffer.from('x'), headers: { 'Content-Encoding': 'gzip' } }),
  (token) => ({
    type: formType,
    bytes: gzipSync(`_csrf=${token}&text=${'x'.repeat(2_000_000)}`),
    headers: { 'Content-Encoding': 'gzip' },
  }),
  (token) => ({ type: formType, bytes: Buffer.from(`_csrf=${token}&${'a=1&'.repeat(1000)}`) }),
  (token) => ({ type: formType, bytes: Buffer.from(`_csrf=${token}&text${'[a]'.repeat(500)}=1`) }),
  (token) => ({ type: 'multipart/form-data', bytes: Buffer.from(`_csrf=${token}`) }),
  (token) => ({
    type: 'multipart/form-data; boundary=b',
    bytes: Buffer.from(`--b\r\nContent-Disposition: form-data; name="_csrf\r\n\r\n${token}`),
  }),
]

function asRequest({ type, bytes, headers = {} }: Body): Pick<Asking, 'headers' | 'body'> {
  return { headers: { 'Content-Type': type, 'Content-Length': String(bytes.length), ...headers }, body: bytes }
}

const pairsOf = (fields: Fields): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each]))

/** Names that some parser would make an object, an operator or a prototype of. */
function keysAround(name: string, chance: Chance): [string, string][] {
  const wrapped = [
    `${name}[]`,
    `${name}[$gt]`,
    `${name}.$ne`,
    `$${name}`,
    `__proto__[${name}]`,
    `constructor[prototype][${name}]`,
    `${name}\u0000`,
  ]
  return [
    [chance.one(wrapped), hostile(chance)],
    ['__proto__', '1'],
    ['$where', 'sleep(1000)'],
  ]
}

/** What JSON can hold where a text is meant. */
function hostileThing(chance: Chance): unknown {
  return chance.one<unknown>([
    null,
    true,
    -0.5,
    [],
    ['a', 'b'],
    { $gt: '' },
    { __proto__x: 1, toString: 'x' },
    [[[[]]]],
    hostile(chance),
  ])
}

/** `count` of the ways, different ones as long as there are some; all of them where the count is large. */
function choose<Way>(ways: readonly Way[], { chance, count }: Wish): Way[] {
  const start = chance.number(ways.length)
  // A step that shares no factor with the number of ways comes past each of them once.
  const step = ways.length % 5 === 0 ? 7 : 5
  return Array.from({ length: count }, (_each, at) => ways[(start + at * step) % ways.length] as Way)
}
