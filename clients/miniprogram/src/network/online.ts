// Whether this phone has a network, as far as it says.
import { ref } from 'vue'
import { host } from '@/host/host'

export const online = ref(true)

void host.online().then((present) => (online.value = present))
host.onNetwork((present) => (online.value = present))
