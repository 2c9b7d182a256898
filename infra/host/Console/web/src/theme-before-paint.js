// Runs as a classic script before the first paint; see vite.config.js. The button that switches themes is in app/theme.ts.
const chosen = localStorage.getItem('theme');
if (chosen === 'light' || chosen === 'dark') {
  document.documentElement.dataset.theme = chosen;
}
