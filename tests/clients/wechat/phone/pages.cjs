// The app and its pages: launched, shown, stacked and left as WeChat does it.
"use strict";

const path = require("node:path");
const { Refused, asynchronous } = require("./wx/answer.cjs");

const MOST_PAGES = 10;
// All pages compiled are larger than the megabyte that the compiler's wrapper reads by itself.
const compilerOptions = { maxBuffer: 64 * 1024 * 1024 };

class Pages {
  constructor(machine, { root, config, simulate }) {
    Object.assign(this, { machine, root, config, simulate });
    const roots = (config.subPackages ?? config.subpackages ?? []).flatMap(({ root: under, pages }) =>
      pages.map((page) => `${under}/${page}`),
    );
    this.all = [...config.pages, ...roots];
    this.tabs = (config.tabBar?.list ?? []).map(({ pagePath }) => pagePath);
    this.components = new Map();
    this.kept = new Map(); // tabs, which live on
    this.stack = [];
    this.listeners = { show: new Set(), hide: new Set() };
    this.app = null;
  }

  get top() {
    return this.stack.at(-1) ?? null;
  }

  // A cold start; `scene` is WeChat's number for the way in.
  launch({ path: route, query = {}, scene = 1001 }) {
    this.entry = { path: route, query, scene, referrerInfo: {}, apiCategory: "default", forwardMaterials: [] };
    require(path.join(this.root, "app.js"));
    this.app.onLaunch?.(this.entry);
    this.app.onShow?.(this.entry);
    this.listeners.show.forEach((told) => told(this.entry));
    this.#open(route, query);
  }

  hide() {
    this.top?.instance.onHide?.();
    this.app.onHide?.();
    this.listeners.hide.forEach((told) => told());
  }

  // Back from the background, perhaps by another card or code.
  show(entry = {}) {
    this.entry = { ...this.entry, ...entry };
    this.app.onShow?.(this.entry);
    this.listeners.show.forEach((told) => told(this.entry));
    if (entry.path && entry.path !== this.top?.route) this.#relaunch(entry.path, entry.query ?? {});
    else this.#tell(this.top, "onShow");
  }

  #open(route, options) {
    if (!this.all.includes(route)) throw new Refused(`page "${route}" is not found`);
    const file = path.join(this.root, route);
    if (!this.components.has(route)) {
      this.components.set(route, this.simulate.load(file, { rootPath: this.root, compilerOptions }));
    }
    const component = this.simulate.render(this.components.get(route));
    const instance = component.instance;
    const page = { route, options, component, instance, shown: false };
    Object.assign(instance, { route, __route__: route, is: route, options });
    instance.getOpenerEventChannel ??= () => ({ on() {}, once() {}, off() {}, emit() {} });
    instance.getTabBar ??= () => null;
    this.stack.push(page);
    component.attach(document.body);
    // As it stands in the address: what was encoded stays so.
    this.#tell(page, "onLoad", { ...options });
    this.#tell(page, "onShow");
    this.#tell(page, "onReady");
    return page;
  }

  #tell(page, hook, ...given) {
    try {
      page?.instance[hook]?.(...given);
    } catch (error) {
      this.machine.blame(error);
    }
  }

  #close(page) {
    this.#tell(page, "onUnload");
    page.component.detach();
  }

  #relaunch(route, options) {
    [...this.stack, ...this.kept.values()].forEach((page) => this.#close(page));
    this.stack = [];
    this.kept.clear();
    this.#open(route, options);
  }

  #switch(route) {
    const root = this.stack[0];
    this.stack.slice(1).reverse().forEach((page) => this.#close(page));
    if (root && this.tabs.includes(root.route)) {
      if (this.stack.length === 1 && root.route !== route) this.#tell(root, "onHide");
      this.kept.set(root.route, root);
    } else if (root) this.#close(root);
    this.stack = [];
    const known = this.kept.get(route);
    if (!known) return void this.#open(route, {});
    this.stack.push(known);
    this.#tell(known, "onShow");
  }

  #back(delta) {
    if (this.stack.length < 2) throw new Refused("cannot navigate back at first page.");
    const left = this.stack.splice(Math.max(1, this.stack.length - delta));
    left.reverse().forEach((page) => this.#close(page));
    this.#tell(this.top, "onShow");
  }

  // The navigating half of `wx`.
  interfaces() {
    const way = (name, act) =>
      asynchronous(this.machine, name, async (options) => {
        this.machine.note(name, { url: options.url });
        act(options);
        return {};
      });
    const noTab = (route) => {
      if (this.tabs.includes(route)) throw new Refused("can not navigateTo a tabbar page");
    };
    return {
      navigateTo: way("navigateTo", ({ url }) => {
        const { route, options } = this.#read(url);
        noTab(route);
        if (this.stack.length >= MOST_PAGES) throw new Refused("webview count limit exceed");
        this.#tell(this.top, "onHide");
        this.#open(route, options);
      }),
      redirectTo: way("redirectTo", ({ url }) => {
        const { route, options } = this.#read(url);
        noTab(route);
        this.#close(this.stack.pop());
        this.#open(route, options);
      }),
      reLaunch: way("reLaunch", ({ url }) => {
        const { route, options } = this.#read(url);
        this.#relaunch(route, options);
      }),
      switchTab: way("switchTab", ({ url }) => {
        const { route, options } = this.#read(url);
        if (!this.tabs.includes(route)) throw new Refused("can not switch to no-tabBar page");
        if (Object.keys(options).length) this.machine.blame(`switchTab drops the query of ${url}`);
        this.#switch(route);
      }),
      navigateBack: way("navigateBack", ({ delta = 1 }) => this.#back(delta)),
      ...this.#marks(),
      getLaunchOptionsSync: () => this.entry,
      getEnterOptionsSync: () => this.entry,
      onAppShow: (told) => this.listeners.show.add(told),
      offAppShow: (told) => this.listeners.show.delete(told),
      onAppHide: (told) => this.listeners.hide.add(told),
      offAppHide: (told) => this.listeners.hide.delete(told),
    };
  }

  #marks() {
    const mark = (name) =>
      asynchronous(this.machine, name, async (options) => {
        if (!(options.index >= 0 && options.index < this.tabs.length)) throw new Refused("invalid index");
        if (!this.tabs.includes(this.top?.route)) throw new Refused("not TabBar page");
        this.machine.note(name, { index: options.index, text: options.text });
        return {};
      });
    const names = ["setTabBarBadge", "removeTabBarBadge", "showTabBarRedDot", "hideTabBarRedDot", "setTabBarItem"];
    return Object.fromEntries(names.map((name) => [name, mark(name)]));
  }

  // `/pages/a/b?x=1`, or relative to the page that is open.
  #read(url) {
    if (typeof url !== "string") throw new Refused("parameter error: parameter.url should be String");
    const [where, asked = ""] = url.split("?");
    const base = this.top ? path.posix.dirname(this.top.route) : "";
    const route = where.startsWith("/") ? where.slice(1) : path.posix.join(base, where);
    if (!this.all.includes(route)) throw new Refused(`page "${route}" is not found`);
    const pairs = asked.split("&").filter(Boolean).map((pair) => pair.split("="));
    return { route, options: Object.fromEntries(pairs.map(([name, ...rest]) => [name, rest.join("=")])) };
  }
}

module.exports = { Pages };
