import { createRoutes, page, redirect, type Answer, type Routes, type Visit } from '../../http/index.ts'
import { categoryPath, topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import { loadCategory, loadTopic } from '../load.ts'
import { follow, type Target } from './commands/follow.ts'
import { followByMail } from './commands/follow-by-mail.ts'
import { markRead } from './commands/mark-read.ts'
import { followByMailForm, followForm, noticesQuery, nothingForm } from './following.forms.ts'
import { showFollowing } from './queries/show-following.ts'
import { showNotices } from './queries/show-notices.ts'

const noticesPath = '/me/notifications'
const followingPath = '/me/following'

/** What somebody follows, and what they are told of it on the site. */
export function followingRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()

  routes.get(noticesPath, { for: 'member', query: noticesQuery }, async (visit) => {
    const view = await showNotices(deps, visit.actor, visit.query)
    return page('following/notices', { view, head: headOf(visit, 'following:notices.title') })
  })

  routes.post(`${noticesPath}/reading`, { for: 'member', form: nothingForm }, async (visit) => {
    await markRead(deps, visit.actor)
    return redirect(noticesPath, { kind: 'done', key: 'following:flash.read' })
  })

  routes.get(followingPath, { for: 'member' }, async (visit) => {
    const view = await showFollowing(deps, visit.actor)
    return page('following/following', { view, head: headOf(visit, 'following:mine.title') })
  })

  routes.post('/follows', { for: 'member', form: followForm }, async (visit) => {
    const { level, back, ...target } = visit.form
    await follow(deps, visit.actor, { ...target, level: level === 'none' ? undefined : level })
    const to = back === 'list' ? followingPath : await pathOf(deps, visit, target)
    return redirect(to, { kind: 'done', key: flashes[level] })
  })

  routes.post(
    '/follows/by-mail',
    { for: 'visitor', form: followByMailForm, limit: 'mail', again: (visit) => Promise.resolve(sent(visit, false)) },
    async (visit) => {
      await followByMail(deps, { ...visit.form, locale: visit.formats.locale })
      return sent(visit, true)
    },
  )

  return routes
}

const flashes = {
  'at-once': 'following:flash.atOnce',
  daily: 'following:flash.daily',
  off: 'following:flash.off',
  none: 'following:flash.none',
} as const

type Seen = Pick<Visit<unknown, unknown>, 'formats' | 'actor'>

function headOf({ formats }: Seen, titleKey: string): { title: string; robots: 'noindex'; section: 'me' } {
  return { title: formats.t(titleKey), robots: 'noindex', section: 'me' }
}

/** No redirect: a guest has no session that could carry a message. */
function sent({ formats }: Seen, isSent: boolean): Answer {
  const head = {
    title: formats.t(isSent ? 'following:byMail.sentTitle' : 'following:byMail.wrongTitle'),
    robots: 'noindex' as const,
  }
  return page('following/sent', { view: { isSent }, head })
}

async function pathOf(deps: ForumDeps, { actor }: Seen, { kind, targetId }: Target): Promise<string> {
  if (kind === 'topic') return topicPath((await loadTopic(deps, actor, targetId)).topic)
  return kind === 'category' ? categoryPath(await loadCategory(deps, actor, { _id: targetId })) : followingPath
}
