/** Comfort only: every page works without this file. */

const root = document.documentElement
const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/**
 * Recent times as "3 hours ago", coming ones as "in 3 days", rounded; the server's title keeps the exact one. More than a
 * month away the date says more.
 */
function tellTimes() {
  const words = new Intl.RelativeTimeFormat(root.lang, { numeric: 'auto' })
  for (const time of document.querySelectorAll('time[datetime][title]')) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000
    if (Math.abs(seconds) > 30 * 86_400) continue
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', Infinity]
    time.textContent = words.format(Math.trunc(seconds / size + (seconds > 0 ? 0.5 : 0)), unit)
  }
}

/** The button stays a button (a disabled one would not send its own name), but the form goes out once. */
function setSent(form, isSent) {
  form.toggleAttribute('data-sent', isSent)
  for (const button of form.querySelectorAll('button')) {
    if (isSent) button.setAttribute('aria-disabled', 'true')
    else button.removeAttribute('aria-disabled')
  }
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (event.type === 'click' && menu.contains(event.target)) continue
    if (menu.contains(document.activeElement) && event.type === 'keydown') menu.querySelector('summary').focus()
    menu.open = false
  }
}

/** Unsent texts are nobody else's business on a device that several people use. */
function forgetDrafts() {
  for (const key of Object.keys(localStorage)) if (key.startsWith('candor draft ')) localStorage.removeItem(key)
}

document.addEventListener('submit', (event) => {
  if (event.target.action.endsWith('/sign-out')) forgetDrafts()
  if (event.target.hasAttribute('data-sent')) event.preventDefault()
  else setSent(event.target, true)
})

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeMenus(event)
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.matches('textarea')) {
    event.preventDefault()
    event.target.form?.requestSubmit()
  }
})

document.addEventListener('click', closeMenus)

// A reader who doesn't search doesn't load it.
document.querySelector('[data-suggest]')?.addEventListener(
  'focus',
  async ({ target }) => {
    const { offerTopics } = await import(target.dataset.script)
    offerTopics(target)
  },
  { once: true },
)

const similar = document.querySelector('[data-similar]')
document.getElementById(similar?.dataset.for)?.addEventListener(
  'focus',
  async () => {
    const { showSimilar } = await import(similar.dataset.script)
    showSimilar(similar)
  },
  { once: true },
)

// Back from the next page, the browser may show this one as it was left: with the form already sent.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) setSent(form, false)
})

/** Buttons that only a script can serve are shown by it: the device's own sheet, the clipboard. */
for (const button of document.querySelectorAll('[data-share], [data-copy]')) {
  const { share, copy, title, done } = button.dataset
  button.hidden = share ? !navigator.share : !navigator.clipboard
  button.addEventListener('click', async () => {
    if (share) return navigator.share({ title, url: share }).catch(() => {})
    await navigator.clipboard.writeText(copy)
    button.textContent = done
  })
}

tellTimes()
window.setInterval(tellTimes, 60_000)
document.querySelector('.errors')?.focus()

// A reader who stays hears of changes; one who looks in and leaves costs no stream.
const live = document.querySelector('[data-live]')
if (live) window.setTimeout(() => import(live.dataset.script), 3_000)

const order = document.querySelector('[data-order]')
if (order) import(order.dataset.order)

const tweets = document.querySelector('[data-tweets]')
if (tweets) import(tweets.dataset.tweets)

const writing = document.querySelector('[data-writing]')
if (writing) import(writing.dataset.writing)

const arrival = document.querySelector('[data-arrival]')
if (arrival) import(arrival.dataset.arrival)

const requests = document.querySelector('[data-queue], [data-request]')
if (requests) import(requests.dataset.queue ?? requests.dataset.request)
