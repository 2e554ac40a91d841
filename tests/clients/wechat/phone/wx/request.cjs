// wx.request: real HTTP under WeChat's rules of methods, headers and bodies; any status is a success.
"use strict";

const { Refused, call, deliver } = require("./answer.cjs");
const { realAddress, checkNetwork, checkAnswer, headersOf, send } = require("./wire.cjs");

const METHODS = ["OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT"];
const AT_ONCE = 10;

module.exports = (machine) => {
  let running = 0;

  function request(options = {}) {
    let begun = null;
    let aborted = false;
    const answered = deliver(machine, "request", async () => {
      if (aborted) throw new Refused("abort");
      if (running >= AT_ONCE) throw new Refused("exceed max concurrent connections", { errno: 600007 });
      running += 1;
      try {
        return await perform(options, (one) => (begun = one));
      } catch (error) {
        throw aborted ? new Refused("abort") : error;
      } finally {
        running -= 1;
      }
    });
    answered.then((outcome) => call(options, outcome)).catch((error) => machine.blame(error));
    return {
      abort() {
        aborted = true;
        begun?.destroy(new Refused("abort"));
      },
      onHeadersReceived() {},
      offHeadersReceived() {},
    };
  }

  async function perform(options, begun) {
    const method = String(options.method ?? "GET").toUpperCase();
    if (!METHODS.includes(method)) {
      throw new Refused(`method is invalid, "${method}" is not one of ${METHODS.join(", ")}`);
    }
    const address = realAddress(machine, "request", options.url);
    machine.note("request", { method, path: address.pathname });
    checkNetwork(machine, address);
    const { body, headers } = bodied(method, address, options, headersOf(machine, options.header));
    const { timeout } = options;
    const answer = await send(address, { method, headers, body, timeout, begun });
    checkAnswer(machine, address);
    return {
      statusCode: answer.status,
      data: read(answer, options),
      header: answer.headers,
      cookies: answer.headers["set-cookie"] ?? [],
      profile: {},
      exception: { retryCount: 0, reasons: [] },
      useHttpDNS: false,
    };
  }

  return { request };
};

// A GET's object goes into the address, others' into the body by the content type.
function bodied(method, address, { data }, headers) {
  if (data === undefined || data === null) return { headers };
  if (method === "GET" && typeof data === "object" && !(data instanceof ArrayBuffer)) {
    for (const [name, value] of Object.entries(data)) address.searchParams.set(name, String(value));
    return { headers };
  }
  const body = asBytes(data, headers);
  headers["content-length"] = String(body.length);
  return { headers, body };
}

function asBytes(data, headers) {
  headers["content-type"] ??= "application/json";
  if (typeof data === "string") return Buffer.from(data);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  if (headers["content-type"].startsWith("application/x-www-form-urlencoded")) {
    return Buffer.from(new URLSearchParams(data).toString());
  }
  return Buffer.from(JSON.stringify(data));
}

// `dataType` json (the default): parsed where that can be done, else left as it is.
function read({ body }, { dataType = "json", responseType = "text" }) {
  if (responseType === "arraybuffer") {
    return body.buffer.slice(body.byteOffset, body.byteOffset + body.length);
  }
  const text = body.toString("utf8");
  if (dataType !== "json") return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
