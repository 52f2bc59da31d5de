import { Binary } from 'bson'
import type { Document } from '../semantics/index.ts'
import type { Collection } from '../storage/collection.ts'
import { namespaceOf, numberField, type Command, type Reply } from './command.ts'
import { serverVersion } from './hello.ts'

/** Replies `{ ok: 1 }`, to anyone who can connect. */
export function ping(): Reply {
  return { ok: 1 }
}

/** The version whose behaviour the server follows; `modules: ['embedded']` tells it from MongoDB's own. */
export function buildInfo(): Reply {
  return {
    ...{ version: serverVersion, gitVersion: 'embedded', modules: ['embedded'], allocator: 'system' },
    versionArray: serverVersion.split('.').map(Number).concat(0),
    ...{ javascriptEngine: 'none', sysInfo: 'deprecated', bits: 64, debug: false, maxBsonObjectSize: 16777216 },
    ...{ storageEngines: ['lmdb'], openssl: { running: process.versions.openssl }, ok: 1 },
  }
}

/** The figures of one collection; all zero when there is none. Sizes are in bytes divided by `scale`. */
export function collStats(command: Command): Reply {
  const ns = namespaceOf(command)
  const scale = numberField(command.body, 'scale') ?? 1
  const collection = command.services.store.catalogue.get(ns)
  if (!collection)
    return { ns, size: 0, count: 0, storageSize: 0, nindexes: 0, totalIndexSize: 0, indexSizes: {}, ok: 1 }
  return { ns, ...collectionFigures(collection, scale), ok: 1 }
}

/**
 * Count and sizes (bytes divided by `scale`) as collStats gives them. Sizes are those of the documents: what indexes take is not known
 * and given as 0.
 */
export function collectionFigures({ count, bytes, indexes }: Collection, scale = 1): Document {
  const size = Math.floor(bytes / scale)
  return {
    ...{ size, count, avgObjSize: count > 0 ? Math.floor(bytes / count) : 0, storageSize: size, capped: false },
    nindexes: indexes.length,
    indexBuilds: indexes.filter((index) => !index.ready).map((index) => index.name),
    totalIndexSize: 0,
    indexSizes: Object.fromEntries(indexes.map((index) => [index.name, 0])),
    scaleFactor: scale,
  }
}

/** The sums of the database's collections; sizes in bytes divided by `scale`, indexes given as 0 bytes. */
export function dbStats(command: Command): Reply {
  const collections = command.services.store.catalogue.inDatabase(command.db)
  const scale = numberField(command.body, 'scale') ?? 1
  const sum = (value: (collection: Collection) => number): number =>
    collections.reduce((total, collection) => total + value(collection), 0)
  const objects = sum(({ count }) => count)
  const dataSize = sum(({ bytes }) => bytes) / scale
  return {
    ...{ db: command.db, collections: collections.length, views: 0, objects },
    avgObjSize: objects > 0 ? (dataSize * scale) / objects : 0,
    ...{ dataSize, storageSize: dataSize, indexes: sum(({ indexes }) => indexes.length), indexSize: 0 },
    ...{ totalSize: dataSize, scaleFactor: scale, ok: 1 },
  }
}

/** What is known without the disk: connections, open cursors, commands since the start by kind, memory in mebibytes. */
export function serverStatus({ services }: Command): Reply {
  const { current, total } = services.connections()
  const memory = process.memoryUsage()
  const mebibytes = (bytes: number): number => Math.round(bytes / 1048576)
  return {
    ...{ host: services.address, version: serverVersion, process: 'embedded-mongodb', pid: BigInt(process.pid) },
    uptime: Math.floor(process.uptime()),
    uptimeMillis: BigInt(Date.now() - services.startedAt.getTime()),
    localTime: new Date(),
    connections: { current, available: 10000, totalCreated: BigInt(total) },
    mem: { bits: 64, resident: mebibytes(memory.rss), heap: mebibytes(memory.heapUsed), supported: true },
    metrics: { cursor: { timedOut: BigInt(services.cursors.timedOut), open: { total: services.cursors.size } } },
    opcounters: { ...services.counters },
    storageEngine: { name: 'lmdb', persistent: true, supportsCommittedReads: true },
    ok: 1,
  }
}

/** The user that the connection has proved to be; `authenticatedUserRoles` is always empty, as every user may do everything. */
export function connectionStatus({ connection, body }: Command): Reply {
  const authenticatedUsers = connection.user === undefined ? [] : [{ user: connection.user, db: 'admin' }]
  const privileges = body['showPrivileges'] === true ? { authenticatedUserPrivileges: [] } : {}
  return { authInfo: { authenticatedUsers, authenticatedUserRoles: [], ...privileges }, ok: 1 }
}

/** Replies with the connection's number as `you`: a socket in the file system has no address. */
export function whatsMyUri({ connection }: Command): Reply {
  return { you: `connection ${connection.id}`, ok: 1 }
}

/** The names of logs for `'*'`, else a log without lines: the server keeps none that a client could read. */
export function getLog(command: Command): Reply {
  if (command.body['getLog'] === '*') return { names: ['global', 'startupWarnings'], ok: 1 }
  return { totalLinesWritten: 0, log: [], ok: 1 }
}

/** Of the parameters asked for by name those that exist here: `featureCompatibilityVersion`. */
export function getParameter(command: Command): Reply {
  const known: Document = { featureCompatibilityVersion: { version: '7.0' } }
  const asked = Object.keys(command.body).filter((field) => field in known)
  return { ...Object.fromEntries(asked.map((field) => [field, known[field]])), ok: 1 }
}

/** A constant: how the server was started is not shown to clients. */
export function getCmdLineOpts(): Reply {
  return { argv: ['embedded-mongodb'], parsed: {}, ok: 1 }
}

/** Time and platform; the host's real name is not given away. */
export function hostInfo(): Reply {
  return {
    system: { currentTime: new Date(), hostname: 'localhost', cpuAddrSize: 64 },
    os: { type: process.platform },
    extra: {},
    ok: 1,
  }
}

/** A fresh session for a client that does not make its own. */
export function startSession(): Reply {
  return {
    id: { id: new Binary(Buffer.from(globalThis.crypto.randomUUID().replaceAll('-', ''), 'hex'), 4) },
    timeoutMinutes: 30,
    ok: 1,
  }
}
