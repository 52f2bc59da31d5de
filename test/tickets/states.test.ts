import assert from 'node:assert/strict'
import { requestStates } from '../../src/tickets/request.states.ts'
import type { SupportRequest } from '../../src/tickets/request.model.ts'
import type { Member } from '../../src/kernel/index.ts'
import { startApp, type Running } from '../support/running.ts'
import { aRequest, accountOf, storedRequest } from '../support/tickets.ts'

describe('the state of a request', () => {
  let app: Running
  let ada: Member
  before(async () => {
    app = await startApp()
    ada = await accountOf(app, 'ada')
  })
  after(() => app.stop())

  it('has one legal history after 200 changes at the same moment', async function () {
    this.timeout(30_000)
    const { number } = await aRequest(app)
    const events = ['open', 'wait', 'hold', 'solve'] as const
    const changes = Array.from({ length: 200 }, (_, count) =>
      app.tickets.setState(ada, { number, event: events[count % 4] ?? 'open' }).then(
        (isChanged) => (isChanged ? 'done' : 'was so already'),
        (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
      ),
    )
    const outcomes = await Promise.all(changes)
    assert.ok(
      outcomes.every((outcome) => ['done', 'was so already', 'conflict'].includes(outcome)),
      outcomes.join(),
    )
    const request = await storedRequest(app, number)
    assertLegal(request)
    assert.equal(stepsOf(request).length, outcomes.filter((outcome) => outcome === 'done').length)
  })
})

const stepsOf = ({ history }: SupportRequest): SupportRequest['history'] =>
  history.filter(({ deed }) => deed === 'state')

/** Every step begins where the one before ended, and is one of the table. */
function assertLegal(request: SupportRequest): void {
  let state = 'new'
  for (const { from, to } of stepsOf(request)) {
    assert.equal(from, state)
    const events = ['open', 'wait', 'hold', 'solve', 'close']
    const isStep = events.some(
      (event) =>
        requestStates.before(event).some((known) => known === state) &&
        requestStates.step(state as 'new', event) === to,
    )
    assert.ok(isStep, `${state} can't become ${String(to)}`)
    state = String(to)
  }
  assert.equal(request.state, state)
}
