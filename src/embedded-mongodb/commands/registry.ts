import { ServerError } from '../errors.ts'
import { aggregate } from './aggregate.ts'
import { logout, requireUser, saslContinue, saslStart } from './authentication.ts'
import { bulkWrite } from './bulk-write.ts'
import { create, drop, dropDatabase, listCollections, listDatabases, renameCollection } from './collections.ts'
import { wantsJournal, type Command, type CommandHandler, type Reply } from './command.ts'
import { copy, fsync } from './copy.ts'
import { count, distinct } from './count.ts'
import { getMore, killCursors } from './cursor-commands.ts'
import { deleteDocuments } from './delete.ts'
import * as diagnostics from './diagnostics.ts'
import { explain } from './explain.ts'
import { findAndModify } from './find-and-modify.ts'
import { find } from './find.ts'
import { hello } from './hello.ts'
import { collMod, createIndexes, dropIndexes, listIndexes } from './indexes.ts'
import { insert } from './insert.ts'
import { checkFields } from './known-fields.ts'
import { endLease, endSessions, refreshSessions, refuseTransaction } from './sessions.ts'
import { update } from './update.ts'
import { validate } from './validate.ts'

const handlers: Record<string, CommandHandler> = {
  ...{ hello, isMaster: hello, ismaster: hello, ping: diagnostics.ping },
  ...{ buildInfo: diagnostics.buildInfo, buildinfo: diagnostics.buildInfo },
  ...{ saslStart, saslContinue, logout, connectionStatus: diagnostics.connectionStatus },
  ...{ find, getMore, killCursors, aggregate, count, distinct, explain },
  ...{ insert, update, delete: deleteDocuments, findAndModify, findandmodify: findAndModify, bulkWrite },
  ...{ create, drop, dropDatabase, renameCollection, collMod, listCollections, listDatabases },
  ...{ createIndexes, listIndexes, dropIndexes, deleteIndexes: dropIndexes },
  ...{ collStats: diagnostics.collStats, collstats: diagnostics.collStats },
  ...{ dbStats: diagnostics.dbStats, dbstats: diagnostics.dbStats, serverStatus: diagnostics.serverStatus },
  ...{ hostInfo: diagnostics.hostInfo, getLog: diagnostics.getLog, getParameter: diagnostics.getParameter },
  ...{ getCmdLineOpts: diagnostics.getCmdLineOpts, whatsmyuri: diagnostics.whatsMyUri },
  ...{ startSession: diagnostics.startSession, endSessions, killSessions: endSessions, refreshSessions },
  ...{ validate, copy, fsync, endLease },
}

/** The answer to one command; with `j: true` when the disk has what it wrote. Throws ServerError when it is refused. */
export async function runCommand(command: Command): Promise<Reply> {
  const handler = Object.hasOwn(handlers, command.name) ? handlers[command.name] : undefined
  if (!handler) throw new ServerError('CommandNotFound', `no such command: '${command.name}'`)
  requireUser(command)
  refuseTransaction(command)
  checkFields(command.name, command.body)
  const { counters } = command.services
  const counter = counterOf(command.name)
  counters[counter] = (counters[counter] ?? 0) + 1
  const { environment, writer } = command.services.store
  const isDurable = wantsJournal(command.body)
  while (environment.settled) await environment.settled
  const reply = await handler(command)
  if (isDurable) await writer.sync()
  return reply
}

const counted = new Map([
  ['find', 'query'],
  ['getMore', 'getmore'],
  ['insert', 'insert'],
  ['update', 'update'],
  ['delete', 'delete'],
])

function counterOf(name: string): string {
  return counted.get(name) ?? 'command'
}
