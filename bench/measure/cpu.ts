import { readFileSync } from 'node:fs'

/** Milliseconds of processor time that a server has used, and that the processes it started have (the embedded store). */
export interface Used {
  server: number
  below: number
}

/** Linux counts in hundredths of a second, whatever the kernel's own clock is. */
const tick = 10

/**
 * Reads the processor time of a process. Unlike requests a second it hardly depends on what else the machine does.
 * Undefined where there is no /proc.
 */
export function cpuOf(pid: number): Used | undefined {
  try {
    return { server: timeOf(pid), below: childrenOf(pid).reduce((sum, child) => sum + timeOf(child), 0) }
  } catch {
    return undefined
  }
}

function timeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  // Counted from the field after the name: 11 is user time, 12 is system time (proc(5): 14 and 15).
  return (Number(fields[11]) + Number(fields[12])) * tick
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return text === '' ? [] : text.split(' ').map(Number)
}
