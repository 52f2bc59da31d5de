import type { DataDeclaration, DataSubject, PersonalDataHolder } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import { forgetFollower } from './commands/follow-by-mail.ts'
import type { Digest } from './digest.model.ts'
import type { Follow } from './follow.model.ts'
import type { Follower } from './follower.model.ts'
import type { Notice } from './notice.model.ts'

/** What people follow and what they were told: theirs alone, and gone with them. An address alone is a person, too. */
export function followingHolder(deps: ForumDeps): PersonalDataHolder {
  const { follows, notices, digests } = deps.following
  return {
    kinds: [
      { kind: 'follows', titleKey: 'following:held.follows', treatments: ['delete'] },
      { kind: 'notices', titleKey: 'following:held.notices', treatments: ['delete'] },
    ],
    async count(subject, kind) {
      const { accountId = 'none' } = subject
      if (kind === 'notices') return notices.countDocuments({ accountId })
      return follows.countDocuments({ holder: { $in: await holdersOf(deps, subject) } })
    },
    export: (subject) => exportFollowing(deps, subject),
    // Shown to nobody but the person: there is nothing to take out of sight.
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    async settle(subject, kind) {
      const { accountId = 'none' } = subject
      if (kind === 'notices') {
        await notices.deleteMany({ accountId })
        return
      }
      const follower = await followerOf(deps, subject)
      if (follower) await forgetFollower(deps, follower)
      await follows.deleteMany({ holder: accountId })
      await digests.deleteOne({ _id: accountId })
    },
  }
}

async function exportFollowing(deps: ForumDeps, subject: DataSubject): Promise<Record<string, readonly object[]>> {
  const { accountId = 'none' } = subject
  const holders = await holdersOf(deps, subject)
  const follower = await followerOf(deps, subject)
  const [followed, told, waiting] = await Promise.all([
    deps.following.follows
      .find({ holder: { $in: holders } })
      .sort({ createdAt: 1 })
      .lean<Follow[]>(),
    deps.following.notices.find({ accountId }).sort({ at: 1 }).lean<Notice[]>(),
    deps.following.digests.find({ _id: { $in: holders } }).lean<Digest[]>(),
  ])
  return {
    follows: followed.map(({ kind, targetId, level, createdAt }) => ({ kind, targetId, level, createdAt })),
    notices: told.map(({ kind, decision, ground, topicId, postIds, at, isUnread = false }) => {
      return { kind, decision, ground, topicId, postIds, at, isUnread }
    }),
    digests: waiting.map(({ postIds, leavingIds = [], dueAt }) => ({ postIds: [...leavingIds, ...postIds], dueAt })),
    follower: follower
      ? [
          {
            email: follower.email,
            wants: follower.wants,
            confirmedAt: follower.confirmedAt,
            createdAt: follower.createdAt,
          },
        ]
      : [],
  }
}

async function holdersOf(deps: ForumDeps, subject: DataSubject): Promise<string[]> {
  const follower = await followerOf(deps, subject)
  return [subject.accountId, follower?._id].filter((id) => id !== undefined)
}

async function followerOf(deps: ForumDeps, { email }: DataSubject): Promise<Follower | null> {
  return email === undefined ? null : deps.following.followers.findOne({ email }).lean<Follower>()
}

export const followingData: readonly DataDeclaration[] = [
  {
    collection: 'follows',
    fields: [
      {
        field: 'holder, targetId, level',
        what: 'Which topics and categories somebody follows, and how',
        why: 'To tell them of what is new',
        until: 'they stop following, or leave',
        seenBy: 'the person',
      },
    ],
  },
  {
    collection: 'followers',
    endedBy: [{ index: 'forgetAt' }],
    fields: [
      {
        field: 'email, locale, wants',
        what: 'E-mail address of who follows without an account, and what they asked to follow',
        why: 'To mail them what is new',
        until: 'its holder deletes it; 7 days when it was not confirmed',
        seenBy: 'its holder',
      },
    ],
  },
  {
    collection: 'notices',
    endedBy: [{ index: 'at' }],
    fields: [
      {
        field: 'accountId, topicId, postIds, isUnread',
        what: 'What somebody was told of, and whether they have read that',
        why: 'Their page of notifications',
        until: '180 days, or they leave',
        seenBy: 'the person',
      },
    ],
  },
  {
    collection: 'digests',
    fields: [
      {
        field: '_id, postIds, leavingIds',
        what: 'What somebody is to be told of in their next daily mail',
        why: 'One mail a day in place of many',
        until: 'the mail is sent, or they leave',
        seenBy: 'the person',
      },
    ],
  },
  { collection: 'announcements', endedBy: [{ index: 'createdAt' }], fields: [] },
  {
    collection: 'solvedquestions',
    fields: [
      {
        field: 'answer',
        what: 'Whether the author of a question said that it is solved',
        why: 'To ask once',
        until: 'the topic is erased',
        seenBy: 'nobody',
      },
    ],
  },
]
