import type { Live } from '../../http/index.ts'
import type { PostMirror } from '../mirror.ts'
import { channelOf } from './live.words.ts'

/** Tells who has a topic open which of its posts changed. What was not told in its moment needs no making good. */
export function liveMirror(live: Pick<Live, 'note'>): PostMirror {
  return {
    async reflect(places) {
      for (const topicId of new Set(places.map(({ topic }) => topic._id))) {
        const changed = places.filter(({ topic }) => topic._id === topicId)
        await live.note(
          channelOf(topicId),
          changed.map(({ post }) => post._id),
        )
      }
    },
    rebuild: () => Promise.resolve(0),
  }
}
