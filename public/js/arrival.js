/** Takes the host's word from the fragment, out of the address bar and the history, and sends it on. */

const form = document.querySelector('[data-arrival]')
const lead = document.querySelector('[data-waits]')
const token = new URL(`?${location.hash.slice(1)}`, location.href).searchParams.get('token')
window.history.replaceState(null, '', location.pathname)
lead.textContent = token ? lead.dataset.waits : lead.dataset.none
if (token) {
  form.elements.token.value = token
  form.submit()
}
