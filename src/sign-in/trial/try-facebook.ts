import { good, note, wrong, type Finding } from '../../kernel/index.ts'
import type { FacebookProvider } from '../providers.ts'
import { ask, fieldOf } from './ask.ts'

/** Whether Facebook knows the app and its secret. The callback address it only judges when a person comes. */
export async function tryFacebook(
  { appId, appSecret, tokenUrl }: FacebookProvider,
  callbackUrl: string,
): Promise<Finding[]> {
  const question = new URL(tokenUrl)
  const parameters = { client_id: appId, client_secret: appSecret, grant_type: 'client_credentials' }
  for (const [name, value] of Object.entries(parameters)) question.searchParams.set(name, value)
  const { status, text } = await ask(question)
  const isKnown = status === 200 && typeof fieldOf(text, 'access_token') === 'string'
  return [
    isKnown ? good('setup:facebook.app', { appId }) : wrong('setup:facebook.noApp', { appId, status }),
    note('setup:callback.byHand', { provider: 'Facebook', address: callbackUrl }),
  ]
}
