import assert from 'node:assert/strict'
import { createCandor, type CandorOptions } from '../../src/index.ts'
import { readOptions } from '../../src/config/index.ts'

/** Options that a host without a compiler may pass -> what the sentence begins with. */
const wrong: [unknown, string][] = [
  [{ colour: 'red' }, 'colour is not a setting'],
  [{ url: 5 }, 'url takes'],
  [{ siteName: 5 }, 'siteName takes'],
  [{ siteName: null }, 'siteName takes'],
  [{ mongodbUri: {} }, 'mongodbUri takes'],
  [{ dataFolder: [] }, 'dataFolder takes'],
  [{ sessionSecret: 5 }, 'sessionSecret takes'],
  [{ ownerEmails: 'a@b.example' }, 'ownerEmails takes'],
  [{ ownerEmails: [5] }, 'ownerEmails[0] takes'],
  [{ demo: 'yes' }, 'demo takes'],
  [{ production: 'yes' }, 'production takes'],
  [{ jobs: 1 }, 'jobs takes'],
  [{ logLevel: 3 }, 'logLevel takes'],
  [{ trustProxy: true }, 'trustProxy takes'],
  [{ trustProxy: 1.5 }, 'trustProxy takes'],
  [{ oidcProviders: {} }, 'oidcProviders takes'],
  [{ oidcProviders: [{}] }, 'oidcProviders[0].id takes'],
  [{ oidcProviders: [{ id: 'A' }] }, 'oidcProviders[0].id takes'],
  [{ oidcProviders: [{ id: 'a', label: 'A', issuer: 'x', clientId: 'c' }] }, 'oidcProviders[0].issuer takes'],
  [
    { oidcProviders: [{ id: 'a', label: 'A', issuer: 'https://a.example', clientId: 'c', secret: 1 }] },
    'oidcProviders[0].secret is not a setting',
  ],
  [
    { oidcProviders: [{ id: 'demo', label: 'A', issuer: 'https://a.example', clientId: 'c' }] },
    'oidcProviders[0].id takes',
  ],
]

describe('options', () => {
  for (const [options, begins] of wrong) {
    it(`are refused with a sentence for each fault: ${JSON.stringify(options)}`, () => {
      assert.throws(
        () => readOptions(options as CandorOptions),
        ({ name, message }: Error) =>
          name === 'ConfigError' &&
          message.startsWith(begins) &&
          message.split('\n').every((line) => /^\w[^\n]*\.$/.test(line)),
        begins,
      )
    })
  }

  it('that cannot be used stop createCandor before it touches anything', async () => {
    await assert.rejects(createCandor({ url: 'nowhere' }), { name: 'ConfigError' })
  })
})
