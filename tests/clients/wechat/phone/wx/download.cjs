// wx.downloadFile: a GET into a temporary file; any status is a success.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { call, deliver, Refused } = require("./answer.cjs");
const { realAddress, checkNetwork, checkAnswer, headersOf, send } = require("./wire.cjs");

const ENDINGS = {
  "application/pdf": ".pdf",
  "application/zip": ".zip",
  "image/jpeg": ".jpg",
  "image/png": ".png",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
};

module.exports = (machine) => {
  function downloadFile(options = {}) {
    const watchers = new Set();
    let begun = null;
    const answered = deliver(machine, "downloadFile", () =>
      perform(options, watchers, (one) => (begun = one)),
    );
    answered.then((outcome) => call(options, outcome)).catch((error) => machine.blame(error));
    return {
      abort: () => begun?.destroy(new Refused("abort")),
      onProgressUpdate: (watcher) => watchers.add(watcher),
      offProgressUpdate: (watcher) => (watcher ? watchers.delete(watcher) : watchers.clear()),
      onHeadersReceived() {},
      offHeadersReceived() {},
    };
  }

  async function perform(options, watchers, begun) {
    const address = realAddress(machine, "downloadFile", options.url);
    machine.note("downloadFile", { path: address.pathname });
    checkNetwork(machine, address);
    const headers = headersOf(machine, options.header);
    const answer = await send(address, { method: "GET", headers, timeout: options.timeout, begun });
    checkAnswer(machine, address);
    const all = answer.body.length;
    const update = { progress: 100, totalBytesWritten: all, totalBytesExpectedToWrite: all };
    watchers.forEach((watcher) => watcher(update));
    return { statusCode: answer.status, profile: {}, ...keep(answer, options.filePath) };
  }

  function keep({ body, headers }, filePath) {
    if (filePath) {
      const real = machine.real(filePath);
      if (!real) throw new Refused(`permission denied, open "${filePath}"`);
      fs.mkdirSync(path.dirname(real), { recursive: true });
      fs.writeFileSync(real, body);
      return { filePath, tempFilePath: "" };
    }
    const type = String(headers["content-type"]).split(";")[0];
    const name = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}${ENDINGS[type] ?? ""}`;
    fs.writeFileSync(path.join(machine.folder, "tmp", name), body);
    return { tempFilePath: `http://tmp/${name}`, filePath: "" };
  }

  return { downloadFile };
};
