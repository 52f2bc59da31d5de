/** Tells of what changes in the conversation that is open. Articles come and go; what is typed is never touched. */

const box = document.querySelector('[data-live]')
const button = box.querySelector('button')
let source

/** A page of the topic as it is now; nothing once it can't be read. Rejects when the server is away. */
async function pageAt(address) {
  const response = await fetch(address, { headers: { Accept: 'text/html' } })
  if (!response.ok) return undefined
  const page = document.createElement('template')
  page.innerHTML = await response.text()
  return page.content
}

async function renew(posts) {
  const shown = posts.map((id) => document.getElementById(`post-${id}`)).filter(Boolean)
  if (shown.length === 0) return
  const page = await pageAt(location.pathname + location.search)
  for (const old of shown) {
    const now = page?.getElementById(old.id)
    if (now) old.replaceWith(now)
    else old.remove()
  }
}

/** Whether somebody changed a field from what the page put there. */
function isChanged(field) {
  if (field.type === 'select-one') {
    const first = [...field.options].findIndex(({ defaultSelected }) => defaultSelected)
    return field.selectedIndex !== Math.max(0, first)
  }
  if (field.type === 'radio' || field.type === 'checkbox') return field.checked !== field.defaultChecked
  return field.value.trim() !== field.defaultValue.trim()
}

/** What stands beside the articles, such as a state, as it is by now; a part that somebody is at stays. */
function renewParts(page) {
  for (const old of document.querySelectorAll('[data-part]')) {
    const now = page?.getElementById(old.id)
    const isAtWork =
      old.contains(document.activeElement) || [...old.querySelectorAll('input, textarea, select')].some(isChanged)
    if (now && !isAtWork) old.replaceWith(now)
  }
}

async function showNew() {
  const page = await pageAt(box.dataset.new)
  if (!page) return
  const fresh = [...page.querySelectorAll('article.post')].filter(({ id }) => !document.getElementById(id))
  box.before(...fresh)
  button.hidden = true
  const next = page.querySelector('[data-live]').dataset
  box.dataset.live = next.live
  if (next.new) box.dataset.new = next.new
  else delete box.dataset.new
  renewParts(page)
  const [seen, known] = [document, page].map((each) => each.querySelector('[data-answer] [name=seen]'))
  if (seen && known) seen.value = known.value
  const pager = page.querySelector('.pager [rel=next]')?.closest('.pager')
  if (pager) box.after(pager)
  if (fresh[0]) {
    fresh[0].tabIndex = -1
    fresh[0].focus()
  }
  listen()
}

function say(text) {
  source.close()
  box.textContent = text
}

function listen() {
  source?.close()
  source = new EventSource(box.dataset.live)
  source.addEventListener('message', ({ data }) => {
    const news = JSON.parse(data)
    if (news.reload) say(box.dataset.reload)
    if (news.posts) renew(news.posts).catch(() => undefined)
    if (news.parts) pageAt(box.dataset.new).then(renewParts, () => undefined)
    if (news.viewers) document.dispatchEvent(new window.Event('viewers'))
    if ('replies' in news && box.dataset.new) {
      button.hidden = news.replies === 0
      if (news.text) button.textContent = news.text
    }
  })
  source.addEventListener('end', () => {
    for (const post of document.querySelectorAll('article.post')) post.remove()
    say(box.dataset.over)
  })
}

button.addEventListener('click', () => showNew().catch(() => undefined))

// A page that nobody looks at needs no stream; a browser has few of them for each site.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) source.close()
  else if (source.readyState === EventSource.CLOSED && box.contains(button)) listen()
})

listen()
