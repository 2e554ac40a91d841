// What fingers do on a page: tap, type, pick; buttons with an open-type do what WeChat does.
"use strict";

const { every, named, nearest, on, read, words } = require("./tree.cjs");
const { Refused } = require("./wx/answer.cjs");

const CONTROLS = ["radio", "checkbox", "switch", "input", "textarea", "picker", "button"];
const MOST_TYPED = 140; // WeChat's `maxlength` where a page gives none

// uni hands a tap on a turn later, and what it changes is drawn in the next.
async function settled() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

class Touch {
  constructor(machine, pages, exparser) {
    Object.assign(this, { machine, pages, exparser, taps: 0 });
  }

  get root() {
    return read(this.pages.top.component);
  }

  tap(text, nth = 0) {
    const all = named(this.root, text);
    // A heading may read as its button does.
    const buttons = all.filter((entry) => nearest(entry, "button"));
    const found = buttons.length ? buttons : all;
    if (!found[nth]) throw new Error(`nothing here reads "${text}"`);
    this.press(found[nth]);
  }

  press(entry) {
    const target = this.#behindLabel(entry);
    const button = nearest(target, "button");
    if (button && on(button.attrs.disabled)) throw new Error(`"${words(button)}" is disabled`);
    this.machine.gesture = (this.taps += 1);
    this.#fire(target, "tap", { x: 100, y: 100 }, true);
    if (button) this.#openType(button);
    const navigator = nearest(target, "navigator");
    if (navigator) this.#navigate(navigator.attrs);
    this.#toggle(target);
  }

  // Text into the input that stands behind (or is named by) a label.
  async type(label, text) {
    const field = this.#control(label, ["input", "textarea"]);
    if (on(field.attrs.disabled)) throw new Error(`"${label}" is disabled`);
    const most = Number(field.attrs.maxlength ?? MOST_TYPED);
    const value = most >= 0 ? text.slice(0, most) : text;
    field.node.typed = value;
    const detail = { value, cursor: value.length };
    this.#fire(field, "focus", { ...detail, height: 300 });
    this.#fire(field, "input", { ...detail, keyCode: 0 });
    await settled();
    this.#fire(field, "blur", detail);
  }

  // Done on the keyboard.
  confirm(label) {
    const field = this.#control(label, ["input", "textarea"]);
    const value = field.node.typed ?? field.attrs.value ?? "";
    this.machine.gesture = null;
    this.#fire(field, "confirm", { value });
  }

  pick(label, wanted) {
    const picker = this.#control(label, ["picker"]);
    if (on(picker.attrs.disabled)) throw new Error(`"${label}" is disabled`);
    this.#fire(picker, "change", { value: chosen(picker.attrs, wanted) });
  }

  scrollEnd() {
    const area = [...every(this.root)].find(({ tag }) => tag === "scroll-view");
    if (area) this.#fire(area, "scrolltolower", { direction: "bottom" });
    this.pages.top.instance.onReachBottom?.();
  }

  share() {
    const { instance } = this.pages.top;
    if (!instance.onShareAppMessage) throw new Error("this page has no share card");
    return instance.onShareAppMessage({ from: "menu", target: undefined, webViewUrl: undefined });
  }

  #behindLabel(entry) {
    const label = nearest(entry, "label");
    if (!label || nearest(entry, ...CONTROLS)) return entry;
    const inside = [...every(label)].find(({ tag }) => CONTROLS.includes(tag));
    return inside ?? entry;
  }

  // The control inside the label, named by it, or the next after it.
  #control(label, tags) {
    const root = this.root;
    const order = [...every(root)];
    const byName = order.find(
      ({ tag, attrs }) => tags.includes(tag) && [attrs["aria-label"], attrs.placeholder].includes(label),
    );
    if (byName) return byName;
    const [mark] = named(root, label);
    if (!mark) throw new Error(`nothing here reads "${label}"`);
    const around = nearest(mark, ...tags);
    if (around) return around;
    const after = order.slice(order.indexOf(mark)).find(({ tag }) => tags.includes(tag));
    if (!after) throw new Error(`no ${tags.join(" or ")} at "${label}"`);
    return after;
  }

  #fire(entry, name, detail, bubbles = false) {
    const { exparser } = this;
    const event = exparser.Event.create(name, detail, { bubbles, composed: bubbles, capturePhase: bubbles });
    exparser.Event.dispatchEvent(entry.node, event);
  }

  #toggle(target) {
    const control = nearest(target, "radio", "checkbox", "switch");
    if (!control || on(control.attrs.disabled)) return;
    const checked = control.node.ticked ?? on(control.attrs.checked);
    if (control.tag === "switch") {
      control.node.ticked = !checked;
      return void this.#fire(control, "change", { value: !checked });
    }
    const group = nearest(control, `${control.tag}-group`);
    control.node.ticked = control.tag === "radio" ? true : !checked;
    if (!group) return;
    if (control.tag === "radio") return void this.#fire(group, "change", { value: control.attrs.value });
    const ticked = [...every(group)].filter(({ tag, node, attrs }) =>
      tag === "checkbox" && (node.ticked ?? on(attrs.checked)),
    );
    this.#fire(group, "change", { value: ticked.map(({ attrs }) => attrs.value) });
  }

  #navigate({ url, "open-type": type = "navigate" }) {
    const ways = { navigate: "navigateTo", redirect: "redirectTo", switchTab: "switchTab", reLaunch: "reLaunch" };
    const way = type === "navigateBack" ? "navigateBack" : ways[type];
    wx[way]({ url, fail: ({ errMsg }) => this.machine.blame(errMsg) });
  }

  #openType(button) {
    for (const type of String(button.attrs["open-type"] ?? "").split("|")) this.#opened(button, type);
    const form = button.attrs["form-type"] && nearest(button, "form");
    if (form) this.#fire(form, button.attrs["form-type"], { value: {} });
  }

  #opened(button, type) {
    if (type === "agreePrivacyAuthorization") {
      this.machine.agreeTapped = button.attrs.id;
      this.machine.agreePrivacy();
      this.#fire(button, "agreeprivacyauthorization", {});
    } else if (type === "getPhoneNumber") {
      this.#phone().then((detail) => this.#fire(button, "getphonenumber", detail), this.machine.blame);
    } else if (type === "share") {
      const { instance } = this.pages.top;
      const target = { id: button.attrs.id ?? "", dataset: button.node.dataset ?? {} };
      this.machine.note("share", instance.onShareAppMessage?.({ from: "button", target }) ?? {});
    } else if (type) {
      this.machine.note(`button.${type}`);
    }
  }

  async #phone() {
    const name = "getPhoneNumber";
    try {
      await this.machine.passPrivacy("button.getPhoneNumber");
      this.machine.note(name);
      if (this.machine.phone === "deny") throw new Refused("user deny");
      if (this.machine.phone === "no quota") throw new Refused("no quota", { errno: 1400001 });
      const { code } = await this.machine.ask("codes", { kind: "phone", name: this.machine.person });
      return { errMsg: `${name}:ok`, code, encryptedData: "", iv: "" };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { errMsg: `${name}:fail ${error.message}`, ...error.facts };
    }
  }
}

// What a picker of this mode answers for what a person sees in it.
function chosen(attrs, wanted) {
  const { mode = "selector", range = [], "range-key": key } = attrs;
  if (mode === "multiSelector") {
    return range.map((column, at) => place(column, key, wanted[at]));
  }
  return mode === "selector" ? place(range, key, wanted) : wanted;
}

function place(range, key, wanted) {
  const shown = range.map((each) => (key ? each[key] : each));
  const at = shown.indexOf(wanted);
  if (at < 0) throw new Error(`the picker offers ${shown.join("、")}, not "${wanted}"`);
  return at;
}

module.exports = { Touch, settled };
