// Runs before the first paint, as a classic script; see vite.config.js. The toggle is in app/theme.ts.
const chosen = localStorage.getItem('theme');
if (chosen === 'light' || chosen === 'dark') {
  document.documentElement.dataset.theme = chosen;
}
