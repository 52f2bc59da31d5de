import type { Connection } from 'mongoose'
import type { Config } from '../config/index.ts'
import type { HttpDeps, Route } from '../http/index.ts'
import type { DataDeclaration } from '../kernel/index.ts'
import { builderRoutes } from './builder.routes.ts'
import type { EmbeddingDeps } from './deps.ts'
import { defineDiscussion, discussionData } from './discussion.model.ts'
import { discussionRoutes } from './discussion.routes.ts'
import { defineGrant, grantData } from './grant.model.ts'
import { popupRoutes } from './popup.routes.ts'
import { widgetRoutes } from './widgets.routes.ts'

/** What stands in pages of other sites: the face of this feature. */
export interface Embedding {
  readonly routes: readonly Route[]
}

interface Options extends Pick<
  EmbeddingDeps,
  'testimonials' | 'forum' | 'threads' | 'accounts' | 'clock' | 'link' | 'fullAddress'
> {
  config: Pick<Config, 'embedSites' | 'origin'>
  connection: Connection
  http: Pick<HttpDeps, 'sessions' | 'rateLimits'>
  /** Gives the path of a file of public/, with its fingerprint, below the mount path. */
  files: { address: (name: string) => string }
}

/** What the collections of this feature hold of people. */
export const embeddingData: readonly DataDeclaration[] = [discussionData, grantData]

/** Sets the feature up on one instance's connection. */
export function createEmbedding({ connection, config, http, files, ...given }: Options): Embedding {
  const deps: EmbeddingDeps = {
    ...given,
    discussions: defineDiscussion(connection),
    grants: defineGrant(connection),
    sites: config.embedSites,
    siteOrigin: config.origin,
    isSessionThere: (id) => http.sessions.isThere(id),
    countPost: (who) => http.rateLimits.use('post', who),
    asset: (name) => files.address(name),
  }
  return {
    routes: [
      ...widgetRoutes(deps).table,
      ...discussionRoutes(deps).table,
      ...popupRoutes(deps).table,
      ...builderRoutes(deps).table,
    ],
  }
}
