/** Comfort only, where a text is written: an unsent text kept in this browser, a preview, quotes of what is selected. */

const form = document.querySelector('form[data-writing]')
const text = form.elements.namedItem('text')
const { pathname } = new URL(form.action)
const isEdit = pathname.endsWith('/edit')
// A guest's text is not posted by sending the form: they sign in first.
const isGuest = !form.elements.namedItem('_csrf')
const draftKey = `candor draft ${pathname}`
const sentKey = 'candor sent'

function later(act, milliseconds) {
  let timer
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, milliseconds)
  }
}

// Drafts

const notKept = new Set(['_csrf', 'submission', 'anyway'])
const valuesNow = () => Object.fromEntries([...new FormData(form)].filter(([name]) => !notKept.has(name)))
const note = form.querySelector('[data-draft-note]')

function keepDraft() {
  if (text.value.trim() === '' || text.value === text.defaultValue) localStorage.removeItem(draftKey)
  else localStorage.setItem(draftKey, JSON.stringify({ values: valuesNow(), base: text.defaultValue }))
}

/** Whether the page that we are on is the answer to a form that was taken. */
function wasTaken(sent) {
  const [{ responseStatus = 200 } = {}] = window.performance.getEntriesByType('navigation')
  if (responseStatus !== 200 || !location.pathname.includes('/t/')) return false
  return sent.endsWith('/topics/new') || location.search.includes('post=')
}

function clearSent() {
  const sent = sessionStorage.getItem(sentKey)
  sessionStorage.removeItem(sentKey)
  if (sent && wasTaken(sent)) localStorage.removeItem(sent)
}

function restoreDraft() {
  const kept = JSON.parse(localStorage.getItem(draftKey) ?? 'null')
  // What the server gives back is what was typed last.
  if (!kept || form.querySelector('.errors, .notice[role=status], .warning')) return
  if (isEdit && kept.base !== text.defaultValue) return
  const quoted = isEdit ? '' : text.defaultValue
  for (const [name, value] of Object.entries(kept.values)) {
    const field = form.elements.namedItem(name)
    if (field && 'value' in field) field.value = value
  }
  if (quoted.trim() !== '' && !text.value.includes(quoted.trim())) text.value = `${text.value.trimEnd()}\n\n${quoted}`
  const status = note.querySelector('[role=status]')
  note.hidden = false
  status.textContent = status.dataset.text
}

note.querySelector('button').addEventListener('click', () => {
  form.reset()
  localStorage.removeItem(draftKey)
  note.hidden = true
  text.focus()
})

form.addEventListener('submit', (event) => {
  keepDraft()
  if (isGuest || event.submitter?.hasAttribute('data-preview')) return
  sessionStorage.setItem(sentKey, draftKey)
})

// Back from the next page as this one was left: nothing was taken that we know of.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) sessionStorage.removeItem(sentKey)
})

// Preview

const preview = form.querySelector('[data-preview]')
const panel = document.createElement('section')
panel.className = 'preview'
panel.setAttribute('aria-label', preview.dataset.preview)
panel.id = 'preview'
panel.hidden = true
let asked = 0

async function look() {
  if (panel.hidden) return
  const turn = ++asked
  const body = new window.URLSearchParams([...new FormData(form), [preview.name, preview.value]])
  const answer = await fetch(preview.formAction, { method: 'POST', body, headers: { Accept: 'application/json' } })
  // Asked too often, or signed out meanwhile: what is shown stays, and the next look may do better.
  if (!answer.ok || turn !== asked) return
  const { html } = await answer.json()
  panel.innerHTML = '<div class="prose" dir="auto"></div>'
  panel.firstChild.innerHTML = html
}

preview.setAttribute('aria-expanded', 'false')
preview.setAttribute('aria-controls', panel.id)
text.closest('.field').after(panel)
preview.addEventListener('click', (event) => {
  event.preventDefault()
  panel.hidden = !panel.hidden
  preview.setAttribute('aria-expanded', String(!panel.hidden))
  look().catch(() => form.requestSubmit(preview))
})

// Quotes

const base = pathname.replace(/\/t\/[^/]+\/posts$/, '')
const mayQuote = base !== pathname
const quoteButton = document.createElement('button')
quoteButton.type = 'button'
quoteButton.className = 'action quote-button'

/** The text of a part of a post: its author's own words, in lines. */
function wordsOf(part) {
  for (const other of part.querySelectorAll('blockquote, br')) other.remove()
  for (const cell of part.querySelectorAll('td, th')) cell.append(' ')
  for (const block of part.querySelectorAll('p, pre, h4, h5, h6')) block.append('\n')
  return part.textContent
    .replace(/[^\S\n]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function selectedIn(post) {
  const selection = window.getSelection()
  const prose = post?.querySelector('.prose')
  if (!prose || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  return prose.contains(range.commonAncestorContainer) ? range : undefined
}

function quote(post) {
  const part = selectedIn(post)?.cloneContents() ?? post.querySelector('.prose').cloneNode(true)
  const name = post
    .querySelector('.post-by h3')
    .textContent.trim()
    .replace(/[\\[\]]/g, '\\$&')
  const lines = wordsOf(part).split('\n')
  const typed = [`> [${name}](${base}/posts/${post.id.slice(5)}):`, ...lines.map((line) => `> ${line}`.trimEnd())]
  const before = text.value.trimEnd()
  text.value = `${before}${before === '' ? '' : '\n\n'}${typed.join('\n')}\n\n`
  quoteButton.remove()
  text.focus()
  text.setSelectionRange(text.value.length, text.value.length)
  text.dispatchEvent(new window.Event('input', { bubbles: true }))
}

/** Stands below what is selected, and after the post's words in the order of the Tab key. */
function offerQuote() {
  const at = window.getSelection().anchorNode
  const post = (at?.nodeType === 1 ? at : at?.parentElement)?.closest('.post[id^=post-]')
  const range = selectedIn(post)
  const link = range && post.querySelector('[data-quote]')
  if (!link) {
    if (document.activeElement !== quoteButton) quoteButton.remove()
    return
  }
  const [box, place] = [post.getBoundingClientRect(), range.getBoundingClientRect()]
  quoteButton.textContent = link.textContent
  quoteButton.style.insetBlockStart = `${place.bottom - box.top + 4}px`
  quoteButton.style.left = `${Math.max(0, Math.min(place.left - box.left, box.width - 96))}px`
  post.querySelector('.prose').after(quoteButton)
}

// Pressed by a mouse it would take the selection away first.
quoteButton.addEventListener('mousedown', (event) => event.preventDefault())
quoteButton.addEventListener('click', () => quote(quoteButton.closest('.post')))

if (mayQuote) {
  document.addEventListener('selectionchange', later(offerQuote, 150))
  document.addEventListener('click', (event) => {
    const post = event.target.closest('a[data-quote]')?.closest('.post[id^=post-]')
    if (!post || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    quote(post)
  })
}

form.addEventListener('input', later(keepDraft, 300))
form.addEventListener(
  'input',
  later(() => look().catch(() => {}), 500),
)
clearSent()
restoreDraft()
