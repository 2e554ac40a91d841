// What the phone says of itself, its network, clipboard and calls.
"use strict";

const { asynchronous } = require("./answer.cjs");

const SAFE = { left: 0, right: 390, top: 47, bottom: 810, width: 390, height: 763 };
const WINDOW = {
  pixelRatio: 3,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 753,
  statusBarHeight: 47,
  screenTop: 91,
  safeArea: SAFE,
};
const DEVICE = {
  abi: "arm64-v8a",
  deviceAbi: "arm64-v8a",
  benchmarkLevel: 30,
  brand: "iPhone",
  model: "iPhone 14<iPhone14,7>",
  system: "iOS 17.0",
  platform: "ios",
  cpuType: "A15",
  memorySize: "6000",
};
// The round menu at the top right.
const ROUND_BUTTON = { width: 87, height: 32, top: 51, right: 383, bottom: 83, left: 296 };

module.exports = (machine) => {
  const app = () => ({
    SDKVersion: "3.5.5",
    enableDebug: false,
    fontSizeScaleFactor: machine.fontScale,
    fontSizeSetting: Math.round(17 * machine.fontScale),
    host: { env: "WeChat", appId: "", version: 0 },
    language: machine.language,
    version: "8.0.50",
    theme: "light",
  });
  const watchers = new Set();
  machine.setNetwork = (type) => {
    machine.networkType = type;
    watchers.forEach((watcher) => watcher({ isConnected: type !== "none", networkType: type }));
  };
  return {
    getAppBaseInfo: app,
    getDeviceInfo: () => ({ ...DEVICE }),
    getWindowInfo: () => structuredClone(WINDOW),
    getSystemInfoSync: () => ({ ...DEVICE, ...structuredClone(WINDOW), ...app() }),
    getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true }),
    getAppAuthorizeSetting: () => ({ cameraAuthorized: "authorized", albumAuthorized: "authorized" }),
    getMenuButtonBoundingClientRect: () => ({ ...ROUND_BUTTON }),
    getNetworkType: asynchronous(machine, "getNetworkType", async () => ({
      networkType: machine.networkType,
      hasSystemProxy: false,
      signalStrength: 4,
      weakNet: false,
    })),
    onNetworkStatusChange: (watcher) => watchers.add(watcher),
    offNetworkStatusChange: (watcher) => (watcher ? watchers.delete(watcher) : watchers.clear()),
    onNetworkWeakChange() {},
    setClipboardData: asynchronous(machine, "setClipboardData", async ({ data }) => {
      await machine.passPrivacy("setClipboardData");
      machine.clipboard = data;
      return {};
    }),
    getClipboardData: asynchronous(machine, "getClipboardData", async () => {
      await machine.passPrivacy("getClipboardData");
      return { data: machine.clipboard };
    }),
    makePhoneCall: asynchronous(machine, "makePhoneCall", async ({ phoneNumber }) => {
      machine.note("makePhoneCall", { phoneNumber });
      return {};
    }),
    vibrateShort: asynchronous(machine, "vibrateShort", async () => ({})),
    canIUse: () => true,
  };
};
