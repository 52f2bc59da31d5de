import { startIssuer, type Issuer } from '../support/issuer.ts'
import { startApp, type Running, type Setting } from '../support/running.ts'

/** An instance with two issuers: the owner believes the first about addresses, and not the other. */
export interface WithIssuers {
  app: Running
  trusted: Issuer
  other: Issuer
  stop(): Promise<void>
}

/** Starts an instance whose sign-ins go by `id` and `other`, each an issuer of its own. */
export async function startWithIssuers({
  id,
  ...around
}: {
  id: string
  setting: Setting
  clock?: () => Date
}): Promise<WithIssuers> {
  const mountPath = around.setting === 'standalone' ? '' : '/support'
  const issuers: Issuer[] = []
  const app = await startApp({
    ...around,
    options: async (origin) => {
      for (const name of [id, 'other'])
        issuers.push(await startIssuer([`${origin}${mountPath}/sign-in/${name}/callback`]))
      const [{ url, clientId, clientSecret }, { url: otherUrl }] = issuers as [Issuer, Issuer]
      const label = id.charAt(0).toUpperCase() + id.slice(1)
      return {
        oidcProviders: [
          { id, label, issuer: url, clientId, clientSecret, trustEmail: true },
          { id: 'other', label: 'Other', issuer: otherUrl, clientId, clientSecret },
        ],
      }
    },
  })
  const [trusted, other] = issuers as [Issuer, Issuer]
  return {
    app,
    trusted,
    other,
    async stop() {
      await app.stop()
      await trusted.stop()
      await other.stop()
    },
  }
}
