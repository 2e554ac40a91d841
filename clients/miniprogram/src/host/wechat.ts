// WeChat: what its own interfaces give, with a person's "cancel" told apart from a failure.
import { Problem } from '@/api/problem'
import type { Host, PickedFile, PopupAnswer } from './contract'
import { download } from './download-wechat'

const cancelled = (failure: { errMsg?: string }) => /cancel/i.test(failure.errMsg ?? '')

type Resolve = (said: { event: 'agree' | 'disagree'; buttonId?: string }) => void

export const wechat: Host = {
  kind: 'wechat',
  loginCode() {
    return new Promise((resolve, reject) => {
      wx.login({
        success: ({ code }) => resolve(code),
        fail: () => reject(new Problem(0, 'offline', '', '')),
      })
    })
  },
  pickPictures(most, from) {
    return new Promise((resolve, reject) => {
      wx.chooseMedia({
        count: most,
        mediaType: ['image'],
        sourceType: [from],
        sizeType: ['original'],
        success: ({ tempFiles }) =>
          resolve(tempFiles.map((file) => picked(file.tempFilePath, file.size))),
        fail: (failure) => (cancelled(failure) ? resolve([]) : reject(refusedByPhone(failure))),
      })
    })
  },
  // Papers are PDFs and pictures at once: WeChat filters by ending only where pictures are left out.
  pickFiles(most) {
    return new Promise((resolve, reject) => {
      wx.chooseMessageFile({
        count: most,
        type: 'all',
        success: ({ tempFiles }) => resolve(tempFiles.map(({ path, name, size }) => ({ path, name, size }))),
        fail: (failure) => (cancelled(failure) ? resolve([]) : reject(refusedByPhone(failure))),
      })
    })
  },
  async showFile(address, name) {
    const filePath = await download(address)
    return new Promise((resolve, reject) => {
      const opened = { success: () => resolve(), fail: () => reject(new Problem(0, 'not_opened', '', '')) }
      if (/\.(jpe?g|png)$/i.test(name)) wx.previewImage({ urls: [filePath], ...opened })
      // By its name: what was downloaded may have an ending that WeChat does not go by.
      else if (/\.pdf$/i.test(name)) wx.openDocument({ filePath, fileType: 'pdf', showMenu: true, ...opened })
      else wx.openDocument({ filePath, showMenu: true, ...opened })
    })
  },
  showPictures: (addresses, at) => wx.previewImage({ urls: [...addresses], current: addresses[at] ?? '' }),
  askToSubscribe(templateIds) {
    return new Promise((resolve) => {
      wx.requestSubscribeMessage({
        tmplIds: templateIds,
        success(answer) {
          const said = answer as unknown as Record<string, PopupAnswer>
          resolve(Object.fromEntries(templateIds.map((id) => [id, said[id] ?? 'filter'])))
        },
        // The person has turned messages off altogether, or WeChat cannot ask now: nothing was answered.
        fail: () => resolve({}),
      })
    })
  },
  canScan: true,
  scanCode() {
    return new Promise((resolve) => {
      wx.scanCode({
        scanType: ['qrCode', 'barCode'],
        success: ({ result }) => resolve(result),
        fail: () => resolve(null),
      })
    })
  },
  privacy: {
    needed() {
      return new Promise((resolve) => {
        wx.getPrivacySetting({
          success: ({ needAuthorization }) => resolve(needAuthorization),
          fail: () => resolve(false),
        })
      })
    },
    openText: () => wx.openPrivacyContract({}),
    onNeed(show) {
      // The typings give the listener an answer; WeChat gives it the function that takes one.
      const listen = wx.onNeedPrivacyAuthorization as unknown as ((listener: (resolve: Resolve) => void) => void) | undefined
      // Absent before base library 2.32.3, which asks by a window of its own.
      listen?.((resolve) => {
        show((agreed, buttonId) => resolve(agreed ? { event: 'agree', buttonId } : { event: 'disagree' }))
      })
    },
  },
  takeFile: async (address, name) => sendOn(await download(address, `${wx.env.USER_DATA_PATH}/${name}`), name),
  onNewVersion(ready) {
    const updates = wx.getUpdateManager()
    updates.onUpdateReady(() => ready(() => updates.applyUpdate()))
  },
  restart: () => wx.restartMiniProgram?.({ path: '/pages/home/home' }),
  pageShown: () => undefined,
  focus: () => undefined,
  focusBack: () => undefined,
  speaks: () => undefined,
  nameControl: () => undefined,
  showAddress: () => undefined,
  addressOf: () => '',
  fullAddress: (path) => (import.meta.env.VITE_API_BASE ?? '') + path,
  sceneOfAddress: () => null,
  onNetwork(changed) {
    wx.onNetworkStatusChange(({ isConnected }) => changed(isConnected))
  },
  online() {
    return new Promise((resolve) => {
      wx.getNetworkType({
        success: ({ networkType }) => resolve(networkType !== 'none'),
        fail: () => resolve(true),
      })
    })
  },
  fontScale: () => Math.min(wx.getAppBaseInfo().fontSizeScaleFactor ?? 1, 1.5),
}

/** To a chat of their own choice: a mini-program may not write into the phone's folders. */
function sendOn(filePath: string, fileName: string): Promise<void> {
  return new Promise((resolve, reject) => {
    wx.shareFileMessage({
      filePath,
      fileName,
      success: () => resolve(),
      fail: (failure) => (cancelled(failure) ? resolve() : reject(refusedByPhone(failure))),
    })
  })
}

function picked(path: string, size: number): PickedFile {
  return { path, name: path.split('/').pop() ?? 'photo.jpg', size }
}

function refusedByPhone(failure: { errMsg?: string }): Problem {
  const code = /privacy|auth|deny|denied/i.test(failure.errMsg ?? '') ? 'not_allowed' : 'not_opened'
  return new Problem(0, code, '', '')
}
