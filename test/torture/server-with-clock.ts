import { createServer } from 'node:http'
import { compose } from '../../src/app.ts'
import { readEnvironment } from '../../src/config/index.ts'
import { listen } from '../support/running.ts'

/** The web process with a clock that whoever started it puts wrong: each message is the difference in milliseconds. */
let offset = 0
process.on('message', (milliseconds: number) => (offset = milliseconds))
const { config, port } = readEnvironment()
const { app, start, close } = await compose(config, { clock: () => new Date(Date.now() + offset) })
const server = createServer(app)
await listen(server, port)
start()
process.once('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
  void close().then(() => process.exit(0))
})
process.send?.('ready')
