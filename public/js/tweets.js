/** Shows a tweet in its place, from Twitter, once the reader asks for it; without this file the link leads there. */

for (const link of document.querySelectorAll('[data-tweet]')) link.addEventListener('click', show)

function show(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  const link = event.currentTarget
  const frame = document.createElement('iframe')
  frame.src = link.dataset.tweet
  frame.title = link.textContent
  frame.className = 'tweet'
  frame.referrerPolicy = 'no-referrer'
  // It runs Twitter's script, which may open its own pages and nothing else.
  frame.sandbox = 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox'
  window.addEventListener('message', ({ source, data }) => {
    if (source === frame.contentWindow) setHeight(frame, data)
  })
  link.before(frame)
  link.hidden = true
  frame.focus()
}

/** Twitter's page tells how high it is. */
function setHeight(frame, data) {
  const { method, params } = data?.['twttr.embed'] ?? {}
  const height = Number(params?.[0]?.height)
  if (method === 'twttr.private.resize' && height > 0) frame.style.blockSize = `${Math.min(height, 2000)}px`
}
