// How the console is built: served below /console, nothing inlined, for browsers some years old.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const product = process.env.SHUANGTUI_PRODUCT ?? 'http://127.0.0.1:8000'

export default defineConfig({
  base: '/console/',
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // Offices work with forks of Chromium that lag behind by years; syntax is lowered to what they read.
    target: ['chrome86', 'edge86', 'firefox90', 'safari14'],
    // The page's policy lets nothing inline through.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    chunkSizeWarningLimit: 1_800,
    rolldownOptions: { input: ['index.html', 'docs.html'] },
  },
  server: { proxy: { '/api': product, '/docs/openapi.json': product } },
})
