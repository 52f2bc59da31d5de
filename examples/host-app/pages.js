/** The shop's own pages. The widgets are three lines: two elements and one script. */
export function homePage(customer) {
  return page(`
    <p>${customer ? `Hello, ${customer.name}.` : 'Bread since 1927.'} <a href="/support">Support</a></p>
    <h2>What people say</h2>
    <candor-testimonials style="display: block; min-block-size: 20rem"></candor-testimonials>
    <h2>What people ask</h2>
    <candor-topics style="display: block; min-block-size: 22rem"></candor-topics>
    <script src="/support/embed.js" async></script>
    ${customer ? '<form method="post" action="/sign-out"><button>Sign out</button></form>' : '<a href="/sign-in">Sign in</a>'}`)
}

export function signInPage(customers, back) {
  const buttons = customers.map(({ id, name }) => `<p><button name="id" value="${id}">I am ${name}</button></p>`)
  return page(`
    <h2>Sign in</h2>
    <form method="post" action="/sign-in">
      <input type="hidden" name="return" value="${escape(back)}">
      ${buttons.join('\n')}
    </form>`)
}

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function page(content) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nowak Bakery</title>
<style>
  :root { color-scheme: light dark; --candor-accent: light-dark(#8a4b08, #f0b46a) }
  body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.55 Georgia, serif }
</style>
</head>
<body>
<h1>Nowak Bakery</h1>
${content}
</body>
</html>`
}
