import type { Route } from '../http/index.ts'
import { staffRoutes } from './staff.routes.ts'

/** The console's home: the face of this feature. */
export interface Staff {
  readonly routes: readonly Route[]
}

/** Sets the feature up for one instance. `link` completes a path below the mount path. */
export function createStaff(options: { link: (path: string) => string }): Staff {
  return { routes: staffRoutes(options).table }
}
