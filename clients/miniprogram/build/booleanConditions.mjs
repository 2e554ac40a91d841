// Makes conditions of templates yes or no for WeChat: uni would carry the whole object that stands in a `v-if`
// over to the page on each change, and break where one of its keys has a dot.

const CONDITION = /\bv-(if|else-if)="([^"]+)"/g

/** A Vite plugin; browsers have no such carrying and keep their templates. */
export function withBooleanConditions() {
  return {
    name: 'with-boolean-conditions',
    enforce: 'pre',
    transform(code, id) {
      if (process.env.UNI_PLATFORM !== 'mp-weixin' || !id.endsWith('.vue')) return null
      return { code: code.replace(CONDITION, 'v-$1="!!($2)"'), map: null }
    },
  }
}
