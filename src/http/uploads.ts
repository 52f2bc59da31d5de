import multer, { MulterError } from 'multer'
import type { Request, Response } from 'express'
import { Invalid } from '../kernel/index.ts'

/** A file that came with a form, whole in memory. Its name and declared type are the sender's claims and not kept. */
export interface Upload {
  bytes: Buffer
}

/** Which field of a form holds a file, and how large it may be. */
export interface UploadOptions {
  field: string
  maxBytes: number
  /** Message key for a file that is larger. */
  tooLarge: string
}

/** How many uploads are read at a time. The others wait with their bytes still on the network, not in our memory. */
const atOnce = 4

export interface UploadReader {
  /** Reads a form with one file. Its other fields are in `request.body`. Throws Invalid when the file is too large. */
  read(request: Request, response: Response, options: UploadOptions): Promise<Upload | undefined>
}

/** Reads uploads a few at a time, so that many at once can't fill the memory. */
export function createUploadReader(): UploadReader {
  const turns = createTurns(atOnce)
  return {
    async read(request, response, options) {
      const done = await turns.take()
      // The turn lasts until the answer is out: what was read stays in memory for as long as it is worked on.
      response.once('close', done)
      return readForm(request, response, options)
    },
  }
}

function readForm(request: Request, response: Response, options: UploadOptions): Promise<Upload | undefined> {
  const limits = { fileSize: options.maxBytes, files: 1, fields: 20, fieldSize: 100_000, parts: 25 }
  const parse = multer({ storage: multer.memoryStorage(), limits }).single(options.field)
  return new Promise((resolve, reject) => {
    parse(request, response, (error: unknown) => {
      if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
        reject(new Invalid({ [options.field]: options.tooLarge }))
      } else if (error) {
        reject(new Invalid({ [options.field]: 'rules:form.notUsable' }))
      } else {
        const { file } = request
        resolve(file && file.size > 0 ? { bytes: file.buffer } : undefined)
      }
    })
  })
}

function createTurns(count: number): { take(): Promise<() => void> } {
  const waiting: (() => void)[] = []
  let free = count
  const giveBack = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    async take() {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      let isDone = false
      return () => {
        if (!isDone) giveBack()
        isDone = true
      }
    },
  }
}
