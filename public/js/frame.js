/** Inside of a frame on another site's page, and in the window in which one signs in for it. */

const own = location.origin

/** The discussion under a page: tells its height, takes the page's colours, and lets its reader write. */
function discussion(box) {
  const { site, who, popup: popupAddress, here } = box.dataset
  const form = box.querySelector('form')
  const says = box.querySelector('[data-says]')
  const button = form?.querySelector('button')
  let token = ''
  let name
  let opened

  const tell = (message) => window.parent.postMessage({ candor: message.kind, ...message }, site)
  const say = (text) => {
    says.textContent = text
  }

  const colours = ['accent', 'ink', 'line', 'surface']
  function wear(tokens) {
    for (const [key, value] of Object.entries(tokens ?? {})) {
      const isFine = colours.includes(key) ? CSS.supports('color', value) : CSS.supports('font-family', value)
      if (isFine && [...colours, 'font'].includes(key)) document.documentElement.style.setProperty(`--${key}`, value)
    }
  }

  const base64url = (bytes) =>
    window
      .btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  const hash = async (text) =>
    base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))

  function showWho() {
    button.hidden = false
    button.textContent = name ? button.dataset.in : button.dataset.out
    const line = box.querySelector('[data-me]')
    line.hidden = !name
    line.textContent = name ? line.dataset.me.replace('…', name) : ''
  }

  async function askWho() {
    const response = await fetch(who, { headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' } })
    name = response.ok ? (await response.json()).name : undefined
    showWho()
    return Boolean(name)
  }

  /** Waits until the reader has allowed it in the other window: ten minutes at most. */
  async function waitForWord() {
    for (let look = 0; look < 300; look += 1) {
      await new Promise((done) => setTimeout(done, look < 60 ? 1000 : 2250))
      if (await askWho().catch(() => false)) return true
    }
    return false
  }

  async function signIn() {
    // In the same moment as the click, or the browser lets no window open.
    opened = window.open(popupAddress, 'candor-sign-in', 'popup,width=520,height=720')
    if (!opened) return void say(says.dataset.blocked)
    token = base64url(crypto.getRandomValues(new Uint8Array(32)))
    say(says.dataset.waiting)
    const isIn = await waitForWord()
    say(isIn ? '' : says.dataset.late)
    return isIn
  }

  async function greetWindow(event) {
    if (event.origin !== own || event.source !== opened || event.data?.candor !== 'ready') return
    opened.postMessage({ candor: 'challenge', challenge: await hash(token), site }, own)
  }

  async function show(address) {
    const response = await fetch(address, { headers: { Accept: 'text/html' } })
    const page = document.createElement('template')
    page.innerHTML = await response.text()
    const next = page.content.querySelector('[data-thread]')
    if (!next) return
    box.querySelector('[data-thread]').replaceWith(next)
    const fresh = page.content.querySelector('[name=submission]')
    if (fresh) form.elements.submission.value = fresh.value
    next.querySelector('[data-marked]')?.scrollIntoView({ block: 'nearest' })
  }

  function warn(warning) {
    const place = box.querySelector('[data-warning]')
    place.hidden = !warning
    form.elements.anyway.disabled = !warning
    form.elements.anyway.checked = false
    form.elements.anyway.value = warning?.mark ?? ''
    place.querySelector('ul').replaceChildren(
      ...(warning?.items ?? []).map(({ text }) => {
        const line = document.createElement('li')
        line.textContent = text
        return line
      }),
    )
  }

  async function send() {
    const body = new URLSearchParams(new FormData(form))
    const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' }
    const response = await fetch(form.action, { method: 'POST', headers, body })
    const told = await response.json()
    if (response.status === 401) {
      name = undefined
      showWho()
      return say(told.error.message)
    }
    if (!response.ok) {
      say(told.reason ?? told.error?.message ?? says.dataset.failed)
      return warn(told.warning)
    }
    form.elements.text.value = ''
    warn()
    say(told.waits ? says.dataset.held : '')
    await show(`${here}&post=${told.postId}`)
  }

  form?.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (!window.isSecureContext) return say(says.dataset.insecure)
    if (button.hasAttribute('aria-disabled')) return
    button.setAttribute('aria-disabled', 'true')
    try {
      if (name || (await signIn())) await send()
    } catch {
      say(says.dataset.failed)
    } finally {
      button.removeAttribute('aria-disabled')
    }
  })

  box.addEventListener('click', (event) => {
    const link = event.target.closest('.pager a')
    if (!link) return
    event.preventDefault()
    show(link.href).catch(() => undefined)
  })

  window.addEventListener('message', (event) => {
    if (event.source === window.parent && event.origin === site && event.data?.candor === 'theme')
      wear(event.data.tokens)
    else greetWindow(event)
  })
  if (form) showWho()
  if (window.parent === window) return
  new ResizeObserver(() =>
    tell({ kind: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) }),
  ).observe(document.body)
  tell({ kind: 'hello' })
}

/** The window in which one signs in: it hears only from a frame of ours that opened it. */
function popup(box) {
  const form = box.querySelector('form')
  const line = box.querySelector('[role=status]')
  const { opener } = window
  if (!opener) {
    line.textContent = box.dataset.none
    return
  }
  window.addEventListener('message', ({ origin, source, data }) => {
    if (origin !== own || source !== opener || data?.candor !== 'challenge') return
    form.elements.challenge.value = data.challenge
    form.elements.site.value = data.site
    form.submit()
  })
  opener.postMessage({ candor: 'ready' }, own)
}

const box = document.querySelector('[data-discussion]')
if (box) discussion(box)
const entry = document.querySelector('[data-popup-window]')
if (entry) popup(entry)
if (document.querySelector('[data-popup-done]')) window.close()
