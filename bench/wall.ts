// The wall of testimonials over HTTP on the embedded store: `tsx bench/wall.ts [1000]`.
import { wallStamp } from '../src/testimonials/stamp-names.ts'
import { Person } from '../test/support/person.ts'
import { startApp, type Running } from '../test/support/running.ts'
import { endStore } from '../test/support/store.ts'
import { aTestimonial } from '../test/support/testimonials.ts'

const rounds = 41
const small = 50

const large = Number(process.argv[2] ?? 1000)
try {
  for (const count of [small, large]) {
    const { kept, anew, bytes } = await measure(count)
    const figures = [`kept ${kept.toFixed(1)} ms`, `made anew ${anew.toFixed(1)} ms`, `${bytes} bytes of HTML`]
    console.log(`${count} published: ${figures.join(', ')}`)
  }
} finally {
  await endStore()
}

/** Median times of the first page, from the page cache and after another one was published, in milliseconds. */
async function measure(count: number): Promise<{ kept: number; anew: number; bytes: number }> {
  const app = await startApp()
  try {
    for (let made = 0; made < count; made += 1) await aTestimonial(app, { text: textOf(made) })
    const reader = new Person(app)
    const stamps = app.database.connection.collection<{ _id: string; v: number }>('stamps')
    const kept: number[] = []
    const anew: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      await stamps.updateOne({ _id: wallStamp }, { $inc: { v: 1 } }, { upsert: true })
      anew.push(await timeOf(reader))
      kept.push(await timeOf(reader))
    }
    return { kept: median(kept), anew: median(anew), bytes: await bytesOf(app) }
  } finally {
    await app.stop()
  }
}

function textOf(n: number): string {
  return `Number ${n}. ${'We moved three shops over in a weekend, and each question was answered within the hour. '.repeat(1 + (n % 4))}`.trim()
}

async function timeOf(reader: Person): Promise<number> {
  const begun = performance.now()
  const { status } = await reader.look('/testimonials')
  if (status !== 200) throw new Error(`the wall answered ${status}`)
  return performance.now() - begun
}

async function bytesOf(app: Running): Promise<number> {
  return Buffer.byteLength((await new Person(app).look('/testimonials')).text)
}

function median(times: number[]): number {
  return times.toSorted((one, other) => one - other)[(times.length - 1) / 2] ?? 0
}
