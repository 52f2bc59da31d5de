import type { Connection } from 'mongoose'
import type { Audit } from '../audit/index.ts'
import type { Config } from '../config/index.ts'
import type { Stamps } from '../http/index.ts'
import type { Mail, Translator } from '../mail/index.ts'
import type { PrivacyDeps } from './deps.ts'

/** What the feature is set up with. */
export interface PrivacyOptions extends Omit<PrivacyDeps, 'departures'> {
  config: Config
  connection: Connection
  mail: Mail
  audit: Audit
  stamps: Stamps
  translator: Translator
  secret: string
  fullAddress: (path: string) => string
}
