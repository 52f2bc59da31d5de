import { createHash } from 'node:crypto'

/** How many pieces a page offers to be ticked; whatever lies beyond is typed. */
const mostPieces = 300

/** A text in the pieces that can be taken out of it: its sentences and lines, as they stand. */
export function piecesOf(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => line.match(/[^.!?…]+[.!?…]*["”’)\]]*\s*|[.!?…]+\s*/gu) ?? [])
    .map((piece) => piece.trim())
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece))
    .slice(0, mostPieces)
}

/** Tells whether a text is still the one whose pieces were numbered. */
export const markOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16)
