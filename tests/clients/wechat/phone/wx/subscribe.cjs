// wx.requestSubscribeMessage: within a tap only, at most three; the answer is what the stand-in's popup gives.
"use strict";

const { Refused, asynchronous } = require("./answer.cjs");

const MOST = 3;
const WORDS = {
  20001: "No template data return, verify the template id exist",
  20002: "Templates type must be same",
  20003: "Templates count out of max bounds",
  20004: "The main switch is switched off",
};

module.exports = (machine) => {
  async function ask({ tmplIds }) {
    machine.note("requestSubscribeMessage", { tmplIds });
    if (machine.gesture === null) throw new Refused("can only be invoked by user TAP gesture.", { errCode: 20000 });
    if (!Array.isArray(tmplIds) || !tmplIds.length) throw refusal(20001);
    if (tmplIds.length > MOST) throw refusal(20003);
    const said = machine.popup;
    const choices = typeof said === "string" ? Object.fromEntries(tmplIds.map((id) => [id, said])) : said;
    const answer = await machine.ask("popup", { name: machine.person, template_ids: tmplIds, choices });
    return results(answer, tmplIds);
  }

  return {
    requestSubscribeMessage: asynchronous(machine, "requestSubscribeMessage", ask),
    getSetting: asynchronous(machine, "getSetting", async ({ withSubscriptions }) => ({
      authSetting: {},
      ...(withSubscriptions && { subscriptionsSetting: { mainSwitch: true, itemSettings: {} } }),
    })),
    openSetting: asynchronous(machine, "openSetting", async () => {
      machine.note("openSetting");
      return { authSetting: {} };
    }),
  };
};

function refusal(code) {
  return new Refused(WORDS[code], { errCode: code });
}

function results(answer, tmplIds) {
  if (answer.error) throw refusal(20001); // an id that the account does not have
  if (answer.errCode) throw refusal(answer.errCode);
  return Object.fromEntries(tmplIds.map((id) => [id, answer[id]]));
}
