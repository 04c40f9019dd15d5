import { defineConfig } from 'vite';

/**
 * The pages as plain hashed files under `dist/`. The service's CSP is `'self'`, so nothing is
 * inlined: no data: fonts or pictures, no inline script, no module-preload polyfill.
 * `gallery.html` is not an input: the dev server serves it, and the tests build it for themselves.
 */
export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: { input: { index: 'index.html', neutral: 'neutral.html' } },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: {
    proxy: {
      '/api': { target: 'http://127.0.0.1:3000' },
      '/socket': { target: 'http://127.0.0.1:3000', ws: true },
    },
  },
});
