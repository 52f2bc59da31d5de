import { startEmbeddedMongodb } from '../embedded-mongodb/index.ts'

export interface Store {
  uri: string
  close(): Promise<void>
}

/** The database that was named, or the embedded one in the data folder, which starts when nobody has started it. */
export async function openStore(options: { mongodbUri?: string | undefined; dataFolder: string }): Promise<Store> {
  if (options.mongodbUri) return { uri: options.mongodbUri, close: () => Promise.resolve() }
  return startEmbeddedMongodb({ folder: options.dataFolder })
}
