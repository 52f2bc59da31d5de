import type { Route } from '../http/index.ts'
import type { EmbeddingDeps } from './deps.ts'
import { widgetRoutes } from './widgets.routes.ts'

/** What stands in pages of other sites: the face of this feature. */
export interface Embedding {
  readonly routes: readonly Route[]
}

/** Sets the feature up for one instance. */
export function createEmbedding(deps: EmbeddingDeps): Embedding {
  return { routes: [...widgetRoutes(deps).table] }
}
