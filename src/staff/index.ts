import type { Route } from '../http/index.ts'
import { auditRoutes } from './audit.routes.ts'
import type { StaffDeps } from './deps.ts'
import { peopleRoutes } from './people.routes.ts'
import { staffRoutes } from './staff.routes.ts'

/** The console's home, people, and the log of what was done: the face of this feature. */
export interface Staff {
  readonly routes: readonly Route[]
}

/** Sets the feature up for one instance. */
export function createStaff(deps: StaffDeps): Staff {
  return { routes: [...staffRoutes(deps).table, ...peopleRoutes(deps).table, ...auditRoutes(deps).table] }
}
