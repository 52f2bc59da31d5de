import assert from 'node:assert/strict'
import type { Route } from '../../../src/http/index.ts'
import { doors } from '../../support/doors.ts'
import type { World } from '../../support/world.ts'
import type { Right } from './askings.ts'

/** Doors that lead to one of each kind of thing, and the patterns of addresses below which that thing stands. */
const things: Record<string, string> = {
  'GET /t/:id/:slug': '/t/:id/:slug',
  'GET /posts/:id': '/posts/:id',
  'GET /topics/:id/live': '/topics/:id',
  'GET /c/:category': '/c/:category',
  'GET /requests/:number': '/requests/:number',
  'GET /staff/requests/:number': '/staff/requests/:number',
  'GET /staff/testimonials/:id': '/staff/testimonials/:id',
  'GET /staff/mail/:id': '/staff/mail/:id',
  'GET /staff/people/:id': '/staff/people/:id',
  'GET /staff/categories/:id': '/staff/categories/:id',
  'GET /staff/policies/:policy': '/staff/policies/:policy',
}

/** What is right for any address, made of one thing of each kind that all addresses share; what else they name isn't there. */
export async function sharedRights(world: World): Promise<(route: Route) => Right> {
  const places: [string[], string[]][] = []
  for (const [key, pattern] of Object.entries(things)) {
    const door = doors[key]
    assert.ok(door, key)
    const { path } = await door.ask(world)
    places.push([partsOf(pattern), partsOf(path.split('?', 1)[0] ?? '')])
  }
  return ({ path }) => {
    const parts = partsOf(path)
    const place = places.find(
      ([pattern]) => pattern.length <= parts.length && pattern.every((part, at) => part === parts[at]),
    )
    const known = new Map(place ? place[0].map((part, at) => [part, place[1][at] ?? part]) : [])
    return { path: parts.map((part) => known.get(part) ?? part.replace(/^:.*/, 'nobodys')).join('/'), fields: {} }
  }
}

const partsOf = (path: string): string[] => path.split('/')
