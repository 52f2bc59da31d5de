import multer, { MulterError } from 'multer'
import type { Request, Response } from 'express'
import { Invalid, type MessageKey } from '../kernel/index.ts'

/** A file that came with a form, whole in memory. Its name is its sender's claim; the type that they declare isn't kept. */
export interface Upload {
  bytes: Buffer
  name: string
}

/** Which field of a form holds files, how large each may be, and how many there may be: one where nothing is said. */
export interface UploadOptions {
  field: string
  maxBytes: number
  /** Message key for a file that is larger. */
  tooLarge: string
  most?: number
  /** Message key for more of them. */
  tooMany?: string
}

/** How many uploads are read at a time. The others wait with their bytes still on the network, not in our memory. */
const atOnce = 4

export interface UploadReader {
  /** Reads a form with files. Its other fields are in `request.body`. Throws Invalid for a file too large, or one too many. */
  read(request: Request, response: Response, options: UploadOptions): Promise<Upload[]>
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

function readForm(request: Request, response: Response, options: UploadOptions): Promise<Upload[]> {
  const { field, most = 1 } = options
  const limits = { fileSize: options.maxBytes, files: most, fields: 40, fieldSize: 250_000, parts: 45 }
  // Browsers write names in UTF-8.
  const form = multer({ storage: multer.memoryStorage(), limits, defParamCharset: 'utf8' })
  return new Promise((resolve, reject) => {
    form.array(field, most)(request, response, (error: unknown) => {
      if (error) {
        reject(new Invalid({ [field]: faultOf(error, options) }))
      } else {
        // Express types the files of every way to read them.
        const files = (request.files ?? []) as Express.Multer.File[]
        resolve(
          files
            .filter(({ size }) => size > 0)
            .map(({ buffer, originalname }) => ({ bytes: buffer, name: originalname })),
        )
      }
    })
  })
}

function faultOf(error: unknown, { tooLarge, tooMany }: UploadOptions): MessageKey {
  const code = error instanceof MulterError ? error.code : ''
  if (code === 'LIMIT_FILE_SIZE') return tooLarge
  const isCount = code === 'LIMIT_FILE_COUNT' || code === 'LIMIT_UNEXPECTED_FILE'
  return isCount && tooMany !== undefined ? tooMany : 'rules:form.notUsable'
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
