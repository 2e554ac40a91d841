// The phone itself, apart from the mini-program: its person, storage, files, network, and what was noted.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const KEPT = "storage.json";

class Machine {
  // `settings`: folder (what outlives a killed app), person, api (name in the build → real address),
  // control (of the stand-in), declared (interfaces of the privacy statement), domains, appid.
  constructor(settings) {
    Object.assign(this, settings);
    fs.mkdirSync(path.join(this.folder, "tmp"), { recursive: true });
    this.storage = this.#read();
    this.networkType = "wifi";
    this.agreed = Boolean(this.storage.agreed);
    this.waiting = 0; // interfaces that have not answered yet
    this.gesture = null; // the tap that is going on: each has a number
    this.cuts = []; // {path, when: "before" | "after"}: calls that end so are cut once
    this.offered = []; // files that the next choosers give
    this.popup = "accept"; // what is answered to a subscription popup, or by template id
    this.modal = "confirm"; // "confirm" | "cancel"
    this.sheet = 0; // the entry of the next action sheet, -1 cancels
    this.scans = [];
    this.clipboard = "";
    this.notes = []; // {kind, …}: what the mini-program asked of WeChat, in order
    this.problems = []; // what a developer would find in red on the console
    this.fontScale = settings.fontScale ?? 1;
    this.language = settings.language ?? "zh_CN";
  }

  note(kind, facts = {}) {
    this.notes.push({ kind, ...facts });
  }

  blame(...words) {
    this.problems.push(words.map(shown).join(" "));
  }

  keep() {
    fs.writeFileSync(path.join(this.folder, KEPT), JSON.stringify(this.storage));
  }

  // A path as WeChat gives it to the app for a file that lies on this machine.
  asTemporary(real, ending = path.extname(real)) {
    const name = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}${ending}`;
    fs.copyFileSync(real, path.join(this.folder, "tmp", name));
    return `http://tmp/${name}`;
  }

  // The file behind a path of the app; null if there is none.
  real(local) {
    const found = /^(?:http|wxfile):\/\/(tmp|store|usr)\/(.+)$/.exec(String(local));
    if (!found || found[2].includes("..")) return null;
    return path.join(this.folder, found[1], found[2]);
  }

  #read() {
    const file = path.join(this.folder, KEPT);
    if (!fs.existsSync(file)) return { data: {}, agreed: false };
    return JSON.parse(fs.readFileSync(file, "utf8"));
  }
}

function shown(word) {
  if (word instanceof Error) return word.stack ?? String(word);
  return typeof word === "string" ? word : JSON.stringify(word) ?? String(word);
}

module.exports = { Machine, shown };
