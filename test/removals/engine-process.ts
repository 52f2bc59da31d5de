// One process of an installation, which carries out what is decided there: `tsx engine-process.ts`. Tests kill it.
// In by standard input: the settings and how far the clock is ahead, as JSON. Out: the port that it listens at.
import { createServer } from 'node:http'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { compose } from '../../src/app.ts'
import { readOptions, type CandorOptions } from '../../src/config/index.ts'
import { listen } from '../support/running.ts'

const [first] = (await once(createInterface(process.stdin), 'line')) as [string]
const { options, ahead } = JSON.parse(first) as { options: CandorOptions; ahead: number }
const clock = (): Date => new Date(Date.now() + ahead)
const { app, removals } = await compose(readOptions(options), { rateLimitFactor: 1000, clock })
const server = createServer(app)
process.stdout.write(`${await listen(server)}\n`)
// As the job does, only more often; the end comes from outside.
for (;;) {
  await removals.run()
  await new Promise((resolve) => setTimeout(resolve, 5))
}
