// Sends one file with tus-js-client as a console would: goes on with what it began before.
import { createReadStream } from 'node:fs'
import { FileUrlStorage, Upload } from 'tus-js-client'

const { file, memory, ...options } = JSON.parse(process.argv[2])
const upload = new Upload(createReadStream(file), {
  ...options,
  urlStorage: new FileUrlStorage(memory),
  onError(error) {
    console.error(String(error))
    process.exit(3)
  },
  onSuccess() {
    console.log(upload.url)
  },
})
const [begun] = await upload.findPreviousUploads()
if (begun) upload.resumeFromPreviousUpload(begun)
upload.start()
