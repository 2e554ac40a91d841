// Everything that WeChat and a browser do differently, as one type; filled once for each output.
// #ifdef MP-WEIXIN
import { wechat } from './wechat'
// #endif
// #ifndef MP-WEIXIN
import { h5 } from './h5'
// #endif
import type { Host } from './contract'

export type { Host, PickedFile, PopupAnswer, Privacy } from './contract'

function chosen(): Host {
  // #ifdef MP-WEIXIN
  return wechat
  // #endif
  // #ifndef MP-WEIXIN
  return h5
  // #endif
}

export const host: Host = chosen()
