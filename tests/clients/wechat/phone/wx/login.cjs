// wx.login, and who the account is: the code comes from the stand-in, five minutes and once.
"use strict";

const { Refused, asynchronous } = require("./answer.cjs");

module.exports = (machine) => ({
  login: asynchronous(machine, "login", async () => {
    machine.note("login");
    if (machine.networkType === "none") throw new Refused("network error");
    const { code } = await machine.ask("codes", { kind: "login", name: machine.person });
    return { code };
  }),
  checkSession: asynchronous(machine, "checkSession", async () => ({})),
  getAccountInfoSync: () => ({
    miniProgram: { appId: machine.appid, envVersion: "release", version: "1.0.0" },
  }),
});
