import { limits } from '../protocol/frame.ts'
import { encode, type Document } from '../semantics/index.ts'
import { saslStart } from './authentication.ts'
import { documentField, flag, numberField, type Command, type Reply } from './command.ts'

/** MongoDB 7.0's wire version. */
const wireVersion = 21
export const serverVersion = '7.0.0'
const setName = 'embedded'

/**
 * Presents itself as the primary of a replica set with one member: only then do drivers send their writes as retryable ones, so that a
 * write whose answer was lost, for example to a server that was killed and started again, is sent again and done once.
 */
export async function hello(command: Command): Promise<Reply> {
  const { body, services, connection } = command
  const metadata = documentField(body, 'client')
  if (metadata) connection.clientMetadata ??= metadata
  const version = documentField(body, 'topologyVersion')
  const awaits = version !== undefined && numberField(body, 'maxAwaitTimeMS') !== undefined
  if (awaits && isCurrent(command, version)) await services.pauseHello(numberField(body, 'maxAwaitTimeMS') ?? 0)
  const reply: Document = { ...presentation(command), ...speculativeAuthentication(command), ok: 1 }
  return command.message.exhaustAllowed && awaits ? { reply: encode(reply), more: true } : reply
}

function presentation({ name, body, services, connection }: Command): Document {
  const { address } = services
  const isLegacy = name !== 'hello'
  return {
    ...(isLegacy ? { ismaster: true } : { isWritablePrimary: true }),
    ...(flag(body, 'helloOk') ? { helloOk: true } : {}),
    topologyVersion: services.topology,
    ...{ hosts: [address], setName, setVersion: 1, secondary: false, primary: address, me: address },
    ...limits,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: connection.id,
    ...{ minWireVersion: 0, maxWireVersion: wireVersion, readOnly: false },
    ...(typeof body['saslSupportedMechs'] === 'string' ? { saslSupportedMechs: ['SCRAM-SHA-256'] } : {}),
  }
}

function isCurrent({ services }: Command, version: Document): boolean {
  const processId = version['processId'] as { equals?(other: unknown): boolean } | undefined
  return processId?.equals?.(services.topology.processId) === true && version['counter'] === services.topology.counter
}

function speculativeAuthentication(command: Command): Document {
  const attempt = documentField(command.body, 'speculativeAuthenticate')
  if (!attempt || !command.services.users) return {}
  try {
    return { speculativeAuthenticate: saslStart({ ...command, body: attempt }) }
  } catch {
    // As MongoDB does: the driver goes on with a conversation of its own, which says what is wrong.
    return {}
  }
}
