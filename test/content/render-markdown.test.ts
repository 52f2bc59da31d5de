import assert from 'node:assert/strict'
import fc from 'fast-check'
import { externalLinks, LONGEST_MARKDOWN, renderMarkdown, RENDERER_VERSION } from '../../src/content/index.ts'
import { assertAllowed } from './allowed-html.ts'

const site = { siteOrigin: 'https://forum.example' }
const html = (source: string): string => renderMarkdown(source, site).html
const external = 'class="external" rel="nofollow ugc noopener" referrerpolicy="origin"'
const bare = external.replace('external', 'external bare')

describe('A text as HTML', () => {
  it('says which version of the renderer made it', () =>
    assert.equal(renderMarkdown('a', site).version, RENDERER_VERSION))

  it('shows each new line as one', () => assert.equal(html('a\nb'), '<p>a<br />\nb</p>\n'))

  it('shows a line break of CommonMark as one, not as two', () => {
    assert.equal(html('a  \nb\\\nc'), '<p>a<br />\nb<br />\nc</p>\n')
  })

  describe('has headings below the h3 of its author and without gaps', () => {
    const cases: [levels: string, expected: number[]][] = [
      ['###', [4]],
      ['# ######', [4, 5]],
      ['# ## ### #### ### # ##', [4, 5, 6, 6, 6, 4, 5]],
      ['### # ##', [4, 4, 5]],
      ['## #### ### ##', [4, 5, 5, 4]],
    ]
    for (const [levels, expected] of cases) {
      it(levels, () => {
        const source = levels.split(' ').map((level) => `${level} a\n\n> b\n\n`)
        const found = Array.from(html(source.join('')).matchAll(/<h(\d)>a<\/h(\d)>/g), (match) => match.slice(1))
        assert.deepEqual(
          found,
          expected.map((level) => [String(level), String(level)]),
        )
      })
    }
  })

  it('has no header of a table that says nothing', () => {
    const found = html('||&nbsp;|`a`|[](/b)|\n|:-|-|-|-|\n|1|2|3|4|')
    assert.deepEqual(found.match(/<t[hd]\b.*/g)?.slice(0, 4), [
      '<td class="align-left"></td>',
      '<td>\u00a0</td>',
      '<th><code>a</code></th>',
      '<th><a href="/b" class="bare">/b</a></th>',
    ])
  })

  it('puts a table where it can be scrolled with the keyboard, its columns aligned by class', () => {
    const expected =
      '<div class="table-scroll" tabindex="0"><table>\n<thead>\n<tr>\n' +
      '<th class="align-left">a</th>\n<th class="align-right">b</th>\n<th>c</th>\n</tr>\n</thead>\n' +
      '<tbody>\n<tr>\n<td class="align-left">1</td>\n<td class="align-right">2</td>\n<td></td>\n</tr>\n</tbody>\n</table></div>\n'
    assert.equal(html('|a|b|c|\n|:-|-:|-|\n|1|2|'), expected)
  })

  it('shows an image as a link to it, so that nobody learns who reads the page', () => {
    assert.equal(
      html('![a *cat*](https://i.example/c.png)'),
      `<p><a href="https://i.example/c.png" ${external}>a cat</a></p>\n`,
    )
  })

  it('keeps escaped characters in the text of an image', () => {
    assert.equal(html('![a \\* b](/c.png)'), '<p><a href="/c.png">a * b</a></p>\n')
  })

  it('never loses text, however deep it stands', () => {
    for (const mark of ['> ', '- ', '1. ', '>- ']) assert.match(html(`${mark.repeat(200)}here\n`), /here/)
  })

  it('shows a text that is too long, or a table that is too wide, as it was typed', () => {
    for (const source of [
      '*a* '.repeat(LONGEST_MARKDOWN / 4) + '!',
      `${'|a'.repeat(200)}\n${'|-'.repeat(200)}\n${'|a\n'.repeat(99)}`,
    ]) {
      assert.equal(html(source), `<pre tabindex="0"><code>${source}</code></pre>\n`)
    }
  })

  it('shows a long text with a table in it, and a table in code, as Markdown, with line ends of any kind', () => {
    const table = '|a|b|c|d|e|f|g|h|i|j|\n|-|-|-|-|-|-|-|-|-|-|\n|1|2|3|4|5|6|7|8|9|10|\n'
    for (const source of [
      `${table}\n${'a\n\n'.repeat(1_500)}`,
      `\`\`\`\n${'1|2|3|4|5|6|7|8|9|10|11|12\n'.repeat(900)}\`\`\`\n\n${table}`,
    ]) {
      for (const end of ['\n', '\r\n', '\r']) assert.match(html(source.replaceAll('\n', end)), /<td>10<\/td>/)
    }
  })

  it('is the same for all line ends', () => assert.equal(html('a\r\n\r\n    b\r\n'), html('a\n\n    b\n')))

  it('replaces what no feed can carry: control characters and half surrogate pairs', () => {
    assert.equal(html('a\u0000b\u0008c\ud800d\uffffe\u000bf'), '<p>a\ufffdb\ufffdc\ufffdd\ufffde f</p>\n')
  })
})

describe('Code in a text', () => {
  it('is highlighted when its language is known', () => {
    assert.equal(
      html('```js\nlet a = 1\n```'),
      '<pre tabindex="0"><code class="hljs language-js"><span class="hljs-keyword">let</span> a = <span class="hljs-number">1</span>\n</code></pre>\n',
    )
  })

  it('keeps the two-part classes of the highlighter', () => {
    assert.match(html('```js\nfunction f() {}\n```'), /<span class="hljs-title function_">f<\/span>/)
  })

  it('is plain without a language, with an unknown one, and when it is indented', () => {
    assert.equal(html('```\n<b>\n```'), '<pre tabindex="0"><code>&lt;b&gt;\n</code></pre>\n')
    assert.equal(
      html('```klingon\n<b>\n```'),
      '<pre tabindex="0"><code class="language-klingon">&lt;b&gt;\n</code></pre>\n',
    )
    assert.equal(html('    <b>\n'), '<pre tabindex="0"><code>&lt;b&gt;\n</code></pre>\n')
  })

  it('is plain when it has long lines or is long, because grammars are slow then', () => {
    for (const code of ['1'.repeat(201), '1\n'.repeat(4001)]) {
      assert.equal(html(`\`\`\`js\n${code}\n\`\`\``).includes('hljs'), false)
    }
  })

  it('is highlighted as long as the budget of the whole text lasts', () => {
    const block = `\`\`\`js\n${'let a = 1\n'.repeat(300)}\`\`\`\n`
    assert.equal(html(block.repeat(4)).match(/class="hljs /g)?.length, 2)
  })
})

describe('Links in a text', () => {
  const cases: [source: string, expected: string][] = [
    ['[a](https://evil.example/x)', `<a href="https://evil.example/x" ${external}>a</a>`],
    ['https://evil.example/x', `<a href="https://evil.example/x" ${bare}>https://evil.example/x</a>`],
    ['<https://evil.example>', `<a href="https://evil.example" ${bare}>https://evil.example</a>`],
    ['[a](//evil.example/x)', `<a href="//evil.example/x" ${external}>a</a>`],
    ['[a](https://forum.example.evil.example)', `<a href="https://forum.example.evil.example" ${external}>a</a>`],
    ['[a](https://forum.example@evil.example)', `<a href="https://forum.example@evil.example" ${external}>a</a>`],
    ['[a](https://forum.example:8443/)', `<a href="https://forum.example:8443/" ${external}>a</a>`],
    ['[a](http://forum.example/)', `<a href="http://forum.example/" ${external}>a</a>`],
    ['[a](https://forum.example/t/1)', '<a href="https://forum.example/t/1">a</a>'],
    ['[a](HTTPS://FORUM.EXAMPLE:443/t/1)', '<a href="HTTPS://FORUM.EXAMPLE:443/t/1">a</a>'],
    ['[a](/t/1)', '<a href="/t/1">a</a>'],
    ['[a](#x)', '<a href="#x">a</a>'],
    ['<ann@firma.pl>', '<a href="mailto:ann@firma.pl" class="bare">ann@firma.pl</a>'],
    ['mailto:ann@firma.pl', '<a href="mailto:ann@firma.pl" class="bare">mailto:ann@firma.pl</a>'],
    ['[](/t/1)', '<a href="/t/1" class="bare">/t/1</a>'],
    ['https://forum.example/t/1', '<a href="https://forum.example/t/1" class="bare">https://forum.example/t/1</a>'],
    ['[https://a.example](https://a.example)', `<a href="https://a.example" ${bare}>https://a.example</a>`],
    ['![](https://a.example/c.png)', `<a href="https://a.example/c.png" ${bare}>https://a.example/c.png</a>`],
    ['[ ![](/a.png) ](/t/1)', '<a href="/t/1"> /a.png </a>'],
    ['https://a.example/%E2%80%AEx', `<a href="https://a.example/%E2%80%AEx" ${bare}>https://a.example/%E2%80%AEx</a>`],
    ['https://żółw.example', `<a href="https://xn--w-uga1v8h.example" ${bare}>https://żółw.example</a>`],
  ]
  for (const [source, expected] of cases) {
    it(source, () => assert.equal(html(source), `<p>${expected}</p>\n`))
  }

  for (const source of [
    'readme.md',
    'forum.example',
    'ann@firma.pl',
    'ftp://a.example',
    '//a.example',
    '1.2.3.4',
    'x://y',
  ]) {
    it(`are not made of ${source}`, () => assert.equal(html(source), `<p>${source}</p>\n`))
  }

  it('are resolved against the base address when there is one', () => {
    const options = { ...site, baseUrl: 'https://forum.example/support/t/1/title' }
    const { html: found } = renderMarkdown('[a](../2) [b](/x) [c](#d) [e](https://o.example/) <f@g.pl>', options)
    assert.deepEqual(
      Array.from(found.matchAll(/href="([^"]*)"/g), (match) => match[1]),
      ['https://forum.example/support/t/2', 'https://forum.example/x', '#d', 'https://o.example/', 'mailto:f@g.pl'],
    )
  })

  it('show no address of their own where the base makes it another one', () => {
    const { html: found } = renderMarkdown('[](/t/1)', { ...site, baseUrl: 'https://forum.example/t/2' })
    assert.equal(found, '<p><a href="https://forum.example/t/1">/t/1</a></p>\n')
  })

  it('are counted and listed when they lead to other sites', () => {
    const { html: found, links } = renderMarkdown(
      'https://a.example [b](https://a.example?x=1&y=2) [c](/d) <e@f.pl> `https://g.example`',
      site,
    )
    assert.equal(links, 2)
    assert.deepEqual(externalLinks(found), ['https://a.example', 'https://a.example?x=1&y=2'])
  })

  it('need a site that has an address', () =>
    assert.throws(() => renderMarkdown('a', { siteOrigin: 'forum' }), TypeError))
})

describe('Mentions in a text', () => {
  const cases: [source: string, mentions: string[]][] = [
    ['@ann', ['ann']],
    ['Thanks, @Ann! And @BOB_2, (@c-d) @Ann', ['ann', 'bob_2', 'c-d']],
    ['**@ann** _@bob_ ~~@cid~~', ['ann', 'bob', 'cid']],
    ["@ann's idea, said @bob.", ['ann', 'bob']],
    ['> @ann\n\n- @bob\n\n# @cid\n\n|@dan|\n|-|', ['ann', 'bob', 'cid', 'dan']],
    [`@${'a'.repeat(30)} @${'b'.repeat(31)} @c`, ['a'.repeat(30)]],
    ['`@ann` [@bob](/x) https://x.example/@cid <@dan>', ['dan']],
    ['```\n@ann\n```\n\n    @bob', []],
    ['\\@ann ann@firma.pl @types/node @a.example @ann@social.example @łukasz a/@ann @-ann @_ann', []],
    ['![@ann](/x.png)', []],
  ]
  for (const [source, mentions] of cases) {
    it(JSON.stringify(source), () => assert.deepEqual(renderMarkdown(source, site).mentions, mentions))
  }

  it('lead to the person where there is one', () => {
    const personAddress = (handle: string): string | undefined => (handle === 'ann' ? '/people/ann' : undefined)
    assert.equal(
      renderMarkdown('@Ann & @bob', { ...site, personAddress }).html,
      '<p><a href="/people/ann" class="mention">@Ann</a> &amp; @bob</p>\n',
    )
  })
})

describe('Any text at all', () => {
  const pieces = fc.constantFrom(
    ...[
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '*',
      '_',
      '`',
      '```',
      '~~',
      '|',
      '-',
      '#',
      '\n',
      ' ',
      '    ',
      '\t',
      '!',
      '&',
      ';',
      '\\',
    ],
    ...[
      '@ann',
      'https://a.b/',
      'javascript:',
      '"',
      "'",
      '=',
      ':',
      '|-|',
      '1. ',
      '- ',
      '> ',
      'a',
      '<b ',
      'on',
      '&lt;',
      '\u0000',
      '😀',
    ],
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join('')),
  )

  it('becomes allowed HTML, the same each time', () => {
    fc.assert(
      fc.property(text, (source) => {
        const rendered = renderMarkdown(source, site)
        assertAllowed(rendered.html, source)
        assert.deepEqual(renderMarkdown(source, site), rendered)
        assert.equal(externalLinks(rendered.html).length, rendered.links)
      }),
      { numRuns: 1500 },
    )
  })
})
