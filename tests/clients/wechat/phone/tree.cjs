// The page as it stands composed: every node with its tag, attributes, parent and words, in order.
"use strict";

const BLOCKS = new Set(["text", "label"]); // inline: their words join those beside them

// `{node, tag, attrs, parent, children, text}`; words are entries with `tag` "#text".
function read(component) {
  const root = { node: component._exparserNode, tag: "page", attrs: {}, parent: null, children: [] };
  below(root);
  return root;
}

function below(entry) {
  for (const child of entry.node.__wxSlotChildren ?? []) {
    if (typeof child.textContent === "string" && !child._vt?.tagName) {
      if (child.textContent.trim()) entry.children.push({ tag: "#text", text: child.textContent, parent: entry });
      continue;
    }
    const attrs = Object.fromEntries((child._vt?.attrs ?? []).map(({ name, value }) => [dashed(name), value]));
    if (on(attrs.hidden)) continue;
    const tag = String(child._vt?.tagName ?? "").replace(/^wx-/, "");
    const found = { node: child, tag, attrs, parent: entry, children: [] };
    entry.children.push(found);
    below(found);
  }
}

// The compiler writes `openType` for what the page calls `open-type`.
const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const on = (value) => value !== undefined && value !== false && value !== "false" && value !== null;

function* every(entry) {
  yield entry;
  for (const child of entry.children ?? []) yield* every(child);
}

// What a person reads in it, in one line.
function words(entry) {
  if (entry.tag === "#text") return entry.text;
  const own = (entry.children ?? []).map(words).join(" ");
  return own.replace(/\s+/g, " ").trim();
}

// Lines of the page: a block ends one, words in `text` go on.
function lines(root) {
  const all = [];
  let line = "";
  const end = () => {
    if (line.trim()) all.push(line.replace(/\s+/g, " ").trim());
    line = "";
  };
  const visit = (entry) => {
    if (entry.tag === "#text") return void (line += entry.text);
    const block = !BLOCKS.has(entry.tag) && entry.tag !== "";
    if (block) end();
    if (entry.tag === "input" || entry.tag === "textarea") line += shownIn(entry);
    (entry.children ?? []).forEach(visit);
    if (block) end();
  };
  visit(root);
  end();
  return all;
}

function shownIn({ attrs, node }) {
  const value = attrs.value ?? node.typed ?? "";
  return value === "" ? String(attrs.placeholder ?? "") : String(value);
}

// The innermost entries that read so, or are named so for readers of the screen; exact before partial.
function named(root, text) {
  const entries = [...every(root)].filter(({ tag }) => tag !== "#text");
  const fits = (test) => {
    const found = entries.filter((entry) => test(words(entry)) || test(String(entry.attrs["aria-label"] ?? "")));
    return found.filter((entry) => !found.some((other) => other !== entry && within(other, entry)));
  };
  const exact = fits((said) => said === text);
  return exact.length ? exact : fits((said) => said.includes(text));
}

function within(entry, outer) {
  for (let at = entry.parent; at; at = at.parent) if (at === outer) return true;
  return false;
}

function nearest(entry, ...tags) {
  for (let at = entry; at; at = at.parent) if (tags.includes(at.tag)) return at;
  return null;
}

module.exports = { read, every, words, lines, named, within, nearest, on };
