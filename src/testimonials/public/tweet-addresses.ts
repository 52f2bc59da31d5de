/** The origin whose pages show a tweet inside another page. */
export const twitterFrames = 'https://platform.twitter.com'

/** Where Twitter shows a tweet, whoever wrote it. */
export function tweetAddress(number: string): string {
  return `https://twitter.com/i/status/${number}`
}

/** The page that shows a tweet inside another page, asked not to build a profile of who looks. Source: Twitter's own embedding script. */
export function tweetFrame(number: string): string {
  return `${twitterFrames}/embed/Tweet.html?dnt=true&id=${number}`
}
