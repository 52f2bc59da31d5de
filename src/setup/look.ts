import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { good, note, wrong, type Finding } from '../kernel/index.ts'
import type { SetupDeps } from './deps.ts'

/** What can be seen from here, without asking anybody else. */
export async function lookAround(deps: SetupDeps): Promise<Finding[]> {
  const findings = await Promise.all([database(deps), owner(deps), policies(deps), photos(deps)])
  return [...address(deps), ...findings, ...signIn(deps)]
}

/** The oldest MongoDB that everything here runs on. */
const oldest = 6

async function database({ config, databaseVersion }: SetupDeps): Promise<Finding> {
  const version = await databaseVersion()
  if (version === undefined) return wrong('setup:database.away')
  if (Number(version.split('.', 1)[0]) < oldest) return wrong('setup:database.old', { version, oldest })
  return config.mongodbUri === undefined ? good('setup:database.embedded') : good('setup:database.there', { version })
}

function address({ config }: SetupDeps): Finding[] {
  if (config.urlIsGuessed) return [note('setup:site.guessed', { address: config.url })]
  return [
    config.isHttps
      ? good('setup:site.https', { address: config.url })
      : note('setup:site.plain', { address: config.url }),
  ]
}

async function owner({ staffWith }: SetupDeps): Promise<Finding> {
  const owners = await staffWith('owner')
  return owners.length > 0 ? good('setup:owner.there', { count: owners.length }) : wrong('setup:owner.none')
}

async function policies({ config, missingPolicies }: SetupDeps): Promise<Finding> {
  const missing = await missingPolicies()
  if (missing.length === 0) return good('setup:policies.there')
  const names = missing.join(', ')
  return config.production ? wrong('setup:policies.missing', { names }) : note('setup:policies.missing', { names })
}

async function photos({ config }: SetupDeps): Promise<Finding> {
  if (config.photoStore === 'gridfs') return good('setup:photos.gridfs')
  const folder = config.uploadsFolder
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.R_OK | constants.W_OK)
    return good('setup:photos.there', { folder })
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return wrong('setup:photos.closed', { folder, reason })
  }
}

function signIn({ providers }: SetupDeps): Finding[] {
  return providers.length > 0 ? [] : [wrong('setup:signIn.none')]
}

/** Whether mails leave. */
export async function lookAtMail({ mail }: SetupDeps): Promise<Finding> {
  if (mail.transport === 'mailbox') return note('setup:mail.mailbox')
  const fault = await mail.check()
  if (!fault) return good('setup:mail.there')
  const reason = fault.smtp === undefined ? fault.code : `${fault.code} ${fault.smtp}`
  return wrong(fault.code === 'EAUTH' ? 'setup:mail.refused' : 'setup:mail.away', { reason })
}

const patience = 8_000

/** Whether this site is what answers at its own address; asked from here, as a reader would. */
export async function lookAtOwnAddress({ config }: SetupDeps): Promise<Finding> {
  const address = `${config.url}/healthz`
  try {
    const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(patience) })
    const text = (await response.text()).slice(0, 10)
    return response.status === 200 && text === 'ok'
      ? good('setup:site.answers', { address: config.url })
      : wrong('setup:site.another', { address, status: response.status })
  } catch (error) {
    const inner = error instanceof Error ? (error.cause ?? error) : error
    const reason = inner instanceof Error && 'code' in inner ? String(inner.code) : 'unknown'
    return wrong('setup:site.away', { address, reason })
  }
}
