import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Findings {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[]
}

const rulesOfColour = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page as it is shown now, with all its rules. The page's context has to be `withoutPolicy`. */
export async function axeFindings(page: Page): Promise<string[]> {
  return run(page, {})
}

/** What axe finds in the colours alone: for a scheme that changes nothing else. */
export async function axeFindingsInColours(page: Page): Promise<string[]> {
  return run(page, { runOnly: { type: 'rule', values: rulesOfColour } })
}

async function run(page: Page, options: object): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  const settings = JSON.stringify({ resultTypes: ['violations'], ...options })
  const { violations } = await page.evaluate<Findings>(`axe.run(document, ${settings})`)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id} (${help}): ${html}\n${failureSummary}`),
  )
}
