// Ways in and out: scanning, sharing menus, updates, and what a page may ask of its nodes.
"use strict";

const fs = require("node:fs");
const { Refused, asynchronous } = require("./answer.cjs");

module.exports = (machine) => {
  const quiet = (name) => asynchronous(machine, name, async () => ({}));
  const updates = { check: [], ready: [], failed: [] };
  // A new version has been fetched while the app ran.
  machine.offerUpdate = () => {
    updates.check.forEach((told) => told({ hasUpdate: true }));
    updates.ready.forEach((told) => told());
  };
  return {
    scanCode: asynchronous(machine, "scanCode", async () => {
      machine.note("scanCode");
      const result = machine.scans.shift();
      if (result === undefined) throw new Refused("cancel");
      return { result, scanType: "QR_CODE", charSet: "UTF-8", path: "", rawData: "" };
    }),
    showShareMenu: quiet("showShareMenu"),
    hideShareMenu: quiet("hideShareMenu"),
    updateShareMenu: quiet("updateShareMenu"),
    getUpdateManager: () => ({
      onCheckForUpdate: (told) => updates.check.push(told),
      onUpdateReady: (told) => updates.ready.push(told),
      onUpdateFailed: (told) => updates.failed.push(told),
      applyUpdate: () => machine.note("applyUpdate"),
    }),
    exitMiniProgram: quiet("exitMiniProgram"),
    restartMiniProgram: asynchronous(machine, "restartMiniProgram", async ({ path }) => {
      machine.note("restartMiniProgram", { path });
      return {};
    }),
    shareFileMessage: asynchronous(machine, "shareFileMessage", async ({ filePath, fileName }) => {
      const file = machine.real(filePath);
      if (!file || !fs.existsSync(file)) throw new Refused("file doesn't exist");
      machine.note("shareFileMessage", { fileName, size: fs.statSync(file).size });
      return {};
    }),
    reportEvent() {},
    getRealtimeLogManager: () => ({ info() {}, warn() {}, error() {}, setFilterMsg() {} }),
    onMemoryWarning() {},
    onError() {},
    offError() {},
    onUnhandledRejection() {},
    onPageNotFound() {},
    onThemeChange() {},
    onKeyboardHeightChange() {},
    offKeyboardHeightChange() {},
    onWindowResize() {},
    offWindowResize() {},
    hideKeyboard: quiet("hideKeyboard"),
    preloadAssets() {},
  };
};
