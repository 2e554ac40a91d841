// Fetches a protected file in WeChat; a refusal is read, and mended over the page as every call's is.
import { sendMended } from '@/api/authorization'
import { Problem, readProblem } from '@/api/problem'
import { headersOf } from '@/api/request-headers'

/** The path it lies at: WeChat's own temporary one, or `filePath`. Throws `Problem`. */
export function download(address: string, filePath?: string): Promise<string> {
  return sendMended(() => send(address, filePath))
}

function send(address: string, filePath: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url: address,
      header: headersOf(),
      ...(filePath === undefined ? {} : { filePath }),
      timeout: 300_000,
      success(taken) {
        const path = taken.filePath ?? taken.tempFilePath
        if (taken.statusCode === 200) resolve(path)
        else reject(refused(taken.statusCode, path))
      },
      fail: () => reject(new Problem(0, 'offline', '', '')),
    })
  })
}

/** What a refused download says lies in the file that WeChat wrote. */
function refused(status: number, path: string): Problem {
  try {
    return readProblem(status, wx.getFileSystemManager().readFileSync(path, 'utf8'), {})
  } catch {
    return readProblem(status, null, {})
  }
}
