import assert from 'node:assert/strict'
import {
  allow,
  audiences,
  belongsTo,
  hasRole,
  isSelf,
  isStaff,
  no,
  NotAllowed,
  roles,
  visitor,
  yes,
  type Actor,
  type Role,
} from '../../src/kernel/index.ts'

const member = (...held: Role[]): Actor => ({ kind: 'member', id: 'me', roles: held })

/** Audience -> whether a visitor, a customer, an agent, a moderator, a marketing person and the owner belong to it. */
const expected: Record<string, string> = {
  visitor: 'yes yes yes yes yes yes',
  member: 'no yes yes yes yes yes',
  staff: 'no no yes yes yes yes',
  owner: 'no no no no no yes',
  moderator: 'no no no yes no yes',
  agent: 'no no yes no no yes',
  marketing: 'no no no no yes yes',
}

describe('who belongs where', () => {
  it('is told for every audience', () => {
    const actors = [visitor, member(), member('agent'), member('moderator'), member('marketing'), member('owner')]
    const table = audiences.map((audience) => [
      audience,
      actors.map((actor) => (belongsTo(actor, audience) ? 'yes' : 'no')).join(' '),
    ])
    assert.deepEqual(Object.fromEntries(table), expected)
  })

  it('knows that the owner holds every role, and a visitor none', () => {
    for (const role of roles) {
      assert.equal(hasRole(member('owner'), role), true)
      assert.equal(hasRole(visitor, role), false)
      assert.equal(hasRole(member(), role), false)
      assert.equal(isStaff(member(role)), true)
    }
  })

  it('knows oneself by the account, and nobody by a missing one', () => {
    assert.equal(isSelf(member(), 'me'), true)
    assert.equal(isSelf(member(), 'other'), false)
    assert.equal(isSelf(member('owner'), undefined), false)
    assert.equal(isSelf(visitor, undefined), false)
  })
})

describe('a decision', () => {
  it('goes on when it is yes, and throws its reason when it is no', () => {
    allow(yes)
    assert.throws(
      () => allow(no('rules:why')),
      (error) => error instanceof NotAllowed && error.reason === 'rules:why',
    )
  })
})
