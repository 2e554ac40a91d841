// As much of Swagger UI as the viewer uses; the package brings no types.
declare module 'swagger-ui-dist/swagger-ui-es-bundle' {
  import type { Groups } from './narrowed'

  interface System {
    React: { createElement(tag: string, given: object | null, text?: string): unknown }
  }
  interface Parts {
    fn?: { opsFilter(groups: Groups, phrase: string): Groups }
    components?: { DeepLink(given: { text: string }): unknown; TextArea(given: object): unknown }
  }
  export type Plugin = (system: System) => Parts

  export default function SwaggerUI(options: {
    url: string
    domNode: HTMLElement | null
    deepLinking: boolean
    docExpansion: 'list'
    defaultModelsExpandDepth: number
    displayRequestDuration: boolean
    filter: boolean
    syntaxHighlight: { activated: boolean }
    tryItOutEnabled: boolean
    plugins: Plugin[]
  }): { preauthorizeApiKey(scheme: string, value: string): void }
}
