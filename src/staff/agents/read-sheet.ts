import { readSheet as readCells, type CellValue } from 'read-excel-file/universal'
import { Invalid } from '../../kernel/index.ts'
import { refusals } from './agents.words.ts'
import { unzip, ZipError } from './unzip.ts'

/** One row of a sheet as text, with the number that it has there. */
export interface SheetRow {
  row: number
  cells: string[]
}

/** A hundred people need a few kilobytes; what unpacks to more than this is no list of them. */
const mostUnpacked = 8 * 1024 * 1024
const lastRow = 2000

/**
 * The rows of the first sheet of an .xlsx file that hold anything: values only. A formula is what was last shown in its
 * place. The file is judged by its content before a cell is read. Throws Invalid, for the field `file`.
 */
export async function readSheet(bytes: Buffer): Promise<SheetRow[]> {
  const files = await unpack(bytes)
  requireWorkbook(files)
  requireSmall(files)
  const rows = await readCells(toArrayBuffer(bytes), 1).catch(() => refuse('broken'))
  return rows
    .map((cells, index) => ({ row: index + 1, cells: cells.map(toText) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
}

function refuse(why: keyof typeof refusals): never {
  throw new Invalid({ file: refusals[why] })
}

/** The beginning of files by Excel before 2007, and of newer ones behind a password (MS-CFB). */
const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const zipStart = Buffer.from('PK\x03\x04')

async function unpack(bytes: Buffer): Promise<Map<string, Buffer>> {
  if (bytes.subarray(0, compoundFile.length).equals(compoundFile)) refuse('old')
  if (!bytes.subarray(0, zipStart.length).equals(zipStart)) refuse('notXlsx')
  try {
    return await unzip(bytes, mostUnpacked)
  } catch (error) {
    if (error instanceof ZipError) return refuse(error.fault)
    // A length that leads outside the file.
    if (error instanceof RangeError) return refuse('broken')
    throw error
  }
}

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

/** By ECMA-376 part 2 the parts tell their types here; a name proves nothing. */
function requireWorkbook(files: ReadonlyMap<string, Buffer>): void {
  const types = files.get('[Content_Types].xml')?.toString() ?? ''
  const names = [...files.keys()]
  if (/macroEnabled/i.test(types) || names.some((name) => /vbaProject|(?:^|\/)macrosheets\//i.test(name)))
    refuse('macro')
  if (!types.includes(workbookType)) refuse('notXlsx')
}

/**
 * One cell far down and far to the right would have a reader make billions of empty ones. So in a sheet every place must
 * be a plain one, within bounds; an entity in its stead would be read by the reader and not here.
 */
function requireSmall(files: ReadonlyMap<string, Buffer>): void {
  for (const content of files.values()) {
    const text = content.toString('latin1')
    if (!text.includes('sheetData')) continue
    for (const [, , place = ''] of text.matchAll(/\br\s*=\s*(["'])(.*?)\1/gs)) {
      if (!/^[A-Z]{0,2}\d{1,7}$/.test(place)) refuse('broken')
      if (Number(place.replace(/\D+/g, '')) > lastRow) refuse('tooMany')
    }
  }
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

function toText(cell: CellValue | null): string {
  const isPlain = typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
  const text = cell instanceof Date ? cell.toISOString() : isPlain ? String(cell) : ''
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
