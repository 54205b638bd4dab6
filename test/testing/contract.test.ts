import * as library from "openapi-backend";
import { readContract } from "../../src/testing/contract";
import { createHandlers } from "../../src/testing/handlers";
import { Store } from "../../src/testing/store";
import { rejectionOf } from "../support/rejection";

const handlers = createHandlers(new Store(1), { now: Date.now, maxPageSize: Infinity });
const incoming = { method: "GET", url: "https://x.test/api-users/", headers: {}, body: undefined };

it("says what to install when openapi-backend is missing", async () => {
  const message = "sigfox-api-users/testing needs openapi-backend: npm install --save-dev openapi-backend@5.20.0";
  const missing = Object.assign(new Error("Cannot find module 'openapi-backend'"), { code: "MODULE_NOT_FOUND" });
  const broken = new SyntaxError("openapi-backend does not parse");
  const thrownFor = async (cause: Error) =>
    await rejectionOf(
      Error,
      readContract(handlers, () => Promise.reject(cause)),
    );
  expect(await thrownFor(missing)).toEqual(new Error(message));
  expect(await thrownFor(missing)).not.toHaveProperty("cause");
  expect(await thrownFor(broken)).toMatchObject({ message, cause: broken });
});

it("takes openapi-backend from a default export too, as some bundlers give it", async () => {
  const contract = await readContract(handlers, () => Promise.resolve({ default: library }));
  expect(contract.operationOf(incoming)).toBe("listApiUsers");
  expect(await contract.answer(incoming)).toMatchObject({ status: 200 });
});

it("passes on what a handler throws by mistake", async () => {
  const broken = new RangeError("broken clock");
  const contract = await readContract({
    ...handlers,
    listApiUsers() {
      throw broken;
    },
  });
  await expect(contract.answer(incoming)).rejects.toBe(broken);
});
