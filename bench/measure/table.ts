import type { Measured } from './rounds.ts'

const heads = ['', 'requests/s', 'ratio', 'goal', 'CPU ratio', 'CPU µs', 'store µs', 'p50 ms', 'p99 ms', 'bytes']

/** The measurements as a Markdown table, which is also readable on a terminal. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = [heads, ...measured.map(cellsOf)]
  const widths = heads.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(heads), line(rule), ...measured.map((each) => line(cellsOf(each)))].join('\n')
}

function cellsOf(row: Measured): string[] {
  const goal = row.goal === undefined ? '' : `${row.ratio >= row.goal ? '≥' : '✗'} ${row.goal}`
  return [
    row.name,
    whole(row.requestsPerSecond),
    row.ratio.toFixed(2),
    goal,
    row.cpuRatio?.toFixed(2) ?? '',
    row.cpu ? whole(row.cpu.server) : '',
    row.cpu && row.cpu.below > 0 ? whole(row.cpu.below) : '',
    row.p50.toFixed(0),
    row.p99.toFixed(0),
    whole(row.bytesPerRequest),
  ]
}

const whole = (value: number): string => Math.round(value).toLocaleString('en')
