import assert from 'node:assert/strict'
import { excerpt, plainText, renderMarkdown, slugify } from '../../src/content/index.ts'
import { siteAt } from '../../src/content/links.ts'
import { sanitize } from '../../src/content/sanitize.ts'
import { assertAllowed } from './allowed-html.ts'
import { hostileHtml, injections } from './injections.ts'

const site = { siteOrigin: 'https://forum.example' }

describe('Text that tries to run something', () => {
  it(`becomes HTML of the allowed kind only (${injections.length} texts)`, () => {
    for (const source of injections) assertAllowed(renderMarkdown(source, site).html, source)
  })

  it('does so too with a base address and with people to mention', () => {
    const options = {
      ...site,
      baseUrl: 'https://forum.example/t/1',
      personAddress: (handle: string) => `/people/${handle}`,
    }
    for (const source of injections) assertAllowed(renderMarkdown(source, options).html, source)
  })

  it('is shown as it was written where it is HTML', () => {
    const { html } = renderMarkdown('<script>alert(1)</script>', site)
    assert.equal(html, '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n')
  })

  it('is stopped by the second wall when the first one falls', () => {
    for (const hostile of hostileHtml) {
      assertAllowed(sanitize(hostile, siteAt(site.siteOrigin)).html, hostile)
      assertAllowed(sanitize(`<blockquote>${hostile}</blockquote>`, siteAt(site.siteOrigin)).html, hostile)
    }
  })

  it('is stopped by the second wall when a link of the first one is bad', () => {
    for (const scheme of [
      'javascript:x',
      ' JAVASCRIPT:x',
      'java\nscript:x',
      '\u0001javascript:x',
      'data:text/html,x',
      'x:y',
    ]) {
      const { html, links } = sanitize(
        `<a href="${scheme}" class="external" onclick="x">a</a>`,
        siteAt(site.siteOrigin),
      )
      assert.equal(html, '<a>a</a>')
      assert.equal(links, 0)
    }
  })

  it('gets no class and no attribute that a text may not have through the second wall', () => {
    const html = [
      '<span class="hljs-keyword badge">a</span><code class="language-js sr-only">b</code>',
      '<div class="modal" id="x" data-x="1"><p class="hidden" dir="rtl" lang="en">c</p></div>',
      '<td class="align-left x" style="x" colspan="9">d</td><ol reversed start="2"></ol><ol start="x"></ol>',
    ]
    assert.equal(
      sanitize(html.join(''), siteAt(site.siteOrigin)).html,
      '<span class="hljs-keyword">a</span><code class="language-js">b</code>' +
        '<div class="table-scroll" tabindex="0"><p>c</p></div><td>d</td><ol start="2"></ol><ol></ol>',
    )
  })

  it('becomes no tag in an excerpt that is escaped, and no address with a scheme in a slug', () => {
    for (const source of injections) {
      assert.ok(Array.from(excerpt(source, 80)).length <= 80)
      assert.equal(typeof plainText(source), 'string')
      assert.match(slugify(source), /^[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*$/u)
    }
  })
})
