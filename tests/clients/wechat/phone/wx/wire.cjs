// What request, upload and download share: the list of domains, one real call over HTTP, its cuts.
"use strict";

const http = require("node:http");
const { Refused } = require("./answer.cjs");

const TIMEOUT = 60_000; // WeChat's own where app.json gives none

// The real address behind what the build was made for; WeChat's refusals before a byte is sent.
function realAddress(machine, kind, url) {
  if (typeof url !== "string" || !/^https?:\/\//.test(url)) throw new Refused(`invalid url "${url}"`);
  const asked = new URL(url);
  if (asked.protocol !== "https:") throw new Refused("url not in domain list", { errno: 600002 });
  if (!(machine.domains[kind] ?? []).includes(asked.origin)) {
    throw new Refused("url not in domain list", { errno: 600002 });
  }
  return new URL(asked.pathname + asked.search, machine.api);
}

// The next cut that is meant for this call, if it strikes now; it strikes once.
function cutNow(machine, address, when) {
  const at = machine.cuts.findIndex((cut) => cut.when === when && address.pathname.endsWith(cut.path));
  return at < 0 ? null : machine.cuts.splice(at, 1)[0];
}

function checkNetwork(machine, address) {
  if (machine.networkType === "none") {
    throw new Refused("errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED");
  }
  if (cutNow(machine, address, "before")) {
    throw new Refused("errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET");
  }
}

// After the server has done it, before the app hears of it.
function checkAnswer(machine, address) {
  if (cutNow(machine, address, "after")) throw new Refused("interrupted", { errno: 600003 });
}

// WeChat sets these itself; Referer cannot be set.
function headersOf(machine, given = {}) {
  const headers = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    if (name.toLowerCase() !== "referer") headers[name.toLowerCase()] = String(value);
  }
  headers.referer = `https://servicewechat.com/${machine.appid}/0/page-frame.html`;
  headers["user-agent"] ??= "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.50";
  return headers;
}

// One call; `begun` gets the Node request, so that it can be aborted.
function send(address, { method, headers, body, timeout = TIMEOUT, begun, sent }) {
  return new Promise((resolve, reject) => {
    const call = http.request(address, { method, headers, timeout }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
      );
      response.on("error", () => reject(new Refused("interrupted", { errno: 600003 })));
    });
    call.on("timeout", () => call.destroy(new Refused("timeout", { errno: 5 })));
    call.on("error", (error) =>
      reject(error instanceof Refused ? error : new Refused(`errcode:-102 error_msg:${error.code}`)),
    );
    if (begun) begun(call);
    write(call, body, sent);
  });
}

const PART = 64 * 1024;

function write(call, body, sent) {
  for (let at = 0; body && at < body.length; at += PART) {
    call.write(body.subarray(at, at + PART));
    if (sent) sent(Math.min(at + PART, body.length), body.length);
  }
  call.end();
}

module.exports = { realAddress, checkNetwork, checkAnswer, headersOf, send };
