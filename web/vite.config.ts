import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultCrisisContacts } from '@gabinet/shared/care/crisisContacts';
import { crisisPages } from '@gabinet/shared/care/crisisPage';
import { defineConfig, type Plugin } from 'vite';

/**
 * Makes the crisis page's files beside the app, with the shipped contacts: they count until the
 * service has written the practice's own, from the template that is kept for it.
 */
function crisisPage(): Plugin {
  const practice = {
    name: 'Gabinet',
    language: 'pl',
    country: 'PL',
    contacts: defaultCrisisContacts,
  } as const;
  let folder = '';
  return {
    name: 'gabinet-crisis-page',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir, 'help');
    },
    closeBundle() {
      const template = join(folder, 'template.html');
      // The tests' gallery is built without this page.
      if (!existsSync(join(folder, 'index.html'))) return;
      renameSync(join(folder, 'index.html'), template);
      for (const { name, html } of crisisPages(readFileSync(template, 'utf8'), practice)) {
        writeFileSync(join(folder, name), html);
      }
    },
  };
}

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
    rolldownOptions: {
      input: { index: 'index.html', neutral: 'neutral.html', help: 'help/index.html' },
    },
  },
  plugins: [crisisPage()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: {
    proxy: {
      '/api': { target: 'http://127.0.0.1:3000' },
      '/socket': { target: 'http://127.0.0.1:3000', ws: true },
    },
  },
});
