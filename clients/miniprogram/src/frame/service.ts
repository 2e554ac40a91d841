// What is so for all pages at once: the API is closed for a while, or this app is too old for it.
import { reactive } from 'vue'
import { onAnswer } from '@/api/answered'
import { host } from '@/host/host'

interface Service {
  state: 'open' | 'maintenance' | 'too_old'
  /** The API's own words. */
  said: string
  /** A newer version lies ready: restarts into it. */
  restart: (() => void) | null
}

export const service = reactive<Service>({ state: 'open', said: '', restart: null })

/** Once, at launch. */
export function watchService(): void {
  onAnswer((problem) => {
    if (problem?.code === 'maintenance') Object.assign(service, { state: 'maintenance', said: problem.detail })
    else if (problem?.code === 'client_too_old') Object.assign(service, { state: 'too_old', said: problem.detail })
    else if (problem === null) service.state = 'open'
  })
  host.onNewVersion((restart) => (service.restart = restart))
}
