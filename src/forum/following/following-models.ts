import type { Connection } from 'mongoose'
import { defineAnnouncement, type AnnouncementModel } from './announcement.model.ts'
import { defineDigest, type DigestModel } from './digest.model.ts'
import { defineFollow, type FollowModel } from './follow.model.ts'
import { defineFollower, type FollowerModel } from './follower.model.ts'
import { defineNotice, type NoticeModel } from './notice.model.ts'
import { defineSolvedQuestion, type SolvedQuestionModel } from './solved-question.model.ts'

/** Who follows what, and what they are told of it. */
export interface FollowingModels {
  follows: FollowModel
  followers: FollowerModel
  notices: NoticeModel
  announcements: AnnouncementModel
  digests: DigestModel
  solvedQuestions: SolvedQuestionModel
}

/** Defines the models on one instance's connection. */
export function defineFollowing(connection: Connection): FollowingModels {
  return {
    follows: defineFollow(connection),
    followers: defineFollower(connection),
    notices: defineNotice(connection),
    announcements: defineAnnouncement(connection),
    digests: defineDigest(connection),
    solvedQuestions: defineSolvedQuestion(connection),
  }
}
