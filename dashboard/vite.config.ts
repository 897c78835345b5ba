import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { firstPageBudget } from './first-page-budget.ts';

export default defineConfig({
  plugins: [react(), tailwindcss(), firstPageBudget(250)],
  resolve: { conditions: ['@tieout/source', ...defaultClientConditions] },
  build: {
    // The tokens use light-dark(), which these versions are the first to understand.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // An inlined asset is a data: address, which the content security policy refuses.
    assetsInlineLimit: 0,
    // Only /assets may be cached for ever: its names carry the content's hash.
    assetsDir: 'assets',
    chunkSizeWarningLimit: 700,
  },
});
