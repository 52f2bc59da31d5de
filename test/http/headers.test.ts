import assert from 'node:assert/strict'
import { aCategory, aTopic, regular, type MadeTopic } from '../support/forum.ts'
import { Person } from '../support/person.ts'
import { inEverySetting, startApp, type Running } from '../support/running.ts'

inEverySetting('every page', (setting) => {
  let app: Running
  let topic: MadeTopic
  before(async () => {
    app = await startApp({ setting })
    topic = await aTopic(app, { by: await regular(app, 'ann'), in: await aCategory(app) })
  })
  after(() => app.stop())

  const pages = (): string[] => ['/', topic.path, '/sign-in', '/sign-out', '/nowhere', '/c/none', '/topics/new']

  it('lets nothing run, load or frame it but what is ours, whatever a host says', async () => {
    for (const person of [new Person(app), await regular(app, 'ann')]) {
      for (const path of pages()) {
        const { headers } = await person.look(path)
        const policy = Object.fromEntries(
          (headers['content-security-policy'] ?? '').split(';').map((part) => {
            const [directive = '', ...values] = part.trim().split(' ')
            return [directive, values.join(' ')]
          }),
        )
        assert.deepEqual(policy, {
          'default-src': "'none'",
          'script-src': `${app.url}/static/`,
          'style-src': `${app.url}/static/`,
          'img-src': "'self'",
          'connect-src': "'self'",
          'form-action': "'self'",
          'base-uri': "'none'",
          'frame-ancestors': "'none'",
        })
        assert.equal(headers['x-content-type-options'], 'nosniff')
        assert.equal(headers['x-frame-options'], 'DENY')
        assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin')
        assert.equal(headers['strict-transport-security'], undefined)
      }
    }
  })

  it('holds nothing that its own policy forbids', async () => {
    for (const person of [new Person(app), await regular(app, 'olga')]) {
      for (const path of [...pages(), '/staff', '/staff/categories']) {
        const { $ } = await person.look(path)
        assert.equal($('style, [style], base, iframe, object, embed').length, 0, path)
        $('script').each((_at, script) => {
          if ($(script).attr('type') === 'application/ld+json') return
          assert.ok($(script).attr('src')?.startsWith(`${app.mountPath}/static/`), path)
        })
        $('link[rel=stylesheet], link[rel=icon]').each((_at, link) =>
          assert.ok($(link).attr('href')?.startsWith(`${app.mountPath}/static/`), path),
        )
        for (const element of $('*').toArray()) {
          const handlers = Object.keys('attribs' in element ? element.attribs : {}).filter((each) => /^on/i.test(each))
          assert.deepEqual(handlers, [], path)
        }
      }
    }
  })

  it('names its language, its address and what it depends on', async () => {
    const page = await new Person(app).look(topic.path)
    assert.equal(page.$('html').attr('lang'), 'en')
    assert.equal(page.headers['content-language'], 'en')
    assert.equal(page.$('link[rel=canonical]').attr('href'), app.url + topic.path)
    const vary = (page.headers['vary'] ?? '').split(/, */).sort()
    assert.deepEqual(vary, ['Accept', 'Accept-Encoding', 'Accept-Language', 'Cookie'])
  })

  it('is kept out of search engines unless it is there to be read', async () => {
    const guest = new Person(app)
    for (const path of ['/', topic.path]) assert.equal((await guest.look(path)).headers['x-robots-tag'], undefined)
    for (const path of ['/sign-in', '/sign-out', '/nowhere'])
      assert.equal((await guest.look(path)).headers['x-robots-tag'], 'noindex')
    assert.equal((await (await regular(app, 'ann')).look('/topics/new')).headers['x-robots-tag'], 'noindex')
  })

  it('tells nobody which software serves it', async () => {
    const { headers } = await new Person(app).look('/')
    // A host says it for itself.
    if (setting === 'standalone') assert.equal(headers['x-powered-by'], undefined)
    assert.equal(headers['server'], undefined)
  })
})
