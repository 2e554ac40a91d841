// Files of the app: temporary ones, its own folder, and showing a document.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { Refused, asynchronous } = require("./answer.cjs");

const USER = "http://usr";
const DOCUMENTS = ["doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf"];

module.exports = (machine) => {
  const existing = (local) => {
    const file = machine.real(local);
    if (!file || !fs.existsSync(file)) throw new Refused(`no such file or directory, open "${local}"`);
    return file;
  };
  // Only the app's own folder may be written.
  const writable = (local) => {
    if (!String(local).startsWith(`${USER}/`)) throw new Refused(`permission denied, open "${local}"`);
    const file = machine.real(local);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    return file;
  };

  const acts = {
    readFile({ filePath, encoding }) {
      const bytes = fs.readFileSync(existing(filePath));
      if (encoding) return { data: bytes.toString(encoding === "utf-8" ? "utf8" : encoding) };
      return { data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) };
    },
    writeFile({ filePath, data, encoding = "utf8" }) {
      const bytes = typeof data === "string" ? Buffer.from(data, encoding) : Buffer.from(data);
      fs.writeFileSync(writable(filePath), bytes);
    },
    appendFile({ filePath, data, encoding = "utf8" }) {
      const bytes = typeof data === "string" ? Buffer.from(data, encoding) : Buffer.from(data);
      fs.appendFileSync(existing(filePath), bytes);
    },
    access({ path: local }) {
      existing(local);
    },
    unlink({ filePath }) {
      fs.unlinkSync(existing(filePath));
    },
    copyFile({ srcPath, destPath }) {
      fs.copyFileSync(existing(srcPath), writable(destPath));
    },
    saveFile({ tempFilePath, filePath = `${USER}/${path.basename(tempFilePath)}` }) {
      fs.renameSync(existing(tempFilePath), writable(filePath));
      return { savedFilePath: filePath };
    },
    getFileInfo({ filePath }) {
      return { size: fs.statSync(existing(filePath)).size };
    },
    stat({ path: local }) {
      const { size, mtimeMs } = fs.statSync(existing(local));
      return { stats: { size, lastModifiedTime: mtimeMs / 1000, isFile: () => true, isDirectory: () => false } };
    },
    mkdir({ dirPath }) {
      fs.mkdirSync(writable(`${dirPath}/.`), { recursive: true });
    },
    readdir({ dirPath }) {
      const folder = machine.real(`${dirPath}/.`);
      return { files: folder && fs.existsSync(folder) ? fs.readdirSync(folder) : [] };
    },
  };

  return {
    env: { USER_DATA_PATH: USER },
    getFileSystemManager: () => manager(machine, acts),
    openDocument: asynchronous(machine, "openDocument", async ({ filePath, fileType }) => {
      const type = fileType ?? path.extname(filePath).slice(1);
      if (!DOCUMENTS.includes(type)) throw new Refused("filetype not supported");
      existing(filePath);
      machine.note("openDocument", { type });
      return {};
    }),
  };
};

// Each act with callbacks, and as `…Sync` which throws; order of the latter's arguments as WeChat's.
function manager(machine, acts) {
  const one = {};
  for (const [name, act] of Object.entries(acts)) {
    one[name] = asynchronous(machine, name, async (options) => act(options) ?? {});
  }
  const now = (name, body) => (...given) => {
    try {
      return body(...given);
    } catch (error) {
      throw error instanceof Refused ? new Error(`${name}:fail ${error.message}`) : error;
    }
  };
  one.readFileSync = now("readFileSync", (filePath, encoding) => acts.readFile({ filePath, encoding }).data);
  one.writeFileSync = now("writeFileSync", (filePath, data, encoding) =>
    acts.writeFile({ filePath, data, encoding }),
  );
  one.accessSync = now("accessSync", (local) => acts.access({ path: local }));
  one.unlinkSync = now("unlinkSync", (filePath) => acts.unlink({ filePath }));
  one.copyFileSync = now("copyFileSync", (srcPath, destPath) => acts.copyFile({ srcPath, destPath }));
  one.saveFileSync = now("saveFileSync", (tempFilePath, filePath) =>
    acts.saveFile({ tempFilePath, filePath }).savedFilePath,
  );
  one.statSync = now("statSync", (local) => acts.stat({ path: local }).stats);
  one.mkdirSync = now("mkdirSync", (dirPath) => acts.mkdir({ dirPath }));
  one.readdirSync = now("readdirSync", (dirPath) => acts.readdir({ dirPath }).files);
  return one;
}
