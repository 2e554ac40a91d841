// WeChat's logic layer: the build's modules run without what only browsers and Node have.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

// Names that are there in the H5 output, or in Node, and undefined on a phone in WeChat.
const ABSENT = [
  ..."window self document navigator location history screen localStorage sessionStorage".split(" "),
  ..."XMLHttpRequest fetch Headers Request Response FormData Blob File FileReader Image".split(" "),
  ..."URL URLSearchParams AbortController AbortSignal EventTarget CustomEvent Event".split(" "),
  ..."TextEncoder TextDecoder atob btoa structuredClone requestAnimationFrame".split(" "),
  ..."cancelAnimationFrame crypto performance Intl WebSocket MutationObserver".split(" "),
  ..."IntersectionObserver HTMLElement Element Node process Buffer setImmediate".split(" "),
];

// Every `.js` below `root` that is required from now on lives in that layer.
function confine(root) {
  const load = require.extensions[".js"];
  globalThis.logicLayer = {}; // WeChat has a `global`, an empty one
  require.extensions[".js"] = (module, filename) => {
    if (!filename.startsWith(root + path.sep)) return load(module, filename);
    const code = fs.readFileSync(filename, "utf8");
    // One line before and after, so that line numbers stay right.
    return module._compile(`(function (global, ${ABSENT.join(", ")}) {${code}\n}).call(undefined, logicLayer);`, filename);
  };
}

module.exports = { confine, ABSENT };
