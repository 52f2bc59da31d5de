import { htmlText } from '../../content/index.ts'
import type { PostView, TopicView } from '../forum.views.ts'

interface Around {
  /** Makes an address of a page whole. */
  full: (address: string) => string
  /** Stands for a writer who is not to be named: search engines want a name. */
  nobody: string
  /** What the page of all topics is called. */
  home: { name: string; address: string }
}

/** How much of a text is told; search engines show less. */
const longest = 1000

/** How many answers are told beside the accepted ones. */
const mostSuggested = 5

/**
 * What a topic's first page is, for search engines: `QAPage` for a question with answers, `DiscussionForumPosting`
 * otherwise (https://developers.google.com/search/docs/appearance/structured-data/qapage, …/discussion-forum), and the
 * way to it. Made of what the page shows, so that it tells nothing else.
 */
export function structuredData(view: TopicView, around: Around): object {
  const isAnswered = view.topic.kind === 'question' && (view.solution !== undefined || view.replies.length > 0)
  const about = isAnswered ? questionPage(view, around) : discussion(view, around)
  return { '@context': 'https://schema.org', '@graph': [about, trail(view, around)] }
}

function questionPage(view: TopicView, around: Around): object {
  const { topic, opening, solution } = view
  // The day since when a solution no longer holds: https://schema.org/expires.
  const over = solution?.outdatedSince ? { expires: solution.outdatedSince.toISOString().slice(0, 10) } : {}
  const accepted = (solution?.answers ?? []).map(({ post }) => ({ ...answer(post, around), ...over }))
  const suggested = view.replies.filter((reply) => !reply.removedBy && !reply.isSolution).slice(0, mostSuggested)
  return {
    '@type': 'QAPage',
    mainEntity: {
      '@type': 'Question',
      name: topic.title,
      ...post(opening, around),
      upvoteCount: opening.votes.count,
      answerCount: topic.replyCount,
      ...(accepted.length > 0 ? { acceptedAnswer: accepted } : {}),
      ...(suggested.length > 0 ? { suggestedAnswer: suggested.map((reply) => answer(reply, around)) } : {}),
    },
  }
}

function answer(reply: PostView, around: Around): object {
  return { '@type': 'Answer', ...post(reply, around), upvoteCount: reply.votes.count }
}

function discussion({ topic, opening }: TopicView, around: Around): object {
  return {
    '@type': 'DiscussionForumPosting',
    headline: topic.title,
    ...post(opening, around),
    url: around.full(topic.address),
    interactionStatistic: {
      '@type': 'InteractionCounter',
      interactionType: 'https://schema.org/CommentAction',
      userInteractionCount: topic.replyCount,
    },
  }
}

function post({ html, author, createdAt, editedAt, address, removedBy }: PostView, around: Around): object {
  const name = author.name === '' ? around.nobody : author.name
  return {
    text: removedBy ? '…' : htmlText(html, longest),
    url: around.full(address),
    datePublished: createdAt.toISOString(),
    ...(editedAt ? { dateModified: editedAt.toISOString() } : {}),
    author: { '@type': 'Person', name, ...(author.address ? { url: around.full(author.address) } : {}) },
  }
}

function trail({ topic }: TopicView, { full, home }: Around): object {
  const steps = [home, topic.category, { name: topic.title, address: topic.address }]
  return {
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(({ name, address }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: full(address),
    })),
  }
}
