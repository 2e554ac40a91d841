// Files in WeChat: temporary paths, its own compression, saved files over a restart (200 MB in all).
import { Problem } from '@/api/problem'
import { download } from './download-wechat'
import type { HostFiles } from './files-contract'

const notOpened = () => new Problem(0, 'not_opened', '', '')

export const filesWechat: HostFiles = {
  read(path) {
    return new Promise((resolve, reject) => {
      wx.getFileSystemManager().readFile({
        filePath: path,
        success: ({ data }) => (typeof data === 'string' ? reject(notOpened()) : resolve(data)),
        fail: () => reject(notOpened()),
      })
    })
  },
  write(name, bytes) {
    const path = `${wx.env.USER_DATA_PATH}/${Date.now()}-${name}`
    return new Promise((resolve, reject) => {
      wx.getFileSystemManager().writeFile({
        filePath: path,
        data: bytes,
        success: () => resolve({ path, name, size: bytes.byteLength }),
        fail: () => reject(notOpened()),
      })
    })
  },
  async toJpeg(file, edge, quality) {
    const { width, height } = await sizeOf(file.path)
    const scale = Math.min(1, edge / Math.max(width, height))
    const path = await compressed(file.path, Math.round(quality * 100), Math.round(width * scale))
    return { path, name: file.name.replace(/\.\w+$/, '') + '.jpg', size: await bytesOf(path) }
  },
  fetchPicture: (address) => download(address),
  hold(file) {
    // What this program wrote itself stays until it is released.
    if (file.path.startsWith(wx.env.USER_DATA_PATH)) return Promise.resolve(file.path)
    return new Promise((resolve) => {
      const path = `${wx.env.USER_DATA_PATH}/held-${Date.now()}-${file.size}`
      wx.getFileSystemManager().copyFile({
        srcPath: file.path,
        destPath: path,
        success: () => resolve(path),
        fail: () => resolve(null),
      })
    })
  },
  reopen(reference) {
    return new Promise((resolve) => {
      wx.getFileSystemManager().access({
        path: reference,
        success: () => resolve(reference),
        fail: () => resolve(null),
      })
    })
  },
  // What cannot be deleted is gone already.
  release: (reference) => wx.getFileSystemManager().unlink({ filePath: reference }),
  releaseAll() {
    const manager = wx.getFileSystemManager()
    const folder = wx.env.USER_DATA_PATH
    manager.readdir({
      dirPath: folder,
      success: ({ files }) => files.forEach((name) => manager.unlink({ filePath: `${folder}/${name}` })),
    })
  },
  // Its temporary files WeChat clears away itself.
  letGo: () => undefined,
}

function sizeOf(path: string): Promise<{ width: number; height: number }> {
  return new Promise((resolve, reject) => {
    wx.getImageInfo({ src: path, success: resolve, fail: () => reject(notOpened()) })
  })
}

function compressed(path: string, quality: number, width: number): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.compressImage({
      src: path,
      quality,
      compressedWidth: width,
      success: ({ tempFilePath }) => resolve(tempFilePath),
      fail: () => reject(notOpened()),
    })
  })
}

function bytesOf(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    wx.getFileSystemManager().getFileInfo({
      filePath: path,
      success: ({ size }) => resolve(size),
      fail: () => reject(notOpened()),
    })
  })
}
