import { renderMarkdown, type SafeHtml } from '../../content/index.ts'

/**
 * A policy's text as HTML. Headings of posts stand below those of a whole page; a policy is the page, so that its `##` is
 * the level below the title.
 */
export function renderPolicy(source: string, options: { siteOrigin: string; baseUrl: string }): SafeHtml {
  const { html } = renderMarkdown(source, options)
  return html.replace(
    /<(\/?)h([3-6])\b/g,
    (_tag, slash: string, level: string) => `<${slash}h${Math.max(2, Number(level) - 2)}`,
  ) as SafeHtml
}
