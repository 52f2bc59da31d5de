const endings: (() => Promise<void>)[] = []

/** Has something that several tests of a process share ended after the last one: of the file, or of the run when there is one process. */
export function endAfterTests(end: () => Promise<void>): void {
  endings.push(end)
}

/** Ends what was shared; whoever needs it again makes it anew. */
export async function endAll(): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end()
}
