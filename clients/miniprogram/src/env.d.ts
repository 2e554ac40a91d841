// What the bundler gives: single-file components, and the API's address.
/// <reference types="vite/client" />
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

interface ImportMetaEnv {
  /** Empty for H5 (same origin); `https://…` for WeChat. */
  readonly VITE_API_BASE?: string
}
