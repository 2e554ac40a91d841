// Files on the phone, by whichever host runs this.
// #ifdef MP-WEIXIN
import { filesWechat } from './files-wechat'
// #endif
// #ifndef MP-WEIXIN
import { filesH5 } from './files-h5'
// #endif
import type { HostFiles } from './files-contract'

function chosen(): HostFiles {
  // #ifdef MP-WEIXIN
  return filesWechat
  // #endif
  // #ifndef MP-WEIXIN
  return filesH5
  // #endif
}

export const files: HostFiles = chosen()
