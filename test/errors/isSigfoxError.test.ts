import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { isSigfoxError, SigfoxError } from "../../src/index";

it.each([undefined, null, 0, "error", new Error("other"), { kind: "notFound" }, () => undefined])(
  "is false for %p",
  (value) => {
    expect(isSigfoxError(value)).toBe(false);
  },
);

it("is true for errors of another copy of the package", async () => {
  await jest.isolateModulesAsync(async () => {
    const copy = await import("../../src/index");
    const apiUsers = new copy.ApiUsersClient({ fetch: () => Promise.resolve(new Response(null, { status: 404 })) });
    const error: unknown = await apiUsers.get("u1").catch((error: unknown) => error);
    expect(error).toBeInstanceOf(copy.SigfoxError);
    expect(error).not.toBeInstanceOf(SigfoxError);
    expect(isSigfoxError(error)).toBe(true);
  });
});

it("is true for errors of another realm", () => {
  const source = readFileSync(`${__dirname}/../../src/errors/classes.ts`, "utf8");
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  const exports: { SigfoxValidationError?: new (summary: string, context: object) => unknown } = {};
  runInNewContext(transpileModule(source, { compilerOptions }).outputText, { exports });
  const Foreign = exports.SigfoxValidationError ?? Object;
  const error: unknown = new Foreign("from elsewhere", {});
  expect(error).not.toBeInstanceOf(Error);
  expect(isSigfoxError(error)).toBe(true);
});
