/** The preview's own colour, which a policy without inline styles lets no attribute set. */
const preview = document.querySelector('[data-accent]')
if (preview?.dataset.accent) preview.style.setProperty('--candor-accent', preview.dataset.accent)
