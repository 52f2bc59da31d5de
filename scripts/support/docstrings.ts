import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { filesBelow } from './files.ts'
import type { Fault, Finding } from './report.ts'

/** Checks that every function that a file of root/src exports tells in a docstring what goes in and out. */
export function checkDocstrings(root: string): Finding {
  const files = filesBelow(root, 'src', '.ts')
  return {
    read: files.length,
    faults: files.flatMap((file) => undocumented(file, readFileSync(join(root, file), 'utf8'))),
  }
}

function undocumented(file: string, text: string): Fault[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const functions = source.statements.flatMap((statement) => functionsOf(statement, exportedNames(source)))
  // The signatures of an overloaded function share one docstring.
  const documented = new Set(functions.filter(({ node }) => hasDocstring(node)).map(({ name }) => name))
  const missing = functions.filter(
    ({ name }, at) => !documented.has(name) && functions.findIndex((other) => other.name === name) === at,
  )
  return missing.map(({ name, node }) => ({
    where: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
    what: `${name} has no docstring`,
  }))
}

interface PublicFunction {
  name: string
  node: ts.Node
}

function functionsOf(statement: ts.Statement, exported: ReadonlySet<string>): PublicFunction[] {
  const isPublic = (name: string) => exported.has(name) || isExported(statement)
  if (ts.isFunctionDeclaration(statement)) {
    const name = statement.name?.text ?? 'the default export'
    return isPublic(name) ? [{ name, node: statement }] : []
  }
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations
    .filter(({ name, initializer }) => initializer && isFunction(initializer) && isPublic(name.getText()))
    .map(({ name }) => ({ name: name.getText(), node: statement }))
}

/** Names in `export { name }` without another file behind it. */
function exportedNames(source: ts.SourceFile): Set<string> {
  const lists = source.statements.filter(ts.isExportDeclaration).filter((statement) => !statement.moduleSpecifier)
  const elements = lists.flatMap(({ exportClause }) =>
    exportClause && ts.isNamedExports(exportClause) ? [...exportClause.elements] : [],
  )
  return new Set(elements.map(({ name, propertyName }) => (propertyName ?? name).text))
}

function isExported(statement: ts.FunctionDeclaration | ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
}

function isFunction(node: ts.Expression): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node)
}

function hasDocstring(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).some((doc) => (ts.getTextOfJSDocComment(doc.comment) ?? '').trim() !== '')
}
