// Runs before the first paint, so that a chosen theme does not flash the other one. src/preferences/preferences.ts keeps it.
const chosen = /"theme":"(light|dark)"/.exec(localStorage.getItem('tieout.preferences') ?? '');
if (chosen !== null) document.documentElement.dataset.theme = chosen[1];
