import { exportFileName } from '../address.ts'
import type { ExportDeps } from '../deps.ts'
import type { DataExport } from '../export.model.ts'
import { mostInADay, type ExportState } from '../exports.words.ts'

/** An export as its owner sees it. */
export interface ExportRow {
  state: ExportState
  askedAt: Date
  readyAt?: Date
  expiresAt?: Date
  /** In thousands of bytes. */
  size?: number
  fileName?: string
}

export interface OwnExports {
  exports: ExportRow[]
  mayAsk: boolean
  /** Why not, when not. */
  isUnderWay: boolean
}

const aDay = 24 * 60 * 60 * 1000

/** The exports that somebody asked for lately, newest first, and whether they may ask for another one. */
export async function listExports(deps: ExportDeps, accountId: string): Promise<OwnExports> {
  const now = deps.clock()
  const found = await deps.exports.find({ accountId }).sort({ askedAt: -1 }).limit(30).lean<DataExport[]>()
  const isUnderWay = found.some((each) => each.isUnderWay)
  const today = found.filter(({ askedAt }) => askedAt.getTime() > now.getTime() - aDay)
  return {
    exports: found.filter(({ expiresAt }) => expiresAt > now).map((each) => toRow(deps, each)),
    mayAsk: !isUnderWay && today.length < mostInADay,
    isUnderWay,
  }
}

function toRow({ secret }: ExportDeps, { _id, state, askedAt, readyAt, expiresAt, length }: DataExport): ExportRow {
  return {
    state,
    askedAt,
    ...(readyAt ? { readyAt } : {}),
    ...(state === 'ready' && length !== undefined
      ? { expiresAt, size: Math.max(1, Math.round(length / 1000)), fileName: exportFileName(_id, secret) }
      : {}),
  }
}
