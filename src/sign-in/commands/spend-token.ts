import { createHash } from 'node:crypto'
import { isDuplicateKey } from '../../database/index.ts'
import type { Clock } from '../../kernel/index.ts'
import type { UsedTokenModel } from '../used-token.model.ts'

export interface UsedTokenDeps {
  usedTokens: UsedTokenModel
  clock: Clock
}

/**
 * Whether a token is used for the first time; of two uses at the same moment one is. `name` tells it from all others,
 * and it is remembered for so many seconds: at least as long as it would be taken.
 */
export async function isFirstUse(
  { usedTokens, clock }: UsedTokenDeps,
  { name, seconds }: { name: string; seconds: number },
): Promise<boolean> {
  const _id = createHash('sha256').update(name).digest('base64url')
  try {
    await usedTokens.create({ _id, expiresAt: new Date(clock().getTime() + seconds * 1000) })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
