import type { Person } from './person.ts'
import type { Door, World } from './world.ts'

type Asked = Awaited<ReturnType<Door['ask']>>

/** What each gets who reads an address: one after the other or at once, reading changes nothing for the next. */
export async function readings(people: readonly Person[], { path, isStream }: Asked): Promise<number[]> {
  const shown = people.map((person) => (isStream ? person.head(path) : person.look(path)))
  return (await Promise.all(shown)).map(({ status }) => status)
}

/** What each gets who sends a form. What one was refused is as it was, and the next may be refused the same thing. */
export async function sendings(people: readonly Person[], ask: Door['ask'], world: World): Promise<number[]> {
  const got: number[] = []
  let untouched: Asked | undefined
  for (const person of people) {
    untouched ??= await ask(world)
    const { status } = await person.send(untouched.path, untouched.fields)
    got.push(status)
    if (status < 400) untouched = undefined
  }
  return got
}
