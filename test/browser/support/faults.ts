import type { BrowserContext, ConsoleMessage, Request, Response } from 'playwright-core'

/**
 * Collects what must not happen in any browser: errors in the console (a breach of the Content-Security-Policy is one),
 * uncaught errors, requests that fail, and any request to another origin.
 */
export function watchForFaults(context: BrowserContext, origin: string): string[] {
  const faults: string[] = []
  context.on('console', (message) => {
    if (isFault(message)) faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`))
  context.on('request', (request) => {
    // Going to a provider to sign in is the person's own step; what a page fetches by itself is not.
    if (!request.isNavigationRequest() && isElsewhere(request.url(), origin))
      faults.push(`another origin: ${request.url()}`)
  })
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // The browser itself stops what a page still loads when its reader goes on to the next.
    if (reason !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()} ${reason}`)
  })
  context.on('response', (response) => {
    if (isBroken(response)) faults.push(`broken: ${response.url()} ${response.status()}`)
  })
  return faults
}

/** Chromium calls every answer of 400 and above an error; for a page it may be the right answer, for its parts it never is. */
function isFault(message: ConsoleMessage): boolean {
  if (message.type() !== 'error' && message.type() !== 'warning') return false
  return !message.text().startsWith('Failed to load resource: the server responded with a status of')
}

const isPage = (request: Request): boolean => request.isNavigationRequest()

const isBroken = (response: Response): boolean => response.status() >= 400 && !isPage(response.request())

/** What a page carries in itself is asked of nobody. */
const isElsewhere = (address: string, origin: string): boolean => {
  const url = new URL(address)
  return url.protocol !== 'data:' && url.origin !== origin
}
