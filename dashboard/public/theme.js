// Runs before the first paint, so that a chosen theme does not flash the other one. src/preferences/preferences.ts keeps it.
try {
  var theme = JSON.parse(localStorage.getItem('tieout.preferences') || '{}').theme;
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch (refused) {
  console.warn('Stored preferences are not readable; the system theme is used.', refused);
}
