import { startEmbeddedMongodb } from '../../../src/embedded-mongodb/index.ts'

/** An application that does nothing but own a server, until it is killed. */
await startEmbeddedMongodb({ folder: process.argv[2] ?? '' })
process.send?.('started')
setInterval(() => undefined, 1000)
