// The whole `wx` of this phone.
"use strict";

const PARTS = [
  "login",
  "privacy",
  "request",
  "upload",
  "download",
  "media",
  "subscribe",
  "storage",
  "device",
  "talk",
  "files",
  "outside",
];

module.exports = (machine) => Object.assign({}, ...PARTS.map((part) => require(`./${part}.cjs`)(machine)));
