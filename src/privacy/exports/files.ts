import { HeldFile } from '../../kernel/index.ts'

/** The files that things of an export bring along, each once, with where they stand in the archive. */
export interface ExportFiles {
  /** Path of a file in the archive; from now on it is one of them. */
  pathOf(file: HeldFile): string
  all(): Iterable<{ path: string; file: HeldFile }>
}

/** Gathers the files of one export. The same name is the same file. */
export function gatherFiles(): ExportFiles {
  const files = new Map<string, HeldFile>()
  return {
    pathOf(file) {
      const path = `files/${file.name.replace(/[^\w.-]/g, '_')}`
      files.set(path, file)
      return path
    },
    all: () => Array.from(files, ([path, file]) => ({ path, file })),
  }
}
