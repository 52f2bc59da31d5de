import { policyStamp, type PolicyDeps } from '../deps.ts'

/** Lets every page tell what holds now. */
export async function changed({ stamps, news }: PolicyDeps): Promise<void> {
  news.forget()
  await stamps.bump(policyStamp)
}
