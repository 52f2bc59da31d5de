export type { MailKind } from './kinds.ts'
export { createMail, type Mail } from './mail.ts'
export type { OutgoingMail } from './message.ts'
export { mailData } from './mail-data.ts'
