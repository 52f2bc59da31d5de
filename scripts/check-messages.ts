// Checks the words of pages and mails: `tsx scripts/check-messages.ts`.
import { projectRoot } from './support/files.ts'
import { checkMessages } from './support/message-check.ts'
import { report } from './support/report.ts'

report('messages', checkMessages(projectRoot))
