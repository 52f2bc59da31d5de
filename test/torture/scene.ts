import { aCategory } from '../support/forum.ts'
import { Person, type Persona } from '../support/person.ts'
import { Consents, askMany } from './consents.ts'
import { Ledger, Writer } from './deeds.ts'
import { faultsIn, inside, leftToMend, liftLimits } from './inside.ts'
import { Product } from './product.ts'

/** A running product with people who write, and the record of what they were told. */
export interface Scene {
  product: Product
  ledger: Ledger
  writers: readonly (Writer | Consents)[]
  consents: Consents
  guest: Person
}

/** One row of the report. */
export interface Outcome {
  scenario: string
  figures: Readonly<Record<string, number | string>>
  /** What is not as it should be; empty where all is well. */
  faults: string[]
}

const writing = ['ann', 'ben', 'ada'] as const satisfies readonly Persona[]
const mostAsked = 200

/** Starts a server and signs people in. `folder`: where its data is to be. */
export async function openScene(settings: Readonly<Record<string, string>> = {}, folder?: string): Promise<Scene> {
  const product = await Product.at(settings, folder)
  await product.start()
  return sceneOn(product)
}

/** People on a server that runs already, whoever started it. */
export async function sceneOn(product: Product): Promise<Scene> {
  const ledger = new Ledger()
  const { category, asked } = await inside(product, async (composition) => ({
    category: await aCategory(composition),
    asked: await askMany(composition, mostAsked),
  }))
  const guest = new Person(product)
  const marketing = await new Person(product).signIn('max')
  const consents = new Consents(asked, ledger, { guest, marketing })
  const writers: Writer[] = []
  for (const persona of writing)
    writers.push(new Writer(await new Person(product).signIn(persona), ledger, category.id))
  return { product, ledger, writers: [...writers, consents], consents, guest }
}

/** Lets everybody write for as long as `meanwhile` lasts. Gives how many answers failed to come. */
export async function writeWhile(scene: Scene, meanwhile: () => Promise<void>): Promise<number> {
  const end = new AbortController()
  const writing = scene.writers.map((writer) => writer.writeUntil(end.signal))
  try {
    await meanwhile()
  } finally {
    end.abort()
  }
  const lost = await Promise.all(writing)
  return lost.reduce((sum, each) => sum + each, 0)
}

/** Everything is sent again; what was acknowledged is compared with what is there. `isThorough`: and nothing is left to mend. */
export async function settle(scene: Scene, { isThorough }: { isThorough: boolean }): Promise<string[]> {
  const { product, ledger, writers, consents } = scene
  return inside(product, async (composition) => {
    await liftLimits(composition)
    for (const writer of writers) await writer.finish()
    const faults = [...(await faultsIn(composition, ledger)), ...(await consents.faults(composition))]
    return isThorough ? [...faults, ...(await leftToMend(composition))] : faults
  })
}

/** Surprising answers and unexpected errors of the server's log, once each. */
export function surprisesOf({ ledger, product }: Scene): string[] {
  // What works by itself tells that it could not, and tries again.
  const expected = new Set(['job failed', 'mail not sent'])
  const errors = product.log.filter(({ level, msg = '' }) => level >= 50 && !expected.has(msg))
  const told = errors.map(
    ({ msg = '', job = '', error = '', err }) =>
      `${msg} ${job} ${error} ${err?.kind ?? ''} ${JSON.stringify(err?.code ?? '')} ${placeOf(err)}`,
  )
  return [...new Set([...ledger.surprises, ...told])]
}

function placeOf(err: { stack?: string } | undefined): string {
  const lines = err?.stack?.split('\n') ?? []
  return (lines.find((line) => line.includes('/dist/')) ?? lines[0] ?? '').trim()
}

/** Figures that every scenario has. */
export function commonFigures({ ledger, consents, product }: Scene, lost: number): Outcome['figures'] {
  return {
    acknowledged: ledger.acknowledged.length + consents.acknowledged,
    'sent again': lost,
    'answers 503': ledger.statuses.get(503) ?? 0,
    'answers 500': ledger.statuses.get(500) ?? 0,
    'errors in the log': product.log.filter(({ level }) => level >= 50).length,
  }
}

/** The middle one of these numbers, and the largest, whole. */
export function middleAndMost(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((one, other) => one - other)
  return `${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} / ${Math.round(sorted.at(-1) ?? 0)}`
}

export async function endScene({ product }: Scene): Promise<void> {
  await product.stop()
  product.remove()
}
