import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { filesBelow } from './files.ts'
import { scriptOf } from './templates.ts'

/** A place where a text is asked for. */
export interface Use {
  where: string
  /** The key, or what stands there instead of one. */
  key: string
  /** Whether the key is the first argument of `t(…)`, where only a key makes sense. */
  asked: boolean
  /** Whether the key is put together at run time, so that nobody can tell which keys are used. */
  composed: boolean
  /** The names of the parameters given; missing when they can't be seen from here. */
  params?: string[]
}

/** All places in root/src and root/views that ask for a text of the namespaces, in the order of files and lines. */
export function messageUses(root: string, namespaces: ReadonlySet<string>): { uses: Use[]; read: number } {
  const sources = filesBelow(root, 'src', '.ts').map((file) => ({
    file,
    script: readFileSync(join(root, file), 'utf8'),
  }))
  const templates = filesBelow(root, 'views', '.ejs').map((file) => ({
    file,
    script: scriptOf(readFileSync(join(root, file), 'utf8')),
  }))
  const all = [...sources, ...templates]
  return { uses: all.flatMap((source) => usesIn(source, namespaces)), read: all.length }
}

function usesIn({ file, script }: { file: string; script: string }, namespaces: ReadonlySet<string>): Use[] {
  const source = ts.createSourceFile(file.replace(/ejs$/, 'js'), script, ts.ScriptTarget.Latest, true)
  const uses: Use[] = []
  const visit = (node: ts.Node): void => {
    const where = () => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
    if (ts.isStringLiteralLike(node) && (isAsked(node) || looksLikeKey(node.text, namespaces))) {
      uses.push({ where: where(), key: node.text, asked: isAsked(node), composed: isJoined(node), ...paramsOf(node) })
    }
    if (ts.isTemplateExpression(node) && (isAsked(node) || looksLikeKey(node.head.text, namespaces))) {
      uses.push({ where: where(), key: node.getText(), asked: isAsked(node), composed: true })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return uses
}

/** Something of a known namespace, or of the form `word:word.word`, which is a key of a namespace that has no file. */
function looksLikeKey(text: string, namespaces: ReadonlySet<string>): boolean {
  if (/^[a-z][a-z-]*:[a-zA-Z][\w-]*(\.[\w-]+)+$/.test(text)) return true
  return /^[\w-]+:\S*$/.test(text) && namespaces.has(text.slice(0, text.indexOf(':')))
}

function isAsked(node: ts.Node): boolean {
  const call = node.parent
  if (!ts.isCallExpression(call) || call.arguments[0] !== node) return false
  const callee = call.expression
  return (
    (ts.isIdentifier(callee) && callee.text === 't') ||
    (ts.isPropertyAccessExpression(callee) && callee.name.text === 't')
  )
}

function isJoined(node: ts.Node): boolean {
  return ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ts.SyntaxKind.PlusToken
}

function paramsOf(node: ts.Node): { params?: string[] } {
  if (!isAsked(node)) return {}
  const given = (node.parent as ts.CallExpression).arguments[1]
  if (given === undefined) return { params: [] }
  if (!ts.isObjectLiteralExpression(given) || given.properties.some((property) => !property.name)) return {}
  return { params: given.properties.map((property) => property.name?.getText() ?? '') }
}
