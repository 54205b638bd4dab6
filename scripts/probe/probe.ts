import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import manifest from "../../package.json";
import { isSigfoxError } from "../../src/index";
import { probe } from "./ask";
import { blockOf } from "./block";
import { protocolOf } from "./protocol";
import { throwAwayName } from "./throwAway";

const help = `Asks the Sigfox API what its description leaves open, and prints the answers as a block for an issue, without secrets or ids.

  SIGFOX_API_LOGIN=… SIGFOX_API_PASSWORD=… npm run probe -- [options]

  --write           Also ask what only a change shows: creates API users called "${throwAwayName}"
                    in the group of the login, and deletes all users of that name at the end, and at the start of the next run.
  --burst 200       Send up to so many reads, ten at a time, to see a 429. It may slow down others who use the account.
  --base-url URL    Ask another service, https://api.sigfox.com/v2 by default.`;

const { values } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    burst: { type: "string", default: "0" },
    "base-url": { type: "string", default: "https://api.sigfox.com/v2" },
    help: { type: "boolean", default: false },
  },
});
const { SIGFOX_API_LOGIN: username = "", SIGFOX_API_PASSWORD: password = "" } = process.env;
const { write, "base-url": baseUrl } = values;
const burst = Number(values.burst);

if (values.help) console.log(help);
else if (username === "" || password === "" || !Number.isInteger(burst) || burst < 0) {
  console.error(help);
  process.exitCode = 1;
} else await ask();

async function ask(): Promise<void> {
  const stop = new AbortController();
  // Once: a second signal ends the process at once, and the next run cleans up.
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => {
      console.error("Deleting the throw-away users …");
      stop.abort();
    });
  const { fetch } = globalThis;
  try {
    const { answers, notDeleted } = await probe({
      ...{ baseUrl, auth: { username, password }, fetch, signal: stop.signal, write, burst, protocolOf },
      pause: (milliseconds) => pause(milliseconds),
    });
    const date = new Date().toISOString().slice(0, 10);
    console.log(blockOf({ version: manifest.version, date, baseUrl, write }, answers));
    if (notDeleted !== undefined) fail(`Users called "${throwAwayName}" may be left; run it again`, notDeleted);
  } catch (error) {
    fail("The probe failed", error);
  }
}

function fail(what: string, error: unknown): void {
  const { message, cause } = error instanceof Error ? error : new Error("unknown error");
  // "fetch failed" says why in its cause.
  const reason = isSigfoxError(error) || !(cause instanceof Error) ? "" : ` (${cause.message})`;
  console.error(`${what}: ${message}${reason}`);
  process.exitCode = 1;
}
