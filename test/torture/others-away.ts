import { setTimeout as pause } from 'node:timers/promises'
import { Browser } from '../support/browser.ts'
import { until } from '../support/gate.ts'
import { startIssuer, type Issuer } from '../support/issuer.ts'
import { startMailServer, type MailServer } from '../support/smtp.ts'
import { inside } from './inside.ts'
import {
  commonFigures,
  endScene,
  openScene,
  settle,
  surprisesOf,
  writeWhile,
  type Outcome,
  type Scene,
} from './scene.ts'

/** What the mail server does, one after the other, while everybody writes. */
const moods: Readonly<Record<string, MailServer['behaviour']>> = {
  refuses: { sender: () => 451, recipient: () => 451 },
  hangs: { isMute: true },
  'drops in the middle': { message: () => 'cut' },
  'says nothing to the text': { message: () => 'silence' },
}

/** The mail server refuses, hangs, and drops in mid-dialogue; in the end every mail arrives. */
export async function mailAway(): Promise<Outcome> {
  const server = await startMailServer()
  const scene = await openScene({ SMTP_URL: server.url, MAIL_FROM: 'Support <support@example.com>' })
  try {
    const lost = await writeWhile(scene, async () => {
      for (const behaviour of Object.values(moods)) {
        server.behaviour = behaviour
        await pause(5_000)
        await timePasses(scene)
      }
    })
    const attempts = server.received.length
    server.behaviour = {}
    const faults = [...(await settle(scene, { isThorough: true })), ...(await arrivals(scene, server))]
    const ids = server.received.map(({ raw }) => /^message-id: *(\S+)/im.exec(raw)?.[1] ?? '')
    const figures = {
      ...commonFigures(scene, lost),
      moods: Object.keys(moods).join(', '),
      'texts that were cut off or not answered': attempts,
      'mails that arrived': new Set(ids).size,
      'arrived twice, under one Message-ID': ids.length - new Set(ids).size,
    }
    return { scenario: 'the mail server is broken', figures, faults: [...faults, ...surprisesOf(scene)] }
  } finally {
    await endScene(scene)
    await server.stop()
  }
}

/** Mails that wait for their next attempt are due now, as they are some minutes later. */
async function timePasses({ product }: Scene): Promise<void> {
  await inside(product, async ({ database }) => {
    await database.connection
      .collection('mails')
      .updateMany({ state: { $in: ['waiting', 'sending'] } }, { $set: { nextAttemptAt: new Date() } })
  })
}

/** Waits until nothing waits. Whatever was acknowledged has sent its mail by then. */
async function arrivals(scene: Scene, server: MailServer): Promise<string[]> {
  return inside(scene.product, async ({ database }) => {
    const mails = database.connection.collection<{ _id: string; messageId: string; state: string }>('mails')
    const waiting = { state: { $in: ['waiting', 'sending'] } }
    await until(async () => {
      await mails.updateMany(waiting, { $set: { nextAttemptAt: new Date() } })
      await pause(500)
      return (await mails.countDocuments(waiting)) === 0
    }, 180)
    const all = await mails.find({}).toArray()
    const arrived = server.received.map(({ raw }) => raw).join('\n')
    const missing = all.filter(({ state, messageId }) => state === 'sent' && !arrived.includes(messageId))
    const dead = all.filter(({ state }) => state === 'dead')
    return [
      ...missing.map(({ _id }) => `mail ${_id} counts as sent and never arrived`),
      ...dead.map(({ _id }) => `mail ${_id} was given up`),
    ]
  })
}

/** The provider breaks off, then says nothing, then is back; who is in goes on writing. */
export async function providerAway(): Promise<Outcome> {
  const issuer = await startIssuer([])
  const scene = await openScene({
    DEMO_SIGN_IN: 'true',
    OIDC_PROVIDERS: 'acme',
    OIDC_ACME_ISSUER: issuer.url,
    OIDC_ACME_CLIENT_ID: issuer.clientId,
    OIDC_ACME_CLIENT_SECRET: issuer.clientSecret,
    OIDC_ACME_LABEL: 'Acme',
  })
  const faults: string[] = []
  const told: Record<string, string> = {}
  try {
    const lost = await writeWhile(scene, async () => {
      for (const [mood, break_] of Object.entries(breaks)) {
        break_(issuer)
        const begun = performance.now()
        const step = await new Browser().open(`${scene.product.url}/sign-in/acme`)
        const seconds = ((performance.now() - begun) / 1000).toFixed(1)
        told[`who signs in while it ${mood} reads after, s`] = `${seconds}: ${step.status} ${step.$('h1').text()}`
        if (step.status !== (mood === 'is back' ? 302 : 503)) faults.push(`while it ${mood}: ${step.status}`)
      }
    })
    faults.push(...(await settle(scene, { isThorough: true })))
    const figures = { ...told, ...commonFigures(scene, lost) }
    return { scenario: 'the provider is away', figures, faults: [...faults, ...surprisesOf(scene)] }
  } finally {
    await endScene(scene)
    await issuer.stop()
  }
}

const discovery = '/.well-known/openid-configuration'
const breaks: Readonly<Record<string, (issuer: Issuer) => void>> = {
  'breaks off': ({ broken }) => void broken.set(discovery, (request) => request.socket.destroy()),
  'says nothing': ({ broken }) => void broken.set(discovery, () => undefined),
  'is back': ({ broken }) => void broken.delete(discovery),
}
