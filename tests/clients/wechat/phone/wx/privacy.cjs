// WeChat's privacy gate: undeclared is refused, unasked waits for the app's own question, refused says so.
"use strict";

const { Refused, asynchronous } = require("./answer.cjs");

const NOT_AUTHORISED = "privacy permission is not authorized";
const UNDECLARED =
  "api scope is not declared in the privacy agreement";

module.exports = (machine) => {
  let listener = null;
  let waiting = [];

  // Passes once the person has agreed; `name` as WeChat calls the interface or button.
  async function pass(name) {
    if (!machine.declared.includes(name.replace(/^button\./, ""))) {
      throw new Refused(UNDECLARED, { errno: 112 });
    }
    if (machine.agreed) return;
    if (!listener) {
      if (!machine.ownPrivacyWindow) throw new Refused(NOT_AUTHORISED, { errno: 104 });
      return agree(); // WeChat's own window, answered with yes
    }
    await new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      machine.note("needPrivacyAuthorization", { referrer: name });
      listener(answer, { referrer: name });
    });
  }

  // What the app calls with the person's answer.
  function answer(given = {}) {
    if (given.event === "exposureAuthorization") return;
    const held = waiting;
    waiting = [];
    if (given.event === "agree" && machine.agreeTapped === given.buttonId) {
      agree();
      held.forEach(({ resolve }) => resolve());
      return;
    }
    if (given.event === "agree") machine.blame(`privacy: button "${given.buttonId}" was not tapped`);
    held.forEach(({ reject }) => reject(new Refused(NOT_AUTHORISED, { errno: 104 })));
  }

  function agree() {
    machine.agreed = true;
    machine.storage.agreed = true;
    machine.keep();
  }

  machine.passPrivacy = pass;
  machine.agreePrivacy = agree;
  return {
    getPrivacySetting: asynchronous(machine, "getPrivacySetting", async () => ({
      needAuthorization: machine.declared.length > 0 && !machine.agreed,
      privacyContractName: "《双推工程隐私保护指引》",
    })),
    requirePrivacyAuthorize: asynchronous(machine, "requirePrivacyAuthorize", async () => {
      if (machine.declared.length) await pass(machine.declared[0]);
      return {};
    }),
    onNeedPrivacyAuthorization(given) {
      listener = given;
    },
    openPrivacyContract: asynchronous(machine, "openPrivacyContract", async () => {
      machine.note("openPrivacyContract");
      return {};
    }),
  };
};
