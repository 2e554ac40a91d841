// How uni-app builds both outputs; `npx uni` serves H5 while developing, with the API of a running product.
import { resolve } from 'node:path'
import uniPlugin from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'
import { withBooleanConditions } from './build/booleanConditions.mjs'
import { withoutVendorAddresses } from './build/vendorAddresses.mjs'

// The plugin is CommonJS: under Node it arrives wrapped, under the bundler's loader bare.
const uni = (uniPlugin as unknown as { default?: typeof uniPlugin }).default ?? uniPlugin
const product = process.env.SHUANGTUI_PRODUCT ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [withBooleanConditions(), withoutVendorAddresses(), uni()],
  resolve: { alias: { '@': resolve(__dirname, 'src') } },
  server: { proxy: { '/api': product, '/docs': product } },
})
