// Windows over the page: toast, loading, question and list of choices, answered as the test has said.
"use strict";

const { Refused, asynchronous } = require("./answer.cjs");

const TOAST_LETTERS = 7; // with an icon WeChat shows no more

module.exports = (machine) => {
  const shows = (name) =>
    asynchronous(machine, name, async (options) => {
      machine.note(name, { title: options.title });
      return {};
    });

  async function toast({ title, icon = "success" }) {
    machine.note("showToast", { title });
    if (icon !== "none" && icon !== "loading" && String(title).length > TOAST_LETTERS) {
      machine.blame(`showToast: with an icon WeChat cuts "${title}" after ${TOAST_LETTERS} characters`);
    }
    return {};
  }

  async function modal({ title, content, confirmText, cancelText, showCancel = true, editable }) {
    machine.note("showModal", { title, content, confirmText });
    for (const word of [confirmText, cancelText]) {
      if (word && word.length > 4) throw new Refused("confirmText length should not larger than 4 Chinese characters");
    }
    const cancel = machine.modal === "cancel" && showCancel;
    // The answer is a tap again: WeChat lets a consent window follow it.
    if (!cancel) setTimeout(() => (machine.gesture = Symbol("confirmed")));
    return { confirm: !cancel, cancel, content: editable ? machine.typed ?? "" : "" };
  }

  async function sheet({ itemList }) {
    machine.note("showActionSheet", { itemList });
    if (itemList.length > 6) throw new Refused("parameter error: itemList should not be large than 6");
    if (machine.sheet < 0) throw new Refused("cancel");
    return { tapIndex: Math.min(machine.sheet, itemList.length - 1) };
  }

  return {
    showToast: asynchronous(machine, "showToast", toast),
    hideToast: shows("hideToast"),
    showLoading: shows("showLoading"),
    hideLoading: shows("hideLoading"),
    showModal: asynchronous(machine, "showModal", modal),
    showActionSheet: asynchronous(machine, "showActionSheet", sheet),
    showNavigationBarLoading: shows("showNavigationBarLoading"),
    hideNavigationBarLoading: shows("hideNavigationBarLoading"),
    setNavigationBarTitle: shows("setNavigationBarTitle"),
    setNavigationBarColor: shows("setNavigationBarColor"),
    setBackgroundColor: shows("setBackgroundColor"),
    setBackgroundTextStyle: shows("setBackgroundTextStyle"),
    startPullDownRefresh: shows("startPullDownRefresh"),
    stopPullDownRefresh: shows("stopPullDownRefresh"),
    pageScrollTo: shows("pageScrollTo"),
    enableAlertBeforeUnload: asynchronous(machine, "enableAlertBeforeUnload", async ({ message }) => {
      machine.unloadAlert = message;
      return {};
    }),
    disableAlertBeforeUnload: asynchronous(machine, "disableAlertBeforeUnload", async () => {
      machine.unloadAlert = null;
      return {};
    }),
    nextTick: (action) => queueMicrotask(action),
  };
};
