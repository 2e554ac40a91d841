// wx.uploadFile: one file as multipart over real HTTP, progress on the way, the answer always text.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { Refused, call, deliver, wants } = require("./answer.cjs");
const { realAddress, checkNetwork, checkAnswer, headersOf, send } = require("./wire.cjs");

module.exports = (machine) => {
  function uploadFile(options = {}) {
    const watchers = new Set();
    let begun = null;
    let aborted = false;
    const answered = deliver(machine, "uploadFile", async () => {
      try {
        return await perform(options, watchers, (one) => (begun = one));
      } catch (error) {
        throw aborted ? new Refused("abort") : error;
      }
    });
    answered.then((outcome) => call(options, outcome)).catch((error) => machine.blame(error));
    return {
      abort() {
        aborted = true;
        begun?.destroy(new Refused("abort"));
      },
      onProgressUpdate: (watcher) => watchers.add(watcher),
      offProgressUpdate: (watcher) => (watcher ? watchers.delete(watcher) : watchers.clear()),
      onHeadersReceived() {},
      offHeadersReceived() {},
    };
  }

  async function perform(options, watchers, begun) {
    for (const name of ["url", "filePath", "name"]) wants(options, name, "string");
    const address = realAddress(machine, "uploadFile", options.url);
    const file = machine.real(options.filePath);
    if (!file || !fs.existsSync(file)) throw new Refused("file not found");
    machine.note("uploadFile", { path: address.pathname });
    checkNetwork(machine, address);
    const { body, boundary } = multipart(options, file);
    const headers = headersOf(machine, options.header);
    headers["content-type"] = `multipart/form-data; boundary=${boundary}`;
    headers["content-length"] = String(body.length);
    const sent = (done, all) => tell(watchers, done, all);
    const { timeout } = options;
    const answer = await send(address, { method: "POST", headers, body, timeout, begun, sent });
    checkAnswer(machine, address);
    return { statusCode: answer.status, data: answer.body.toString("utf8"), profile: {} };
  }

  return { uploadFile };
};

function tell(watchers, sent, all) {
  const update = {
    progress: Math.floor((sent * 100) / all),
    totalBytesSent: sent,
    totalBytesExpectedToSend: all,
  };
  setTimeout(() => watchers.forEach((watcher) => watcher(update)));
}

// The file's part carries the temporary name: WeChat knows no other.
function multipart({ name, formData = {} }, file) {
  const boundary = `----WeChat${Math.random().toString(36).slice(2)}`;
  const fields = Object.entries(formData).map(
    ([field, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; ` +
    `filename="${path.basename(file)}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(fields.join("") + head),
    fs.readFileSync(file),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { body, boundary };
}
