import { LRUCache } from 'lru-cache'
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/**
 * What the demo issuer remembers, in this process and for this instance alone: sign-ins under way, codes, tokens.
 * Bounded by number and by each thing's own lifetime; lost with the process, which costs a click.
 */
export function createMemoryAdapter(): AdapterFactory {
  const things = new LRUCache<string, AdapterPayload>({ max: 2000 })
  return (model): Adapter => {
    const key = (id: string): string => `${model} ${id}`
    const findBy = (field: 'uid' | 'userCode', value: string): AdapterPayload | undefined =>
      [...things.entries()].find(([name, payload]) => name.startsWith(`${model} `) && payload[field] === value)?.[1]
    return {
      upsert: (id, payload, expiresIn) => {
        things.set(key(id), payload, expiresIn > 0 ? { ttl: expiresIn * 1000 } : {})
        return Promise.resolve()
      },
      find: (id) => Promise.resolve(things.get(key(id))),
      findByUid: (uid) => Promise.resolve(findBy('uid', uid)),
      findByUserCode: (userCode) => Promise.resolve(findBy('userCode', userCode)),
      consume: (id) => {
        const payload = things.get(key(id))
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
        return Promise.resolve()
      },
      destroy: (id) => {
        things.delete(key(id))
        return Promise.resolve()
      },
      revokeByGrantId: (grantId) => {
        for (const [name, payload] of things.entries()) if (payload.grantId === grantId) things.delete(name)
        return Promise.resolve()
      },
    }
  }
}
