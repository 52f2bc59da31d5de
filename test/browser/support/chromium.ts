import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** What every Chromium of the tests is started with. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let running: Promise<Browser> | undefined

/** The one Chromium of the run, started when it is first needed. */
export function theChromium(): Promise<Browser> {
  running ??= chromium.launch({
    executablePath: findChromium(),
    args: chromiumArguments,
  })
  return running
}

/** Ends it; called once after the whole run. */
export async function closeChromium(): Promise<void> {
  if (running) await (await running).close()
}

/** Where this machine has one. */
export function findChromium(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = folders.map((folder) => join(folder, name)).find(mayRun)
    if (found) return found
  }
  throw new Error('These tests need a Chromium: install the package chromium.')
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
