// Storage: 1 MB a key, 10 MB in all, values as JSON keeps them, there again after the app was killed.
"use strict";

const { Refused, asynchronous } = require("./answer.cjs");

const KEY_BYTES = 1024 * 1024;
const ALL_BYTES = 10 * 1024 * 1024;
const size = (text) => Buffer.byteLength(text, "utf8");

module.exports = (machine) => {
  const data = machine.storage.data;
  const used = () => Object.entries(data).reduce((sum, [key, text]) => sum + size(key) + size(text), 0);

  function set(key, value) {
    if (typeof key !== "string") throw new Refused("parameter error: parameter.key should be String");
    const text = JSON.stringify(value === undefined ? "" : value);
    if (size(text) > KEY_BYTES) throw new Refused("entry size limit reached");
    if (used() - size(data[key] ?? "") + size(text) > ALL_BYTES) throw new Refused("exceed storage max size");
    data[key] = text;
    machine.keep();
  }

  function remove(key) {
    delete data[key];
    machine.keep();
  }

  function clear() {
    Object.keys(data).forEach((key) => delete data[key]);
    machine.keep();
  }

  const info = () => ({
    keys: Object.keys(data),
    currentSize: Math.ceil(used() / 1024),
    limitSize: ALL_BYTES / 1024,
  });

  // The synchronous forms throw what the others fail with.
  const now = (name, body) => (...given) => {
    try {
      return body(...given);
    } catch (error) {
      throw error instanceof Refused ? new Error(`${name}:fail ${error.message}`) : error;
    }
  };

  return {
    setStorageSync: now("setStorageSync", set),
    getStorageSync: (key) => (key in data ? JSON.parse(data[key]) : ""),
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    setStorage: asynchronous(machine, "setStorage", async ({ key, data: value }) => set(key, value) ?? {}),
    getStorage: asynchronous(machine, "getStorage", async ({ key }) => {
      if (!(key in data)) throw new Refused("data not found");
      return { data: JSON.parse(data[key]) };
    }),
    removeStorage: asynchronous(machine, "removeStorage", async ({ key }) => remove(key) ?? {}),
    clearStorage: asynchronous(machine, "clearStorage", async () => clear() ?? {}),
    getStorageInfo: asynchronous(machine, "getStorageInfo", async () => info()),
  };
};
