// One phone with the built mini-program on it; told what to do by lines of JSON, answers each with one.
//
//   node main.cjs '{"root":…,"packages":…,"folder":…,"person":…,"api":…,"control":…,"domains":{…},…}'
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { createRequire } = require("node:module");

const settings = JSON.parse(process.argv[2]);
const packages = createRequire(path.join(settings.packages, "package.json"));
const { Machine } = require("./machine.cjs");
const { Touch, settled } = require("./touch.cjs");
const { lines, read } = require("./tree.cjs");

const MOST_CARRIED = 256 * 1024;

const answerTo = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const machine = new Machine(settings);
machine.blame = machine.blame.bind(machine);

// The stand-in's control interface: codes and consents come from there.
machine.ask = async (act, body) => {
  const answer = await fetch(`${settings.control}/_control/${act}`, {
    method: "POST",
    body: JSON.stringify({ appid: settings.appid, ...body }),
  });
  return answer.json();
};

process.on("uncaughtException", machine.blame);
process.on("unhandledRejection", machine.blame);
for (const kind of ["log", "info", "debug"]) console[kind] = () => {};
for (const kind of ["warn", "error"]) console[kind] = (...said) => machine.blame(kind, ...said);

const { pages, touch } = build();

function build() {
  const { JSDOM } = packages("jsdom");
  const { window } = new JSDOM("<!doctype html><html><body></body></html>", { pretendToBeVisual: false });
  for (const name of ["window", "document", "Node", "Event", "CustomEvent", "TouchEvent", "Element"]) {
    global[name] = name === "window" ? window : window[name];
  }
  const inside = createRequire(packages.resolve("miniprogram-simulate"));
  withBranches(createRequire(inside.resolve("j-component")));
  const simulate = packages("miniprogram-simulate");
  // jsdom lays nothing out, so that styles would only cost time; wcsc judges them elsewhere.
  inside("./src/wxss.js").compile = () => "";
  const exparser = createRequire(inside.resolve("j-component"))("miniprogram-exparser");
  weigh(exparser.Component);
  const { Pages } = require("./pages.cjs");
  const config = JSON.parse(fs.readFileSync(path.join(settings.root, "app.json"), "utf8"));
  const pages = new Pages(machine, { root: settings.root, config, simulate });
  global.wx = { ...require("./wx/index.cjs")(machine), ...pages.interfaces() };
  global.wx.createSelectorQuery = () => pages.top.instance.createSelectorQuery();
  global.App = (app) => (pages.app = app);
  global.getApp = () => pages.app;
  global.getCurrentPages = () => pages.stack.map(({ instance }) => instance);
  global.Page = () => machine.blame("Page() is not how uni registers a page");
  require("./logic_layer.cjs").confine(settings.root);
  return { pages, touch: new Touch(machine, pages, exparser) };
}

let begun = null;

async function done(act) {
  await act;
  await settled();
}

function byHand(name, options) {
  return new Promise((resolve) => wx[name]({ ...options, complete: (answer) => resolve(answer) }));
}

// The compiler numbers the branches of a condition; WeChat draws anew when another one holds, and so
// must this framework, which would keep the node.
function withBranches(inside) {
  const name = inside.resolve("./src/template/transform.js");
  const transform = inside(name);
  const marked = (node) => {
    if (node.wxVkey > 1) node.tag = `virtual-${node.wxVkey}`;
    node.children?.forEach(marked);
    return node;
  };
  require.cache[name].exports = (generate, using) => transform((data) => marked(generate(data)), using);
}

// What goes over to the page at once; WeChat takes a megabyte, and is slow long before.
function weigh({ prototype }) {
  const carry = prototype.setData;
  prototype.setData = function (data) {
    const bytes = Buffer.byteLength(JSON.stringify(data));
    if (bytes > MOST_CARRIED) machine.blame(`setData: ${bytes} bytes, ${Object.keys(data).slice(0, 9)}`);
    return carry.call(this, data);
  };
}

const ACTS = {
  launch: (entry) => pages.launch(entry),
  hide: () => pages.hide(),
  show: ({ entry }) => pages.show(entry),
  lines: () => lines(read(pages.top.component)),
  page: () => ({ route: pages.top.route, options: pages.top.options, depth: pages.stack.length }),
  all: () => pages.all,
  tap: ({ text, nth }) => done(touch.tap(text, nth)),
  type: ({ label, text }) => done(touch.type(label, text)),
  confirm: ({ label }) => done(touch.confirm(label)),
  pick: ({ label, value }) => done(touch.pick(label, value)),
  scrollEnd: () => touch.scrollEnd(),
  share: () => touch.share(),
  pull: () => pages.top.instance.onPullDownRefresh?.(),
  set: ({ facts }) => void Object.assign(machine, facts),
  network: ({ type }) => machine.setNetwork(type),
  update: () => machine.offerUpdate(),
  notes: () => machine.notes,
  problems: () => machine.problems,
  // One interface by hand, as a console would: its answer, or what it failed with.
  call: ({ name, options }) => byHand(name, options),
  // The same, not waited for: what holds it back is answered on the page meanwhile.
  begin: ({ name, options }) => void (begun = byHand(name, options)),
  finish: () => begun,
  lay: ({ file }) => machine.asTemporary(file),
  go: ({ way, url, delta }) => wx[way]({ url, ...(delta && { delta }) }),
  wait,
};

const STILL = 3; // looks in a row
const CHINESE = /[\u4e00-\u9fff]{2}/;

// Until the page reads so, no more reads so, another page is open, anything is there in Chinese, or
// nothing is waited for any more.
async function wait({ seconds = 20, ...wanted }) {
  const until = Date.now() + seconds * 1000;
  for (let still = 0; ; ) {
    const seen = pages.top ? lines(read(pages.top.component)) : [];
    still = machine.waiting === 0 ? still + 1 : 0;
    if (holds(wanted, seen) && (!wanted.quiet || still > STILL)) return seen;
    if (Date.now() > until) {
      throw new Error(`${JSON.stringify(wanted)}: ${pages.top?.route} reads ${seen.join(" | ")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function holds({ text, gone, route, chinese }, seen) {
  const has = (words) => seen.some((line) => line.includes(words));
  if (text && !has(text)) return false;
  if (gone && has(gone)) return false;
  if (route && pages.top?.route !== route) return false;
  return !chinese || seen.some((line) => CHINESE.test(line));
}

async function obey(line) {
  const { act, ...given } = JSON.parse(line);
  try {
    answerTo({ answer: (await ACTS[act](given)) ?? null });
  } catch (error) {
    answerTo({ error: error?.message ?? JSON.stringify(error) });
  }
}

// One after the other, as they came.
let last = Promise.resolve();
readline
  .createInterface({ input: process.stdin })
  .on("line", (line) => (last = last.then(() => obey(line))))
  .on("close", () => last.then(() => process.exit(0)));
