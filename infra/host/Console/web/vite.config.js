import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

// The host that `npm run dev` talks to.
const host = process.env.PIPELINE_HOST ?? 'http://localhost:8420';

/** Adds a classic script that sets the theme before the first paint. A module would run after it. */
function themeBeforePaint() {
  const file = 'src/theme-before-paint.js';
  let address = `/${file}`;
  return {
    name: 'theme-before-paint',
    buildStart() {
      if (!this.meta.watchMode) {
        this.addWatchFile(file);
      }
    },
    generateBundle() {
      const reference = this.emitFile({ type: 'asset', name: 'theme.js', source: readFileSync(file) });
      address = `/${this.getFileName(reference)}`;
    },
    transformIndexHtml: { order: 'post', handler: () => [{ tag: 'script', attrs: { src: address }, injectTo: 'head-prepend' }] },
  };
}

export default defineConfig({
  plugins: [themeBeforePaint()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    // The page's Content-Security-Policy forbids inline content.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
  },
  server: {
    proxy: Object.fromEntries(['/api', '/uploads', '/renditions', '/metrics', '/openapi.json'].map((path) => [path, { target: host, changeOrigin: true, headers: { origin: host } }])),
  },
  test: { include: ['test/**/*.test.ts'] },
});
