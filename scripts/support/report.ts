/** Something that a check found: where (a file, with its line where known) and what is wrong and what to do. */
export interface Fault {
  where: string
  what: string
}

/** What a check read and found. A check that read nothing has checked nothing, and fails. */
export interface Finding {
  read: number
  faults: Fault[]
}

/** Prints the finding and sets the exit code of the process: 0 when things were read and nothing was found. */
export function report(check: string, { read, faults }: Finding): void {
  for (const { where, what } of faults) console.error(`${where}: ${what}`)
  const passed = read > 0 && faults.length === 0
  console.log(`${passed ? 'ok' : 'FAILED'}: ${check}, ${read} read, ${faults.length} faults`)
  if (!passed) process.exitCode = 1
}
