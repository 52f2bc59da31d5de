import type { Role } from '../../kernel/index.ts'

/** An invented person that a newcomer can be on the demo issuer. */
export interface Persona {
  id: string
  name: string
  email: string
  roles: Role[]
  /** Message keys: what they are, and what one sees as them. */
  roleKey: string
  what: string
}

const address = (name: string): string => `${name}@demo.example`

/** Two customers, so that a conversation has two sides, and one person for each role. */
export const personas: readonly Persona[] = [
  {
    id: 'ann',
    name: 'Ann Customer',
    email: address('ann'),
    roles: [],
    roleKey: 'demo:role.customer',
    what: 'demo:what.customer',
  },
  {
    id: 'ben',
    name: 'Ben Customer',
    email: address('ben'),
    roles: [],
    roleKey: 'demo:role.customer',
    what: 'demo:what.customer',
  },
  {
    id: 'ada',
    name: 'Ada Agent',
    email: address('ada'),
    roles: ['agent'],
    roleKey: 'demo:role.agent',
    what: 'demo:what.agent',
  },
  {
    id: 'mia',
    name: 'Mia Moderator',
    email: address('mia'),
    roles: ['moderator'],
    roleKey: 'demo:role.moderator',
    what: 'demo:what.moderator',
  },
  {
    id: 'max',
    name: 'Max Marketing',
    email: address('max'),
    roles: ['marketing'],
    roleKey: 'demo:role.marketing',
    what: 'demo:what.marketing',
  },
  {
    id: 'olga',
    name: 'Olga Owner',
    email: address('olga'),
    roles: ['owner'],
    roleKey: 'demo:role.owner',
    what: 'demo:what.owner',
  },
]
