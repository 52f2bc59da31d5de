import assert from 'node:assert/strict'
import { ConfigError, readEnvironment } from '../../src/config/index.ts'

type Env = Record<string, string>

/** A sentence for each setting that is wrong, each beginning with the name of the variable. */
function refusal(env: Env): string {
  try {
    readEnvironment(env)
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.message
  }
  throw new Error(`${JSON.stringify(env)} was taken`)
}

const acme = {
  OIDC_PROVIDERS: 'acme',
  OIDC_ACME_ISSUER: 'https://id.acme.example',
  OIDC_ACME_CLIENT_ID: 'candor',
  OIDC_ACME_CLIENT_SECRET: 'secret',
}
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://example.com',
  SESSION_SECRET: 'x'.repeat(32),
  SMTP_URL: 'smtps://user:password@mail.example.com',
  MAIL_FROM: 'help@example.com',
}

/** What the message begins with -> settings that get it. */
const wrong: Record<string, Env[]> = {
  PORT: [
    { PORT: 'abc' },
    { PORT: '-1' },
    { PORT: '65536' },
    { PORT: '' },
    { PORT: '80.5' },
    { PORT: '0x50' },
    { PORT: '9'.repeat(12) },
  ],
  PUBLIC_URL: [
    { PUBLIC_URL: '' },
    { PUBLIC_URL: 'example.com' },
    { PUBLIC_URL: 'ftp://example.com' },
    { PUBLIC_URL: '/support' },
    { PUBLIC_URL: 'javascript:alert(1)' },
    { PUBLIC_URL: 'https://' },
    { PUBLIC_URL: 'https://example.com/support?x=1' },
    { PUBLIC_URL: 'https://example.com/support#x' },
    { PUBLIC_URL: 'https://somebody:secret@example.com' },
    { ...production, PUBLIC_URL: 'http://example.com' },
    { NODE_ENV: 'production', SESSION_SECRET: 'x'.repeat(32) },
  ],
  PUBLIC_NOTICE: [{ PUBLIC_NOTICE: '' }, { PUBLIC_NOTICE: 'x'.repeat(1001) }],
  SITE_NAME: [{ SITE_NAME: '' }, { SITE_NAME: '  ' }, { SITE_NAME: 'x'.repeat(61) }],
  MONGODB_URI: [
    { MONGODB_URI: '' },
    { MONGODB_URI: 'localhost:27017' },
    { MONGODB_URI: 'http://localhost' },
    { MONGODB_URI: 'mongodb://' },
  ],
  DATA_FOLDER: [{ DATA_FOLDER: '' }],
  SESSION_SECRET: [
    { SESSION_SECRET: '' },
    { SESSION_SECRET: 'short' },
    { NODE_ENV: 'production', PUBLIC_URL: 'https://example.com' },
  ],
  OWNER_EMAILS: [
    { OWNER_EMAILS: 'nobody' },
    { OWNER_EMAILS: 'a@b.example,,nobody' },
    { OWNER_EMAILS: 'a@b.example c@d.example' },
  ],
  DEMO_SIGN_IN: [{ DEMO_SIGN_IN: 'maybe' }, { ...production, DEMO_SIGN_IN: 'true' }],
  RUN_JOBS: [{ RUN_JOBS: '2' }],
  SESSION_HOURS: [{ SESSION_HOURS: '0' }, { SESSION_HOURS: '721' }, { SESSION_HOURS: '1.5' }, { SESSION_HOURS: '' }],
  REMEMBER_DAYS: [{ REMEMBER_DAYS: '0' }, { REMEMBER_DAYS: '401' }, { REMEMBER_DAYS: 'a month' }],
  INBOUND_ADDRESS: [{ INBOUND_ADDRESS: 'help' }, { INBOUND_ADDRESS: 'Help <help@example.com>' }],
  INBOUND_SECRET: [{ INBOUND_SECRET: 'short' }],
  INBOUND_SMTP: [{ INBOUND_SMTP: '2525' }, { INBOUND_SMTP: '127.0.0.1:99999' }, { INBOUND_SMTP: 'a b:25' }],
  INBOUND_TLS_KEY: [
    { INBOUND_TLS_CERT: 'cert.pem' },
    { INBOUND_TLS_KEY: 'nowhere.pem', INBOUND_TLS_CERT: 'nowhere.pem' },
    { INBOUND_TLS_KEY: 'README.md', INBOUND_TLS_CERT: 'README.md' },
  ],
  INBOUND_TLS_CERT: [{ INBOUND_TLS_KEY: 'key.pem' }],
  STAFF_NETWORKS: [
    { STAFF_NETWORKS: 'office' },
    { STAFF_NETWORKS: 'loopback' },
    { STAFF_NETWORKS: '10.0.0.0/33' },
    { STAFF_NETWORKS: '10.0.0.1, 2001:db8::/129' },
  ],
  BUSINESS_HOURS: [
    { BUSINESS_HOURS: '' },
    { BUSINESS_HOURS: 'always' },
    { BUSINESS_HOURS: 'Mon-Fri 17:00-09:00' },
    { BUSINESS_HOURS: 'Mon-Fri 09:00-24:30' },
    { BUSINESS_HOURS: 'Mon-Fri 09:61-12:00' },
    { BUSINESS_HOURS: 'Mon-Fri 09:00-17:00, Fri 12:00-18:00' },
  ],
  BUSINESS_TIME_ZONE: [{ BUSINESS_TIME_ZONE: '' }, { BUSINESS_TIME_ZONE: 'Warsaw' }],
  HOLIDAYS: [{ HOLIDAYS: '2026-02-30' }, { HOLIDAYS: 'Christmas' }, { HOLIDAYS: '13-01' }],
  FIRST_REPLY_HOURS: [
    { FIRST_REPLY_HOURS: 'urgent' },
    { FIRST_REPLY_HOURS: 'urgent=0' },
    { FIRST_REPLY_HOURS: 'urgent=-1' },
    { FIRST_REPLY_HOURS: 'soon=1' },
  ],
  SOLVE_HOURS: [{ SOLVE_HOURS: 'high=4 normal=8' }, { SOLVE_HOURS: 'high=5000' }],
  LOG_LEVEL: [{ LOG_LEVEL: 'loud' }, { LOG_LEVEL: '' }],
  TRUST_PROXY: [
    { TRUST_PROXY: 'nonsense' },
    { TRUST_PROXY: '-1' },
    { TRUST_PROXY: '10.0.0.0/99' },
    { TRUST_PROXY: 'true' },
    { TRUST_PROXY: '10.0.0.300' },
  ],
  OIDC_PROVIDERS: [
    { OIDC_PROVIDERS: '1', OIDC_1_ISSUER: 'https://a.example', OIDC_1_CLIENT_ID: 'x' },
    { OIDC_PROVIDERS: 'a b', 'OIDC_A B_ISSUER': 'https://a.example', 'OIDC_A B_CLIENT_ID': 'x' },
    { ...acme, OIDC_PROVIDERS: 'acme,acme' },
  ],
  OIDC_ACME_ISSUER: [
    { ...acme, OIDC_ACME_ISSUER: '' },
    { ...acme, OIDC_ACME_ISSUER: 'id.acme.example' },
    { OIDC_PROVIDERS: 'acme' },
  ],
  OIDC_ACME_CLIENT_ID: [{ ...acme, OIDC_ACME_CLIENT_ID: '' }],
  OIDC_ACME_LABEL: [{ ...acme, OIDC_ACME_LABEL: 'x'.repeat(61) }],
  OIDC_ACME_TRUST_EMAIL: [{ ...acme, OIDC_ACME_TRUST_EMAIL: 'sometimes' }],
}

describe('the environment', () => {
  for (const [variable, envs] of Object.entries(wrong)) {
    for (const env of envs) {
      it(`is refused with a sentence that names ${variable}: ${JSON.stringify(env).slice(0, 90)}`, () => {
        const sentence = refusal(env)
        assert.ok(sentence.startsWith(`${variable} `), sentence)
        for (const line of sentence.split('\n'))
          assert.match(line, /^\S+ (takes|is needed|must begin|can't be on|names)[^\n]*\.$/)
        assert.doesNotMatch(sentence, /Invalid input|Too big|Too small|undefined|NaN/)
        if (env['SESSION_SECRET']) assert.ok(!sentence.includes(env['SESSION_SECRET']))
      })
    }
  }

  it('is told of everything that is wrong in it at once', () => {
    const names = refusal({ SESSION_HOURS: '0', LOG_LEVEL: 'loud', MAIL_FROM: 'nobody' })
      .split('\n')
      .map((line) => line.split(' ', 1)[0])
    assert.deepEqual(names.sort(), ['LOG_LEVEL', 'MAIL_FROM', 'SESSION_HOURS'])
    const live = refusal({ NODE_ENV: 'production', DEMO_SIGN_IN: 'true' }).split('\n')
    assert.deepEqual(
      live.map((line) => line.split(' ', 1)[0]),
      ['DEMO_SIGN_IN', 'PUBLIC_URL', 'SESSION_SECRET', 'SMTP_URL', 'MAIL_FROM'],
    )
  })

  it('may be empty: a newcomer sets nothing', () => {
    const { host, port, config } = readEnvironment({})
    assert.equal(host, '127.0.0.1')
    assert.equal(port, 3000)
    assert.equal(config.url, 'http://localhost:3000')
    assert.equal(config.demo, true)
    assert.equal(config.mongodbUri, undefined)
    assert.equal(config.jobs, true)
    assert.ok(Object.isFrozen(config))
  })

  it('without an address guesses one at the port that it listens on', () => {
    const { config } = readEnvironment({ PORT: '4000' })
    assert.equal(config.url, 'http://localhost:4000')
    assert.equal(config.origin, 'http://localhost:4000')
    assert.equal(config.urlIsGuessed, true)
  })

  it('gives an address in one form, however it was written', () => {
    const spellings: Record<string, [string, string]> = {
      'https://example.com': ['https://example.com', ''],
      'https://example.com/': ['https://example.com', ''],
      'https://EXAMPLE.com:443/support//': ['https://example.com/support', '/support'],
      'HTTP://example.com:8080/a/b/': ['http://example.com:8080/a/b', '/a/b'],
    }
    for (const [given, [url, mountPath]] of Object.entries(spellings)) {
      const { config } = readEnvironment({ PUBLIC_URL: given })
      assert.equal(config.url, url)
      assert.equal(config.mountPath, mountPath)
      assert.equal(config.origin, new URL(url).origin)
      assert.equal(config.isHttps, url.startsWith('https:'))
    }
  })

  it('reads lists, switches and numbers as people write them', () => {
    const { config } = readEnvironment({
      OWNER_EMAILS: ' a@b.example , c@d.example,',
      RUN_JOBS: 'No',
      DEMO_SIGN_IN: 'ON',
      TRUST_PROXY: '1',
      SESSION_HOURS: '8',
      REMEMBER_DAYS: '90',
    })
    assert.deepEqual([config.sessionHours, config.rememberDays], [8, 90])
    assert.deepEqual(config.ownerEmails, ['a@b.example', 'c@d.example'])
    assert.equal(config.jobs, false)
    assert.equal(config.demo, true)
    assert.equal(config.trustProxy, 1)
    for (const networks of ['loopback', 'loopback, 10.0.0.0/8', '192.168.1.1', 'fd00::/8'])
      assert.equal(readEnvironment({ TRUST_PROXY: networks }).config.trustProxy, networks)
    assert.equal(readEnvironment({ TRUST_PROXY: '' }).config.trustProxy, undefined)
  })

  it('names providers, and with one of them is no demo', () => {
    const { config } = readEnvironment({ ...acme, OIDC_ACME_LABEL: 'Acme', OIDC_ACME_TRUST_EMAIL: 'true' })
    assert.deepEqual(config.oidcProviders, [
      {
        id: 'acme',
        label: 'Acme',
        issuer: 'https://id.acme.example',
        clientId: 'candor',
        clientSecret: 'secret',
        trustEmail: true,
      },
    ])
    assert.equal(config.demo, false)
    const two = readEnvironment({
      ...acme,
      OIDC_PROVIDERS: 'acme,my-id',
      OIDC_MY_ID_ISSUER: 'https://i.example',
      OIDC_MY_ID_CLIENT_ID: 'x',
    })
    assert.deepEqual(
      two.config.oidcProviders.map(({ id, label, trustEmail }) => [id, label, trustEmail]),
      [
        ['acme', 'acme', false],
        ['my-id', 'my-id', false],
      ],
    )
  })

  it('is never a demo in production by itself', () => {
    assert.equal(readEnvironment(production).config.demo, false)
    assert.equal(readEnvironment({ ...production, ...acme }).config.demo, false)
  })
})
