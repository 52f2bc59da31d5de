/** Comfort for agents: keys in the queue, and who else has a request open. Everything works without it. */

const every = 15_000

function keysOf(queue) {
  const rows = [...queue.querySelectorAll('[data-row]')]
  const hint = queue.querySelector('[data-keys]')
  if (hint) hint.hidden = false
  let at = -1
  const go = (to) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (!row) return
    rows[at]?.removeAttribute('aria-current')
    at = rows.indexOf(row)
    row.setAttribute('aria-current', 'true')
    row.querySelector('a').focus()
  }
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.matches('input:not([type=checkbox]), textarea, select')
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'j') go(at + 1)
    else if (event.key === 'k') go(at - 1)
    else if (event.key === 'x' && rows[at]) rows[at].querySelector('input').click()
    else return
    event.preventDefault()
  })
}

function watch(page) {
  const form = page.querySelector('[data-answer]')
  const box = page.querySelector('[data-viewers]')
  const token = page.querySelector('input[name=_csrf]')?.value ?? ''
  const text = form?.elements.namedItem('text')
  const isAnswering = () => text && text.value.trim() !== text.defaultValue.trim()
  const tell = async () => {
    if (document.hidden) return
    const body = new URLSearchParams({ _csrf: token, answering: isAnswering() ? 'yes' : 'no' })
    const response = await fetch(page.dataset.presence, { method: 'POST', body })
    if (!response.ok) return
    const { lines } = await response.json()
    box.replaceChildren(
      ...lines.map((line) => {
        const notice = document.createElement('p')
        notice.className = 'notice'
        notice.textContent = line
        return notice
      }),
    )
  }
  const tellQuietly = () => tell().catch(() => undefined)
  let isTold = false
  text?.addEventListener('input', () => {
    if (isTold) return
    isTold = true
    tellQuietly()
  })
  window.setInterval(tellQuietly, every)
  document.addEventListener('viewers', tellQuietly)
}

const queue = document.querySelector('[data-queue]')
if (queue) keysOf(queue)
const page = document.querySelector('[data-request]')
if (page) watch(page)
