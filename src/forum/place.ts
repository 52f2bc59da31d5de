import type { Category } from './category.model.ts'
import type { Post } from './post.model.ts'
import type { Topic } from './topic.model.ts'

export interface TopicInPlace {
  topic: Topic
  category: Category
}

export interface PostInPlace extends TopicInPlace {
  post: Post
}
