import type { Connection } from 'mongoose'
import type { Route } from '../http/index.ts'
import { defineCategory } from './category.model.ts'
import { categoryRoutes } from './category.routes.ts'
import { reconcile, type Mended } from './commands/reconcile.ts'
import type { ForumDeps } from './deps.ts'
import { forumRoutes } from './forum.routes.ts'
import { definePost } from './post.model.ts'
import { postRoutes } from './post.routes.ts'
import { defineTopic } from './topic.model.ts'

export type { Mended } from './commands/reconcile.ts'

/** The public forum: the face of this feature. */
export interface Forum {
  readonly routes: readonly Route[]
  /** Rebuilds what is derived from topics and posts. */
  reconcile(): Promise<Mended>
}

/** Sets the feature up on one instance's connection. */
export function createForum(
  options: Omit<ForumDeps, 'categories' | 'topics' | 'posts'> & { connection: Connection },
): Forum {
  const { connection, ...rest } = options
  const deps: ForumDeps = {
    ...rest,
    categories: defineCategory(connection),
    topics: defineTopic(connection),
    posts: definePost(connection),
  }
  return {
    routes: [...forumRoutes(deps).table, ...postRoutes(deps).table, ...categoryRoutes(deps).table],
    reconcile: () => reconcile(deps),
  }
}
