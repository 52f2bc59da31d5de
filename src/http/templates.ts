import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ejs from 'ejs'

/** What a template may name: every key is a variable in it. */
export type Locals = Readonly<Record<string, unknown>>

/** Renders the template of a path below the folder, without its extension. Throws ejs's errors, which name file and line. */
export type RenderTemplate = (name: string, locals: Locals) => string

type Include = (path: string, more?: Locals) => string
type Compiled = (locals: Locals & { include: Include }) => string

/**
 * Compiles the templates below a folder as they are needed. What is given to a template is declared in it by name, so
 * a template is compiled once for each set of names it is given; there are as many as there are includes. ejs itself
 * would look each name up in a `with`, and at each include copy everything and ask the disk whether the file is there.
 */
export function createTemplates(folder: string): RenderTemplate {
  const compiled = new Map<string, Compiled>()
  const find = (name: string, locals: Locals): Compiled => {
    const names = Object.keys(locals)
    const key = `${name} ${names.join()}`
    const known = compiled.get(key)
    if (known) return known
    const made = compile(join(folder, `${name}.ejs`), names)
    compiled.set(key, made)
    return made
  }
  const render: RenderTemplate = (name, locals) => {
    // An included template is given what its includer was given, and what the include adds.
    const include: Include = (path, more) => render(join(dirname(name), path), more ? { ...locals, ...more } : locals)
    // Without a prototype, `locals.name` finds nothing that somebody planted on all objects.
    return find(name, locals)({ __proto__: null, ...locals, include })
  }
  return render
}

function compile(filename: string, names: readonly string[]): Compiled {
  const options = {
    filename,
    strict: true,
    destructuredLocals: [...names, 'include'],
    rmWhitespace: true,
    // Saves ejs's own copy, which is for keeping prototypes out.
    unsafePrototypeLocals: true,
  }
  return ejs.compile(readFileSync(filename, 'utf8'), options)
}
