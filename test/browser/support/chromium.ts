import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { endAfterTests } from '../../support/endings.ts'

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

/** One Chromium for the tests of a process, started when it is first needed. */
export function theChromium(): Promise<Browser> {
  running ??= launch()
  return running
}

async function launch(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments })
  endAfterTests(async () => {
    running = undefined
    await browser.close()
  })
  return browser
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
