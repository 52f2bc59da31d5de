// One process that sends what is due: `tsx sending-process.ts <database> <mail server> <time>`. Some tests kill it.
import { createConnection } from 'mongoose'
import { randomToken } from '../../src/kernel/index.ts'
import { createMail } from '../../src/mail/index.ts'
import { registerKinds, secret } from './fixture.ts'

const [, , databaseUri = '', smtpUrl = '', time = ''] = process.argv

const mail = createMail({
  connection: await createConnection(databaseUri).asPromise(),
  clock: () => new Date(time),
  config: { url: 'https://help.example/support', siteName: 'Example Help', smtpUrl },
  log: { warn: () => undefined, error: () => undefined },
  randomToken,
  secret,
  translator: () => (key) => key,
})
registerKinds(mail)
await mail.sendDue()
process.exit(0)
