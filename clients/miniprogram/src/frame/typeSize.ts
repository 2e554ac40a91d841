// Large type: chosen in the settings, or the phone's own wish in WeChat.
import { ref } from 'vue'
import { host } from '@/host/host'

const KEPT = 'large-type'

const large = ref(uni.getStorageSync(KEPT) === 'yes' || (uni.getStorageSync(KEPT) === '' && host.fontScale() >= 1.25))

export function isLarge(): boolean {
  return large.value
}

export function chooseLarge(wanted: boolean): void {
  large.value = wanted
  uni.setStorageSync(KEPT, wanted ? 'yes' : 'no')
}

export function typeClass(): string {
  return large.value ? 'large' : 'usual'
}
