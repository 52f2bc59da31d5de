// Checks what the linter can't see, in sources, templates and documents: `tsx scripts/check-files.ts`.
import { checkDocstrings } from './support/docstrings.ts'
import { projectRoot } from './support/files.ts'
import { checkDependencyList, checkDepth } from './support/layout.ts'
import { checkMarkup } from './support/markup.ts'
import { report } from './support/report.ts'

report('docstrings', checkDocstrings(projectRoot))
report('folder depth', checkDepth(projectRoot))
report('markup of templates', checkMarkup(projectRoot))
report('list of dependencies', checkDependencyList(projectRoot))
