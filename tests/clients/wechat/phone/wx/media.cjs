// Choosing papers: camera and album, files of a chat, and what is done to a picture on the device.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { Refused, asynchronous } = require("./answer.cjs");

const PICTURES = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".heic"];

module.exports = (machine) => {
  // Files the test laid ready for the next chooser; none is a person who goes back.
  function taken(count, fits) {
    const files = machine.offered.splice(0, count);
    if (!files.length) throw new Refused("cancel");
    const wrong = files.find((file) => !fits(path.extname(file).toLowerCase()));
    if (wrong) throw new Error(`WeChat would not offer ${wrong} here`);
    return files;
  }

  const chooseMedia = async (options) => {
    machine.note("chooseMedia", { sourceType: options.sourceType, count: options.count });
    await machine.passPrivacy("chooseMedia");
    const limit = Math.min(options.count ?? 9, 20);
    const files = taken(limit, (ending) => PICTURES.includes(ending));
    return { type: "image", tempFiles: files.map((file) => photo(file)) };
  };

  function photo(file) {
    const size = fs.statSync(file).size;
    const { width, height } = measure(file);
    return {
      tempFilePath: machine.asTemporary(file),
      size,
      fileType: "image",
      width,
      height,
      duration: 0,
      thumbTempFilePath: "",
    };
  }

  const chooseMessageFile = async (options) => {
    machine.note("chooseMessageFile", { type: options.type, extension: options.extension });
    if (typeof options.count !== "number") {
      throw new Refused("parameter error: parameter.count should be Number instead of Undefined;");
    }
    await machine.passPrivacy("chooseMessageFile");
    const wanted = (options.extension ?? []).map((each) => `.${String(each).replace(/^\./, "")}`);
    const files = taken(options.count, (ending) => !wanted.length || wanted.includes(ending));
    return { tempFiles: files.map((file) => chatFile(file)) };
  };

  const chatFile = (file) => ({
    path: machine.asTemporary(file),
    name: path.basename(file),
    size: fs.statSync(file).size,
    type: PICTURES.includes(path.extname(file).toLowerCase()) ? "image" : "file",
    time: Math.floor(Date.now() / 1000),
  });

  const known = (local) => {
    const file = machine.real(local);
    if (!file || !fs.existsSync(file)) throw new Refused("file doesn't exist");
    return file;
  };

  return {
    chooseMedia: asynchronous(machine, "chooseMedia", chooseMedia),
    chooseMessageFile: asynchronous(machine, "chooseMessageFile", chooseMessageFile),
    previewImage: asynchronous(machine, "previewImage", async ({ urls }) => {
      machine.note("previewImage", { urls });
      return {};
    }),
    // No codec here: a smaller picture is the same one, as a file of its own.
    compressImage: asynchronous(machine, "compressImage", async ({ src }) => {
      machine.note("compressImage");
      return { tempFilePath: machine.asTemporary(known(src), ".jpg") };
    }),
    getImageInfo: asynchronous(machine, "getImageInfo", async ({ src }) => {
      const file = known(src);
      const type = path.extname(file) === ".png" ? "png" : "jpeg";
      return { ...measure(file), path: src, type, orientation: "up" };
    }),
    saveImageToPhotosAlbum: asynchronous(machine, "saveImageToPhotosAlbum", async ({ filePath }) => {
      machine.note("saveImageToPhotosAlbum");
      await machine.passPrivacy("saveImageToPhotosAlbum");
      known(filePath);
      return {};
    }),
  };
};

// Width and height out of a PNG's or JPEG's head.
function measure(file) {
  const bytes = fs.readFileSync(file);
  if (bytes.readUInt32BE(0) === 0x89504e47) {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const frame = bytes[at + 1] >= 0xc0 && bytes[at + 1] <= 0xc3;
    if (frame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return { width: 0, height: 0 };
}
