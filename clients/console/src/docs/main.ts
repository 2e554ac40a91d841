// Starts the viewer of the API's description, whose calls go to this very server.
import { createApp } from 'vue'
import SwaggerUI, { type Plugin } from 'swagger-ui-dist/swagger-ui-es-bundle'
import 'swagger-ui-dist/swagger-ui.css'
import './viewer.css'
import { narrowed } from './narrowed'
import TrySignIn from './TrySignIn.vue'
import { words } from './words'

/** What its own parts lack for those who hear pages: no links within buttons, a name for the body. */
const named: Plugin = ({ React }) => ({
  components: {
    DeepLink: ({ text }) => React.createElement('span', null, text),
    TextArea: (given) => React.createElement('textarea', { ...given, 'aria-label': words().body }),
  },
})

const viewer = SwaggerUI({
  url: '/docs/openapi.json',
  domNode: document.getElementById('viewer'),
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  syntaxHighlight: { activated: false },
  tryItOutEnabled: true,
  plugins: [() => ({ fn: { opsFilter: narrowed } }), named],
})

createApp(TrySignIn, { onSigned: (token: string) => viewer.preauthorizeApiKey('bearer', token) }).mount('#trying')
