import type { Route } from '../http/index.ts'
import type { DataDeclaration, PersonalDataHolder } from '../kernel/index.ts'
import { createAgents, type AgentOptions } from './agents/create-agents.ts'
import { auditRoutes } from './audit.routes.ts'
import type { StaffDeps } from './deps.ts'
import { peopleRoutes } from './people.routes.ts'
import { staffRoutes } from './staff.routes.ts'

/** The console's home, people, and the log of what was done: the face of this feature. */
export interface Staff {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly holder: PersonalDataHolder
}

/** Sets the feature up for one instance. */
export function createStaff(deps: StaffDeps & AgentOptions): Staff {
  const { routes, declarations, holder } = createAgents(deps)
  return {
    routes: [...staffRoutes(deps).table, ...peopleRoutes(deps).table, ...routes, ...auditRoutes(deps).table],
    declarations,
    holder,
  }
}
