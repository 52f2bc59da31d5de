// Checks who imports whom: `tsx scripts/check-imports.ts`. The rules stand in .dependency-cruiser.cjs.
import { projectRoot } from './support/files.ts'
import { checkImports } from './support/imports.ts'
import { report } from './support/report.ts'

report('imports', await checkImports(projectRoot))
