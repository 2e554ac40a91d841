// How WeChat's interfaces answer: success or fail, then complete, never at once; without callbacks a promise.
"use strict";

class Refused extends Error {
  constructor(reason, facts = {}) {
    super(reason);
    this.facts = facts;
  }
}

// `body(options)` returns (a promise of) the answer's fields or throws Refused.
function asynchronous(machine, name, body) {
  return (options = {}) => {
    const called = ["success", "fail", "complete"].some((each) => typeof options[each] === "function");
    const answered = deliver(machine, name, () => body(options));
    if (!called) return answered.then(({ ok, answer }) => (ok ? answer : Promise.reject(answer)));
    answered.then((outcome) => call(options, outcome)).catch((error) => machine.blame(error));
    return undefined;
  };
}

async function deliver(machine, name, body) {
  const tap = machine.gesture;
  let outcome;
  machine.waiting += 1;
  try {
    const facts = await body();
    outcome = { ok: true, answer: { errMsg: `${name}:ok`, ...facts } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    outcome = { ok: false, answer: { errMsg: `${name}:fail ${error.message}`, ...error.facts } };
  }
  await new Promise((resolve) => setTimeout(resolve));
  machine.waiting -= 1;
  // WeChat forgets a tap once something that it set off was waited for.
  if (machine.gesture === tap) machine.gesture = null;
  return outcome;
}

function call(options, { ok, answer }) {
  const chosen = ok ? options.success : options.fail;
  if (typeof chosen === "function") chosen(answer);
  if (typeof options.complete === "function") options.complete(answer);
}

function wants(options, name, type) {
  if (typeof options[name] === type) return;
  const given = options[name] === undefined ? "Undefined" : typeof options[name];
  throw new Refused(
    `parameter error: parameter.${name} should be ${type[0].toUpperCase()}${type.slice(1)} instead of ${given};`,
  );
}

module.exports = { asynchronous, deliver, call, Refused, wants };
