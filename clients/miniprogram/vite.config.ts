// How uni-app builds both outputs; `npx uni` serves H5 while developing, with the API of a running product.
import { resolve } from 'node:path'
import uniPlugin from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'
import { withBooleanConditions } from './build/booleanConditions.mjs'
import { firstPage } from './build/firstPage.mjs'
import { twoLanguages } from './build/twoLanguages.mjs'
import { withoutVendorAddresses } from './build/vendorAddresses.mjs'

// The plugin is CommonJS: under Node it arrives wrapped, under the bundler's loader bare.
const uni = (uniPlugin as unknown as { default?: typeof uniPlugin }).default ?? uniPlugin
const h5 = process.env.UNI_PLATFORM === 'h5'
const product = process.env.SHUANGTUI_PRODUCT ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [withBooleanConditions(), withoutVendorAddresses(), uni(), twoLanguages()],
  resolve: { alias: { '@': resolve(__dirname, 'src') } },
  // The browsers of the last five years; what is older could not run the runtime itself.
  build: h5 ? { target: 'es2020', rollupOptions: { output: { manualChunks: firstPage() } } } : {},
  server: { proxy: { '/api': product, '/docs': product } },
})
