import { readdirSync } from "node:fs";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Imports point down this list, types too. */
const wings = ["index", "client", "pagination", "http", "options", "fields", "hidden", "contract", "errors", "schema"];
/** The fake stands beside them. Nobody imports it, and of the wings it knows these alone. */
const knownToTesting = ["contract", "errors", "schema"];

const placeOf = Object.fromEntries(
  readdirSync(new URL("src", import.meta.url)).map((name) => [name.replace(".ts", ""), `./src/${name}`]),
);
const strays = Object.keys(placeOf).filter((name) => name !== "testing" && !wings.includes(name));
if (strays.length > 0) throw new Error(`src/ has what is no wing: ${strays.join(", ")}`);
const places = (names) => names.map((name) => placeOf[name]);

const zones = [
  ...wings.map((wing, level) => ({
    target: placeOf[wing],
    from: places(["testing", ...wings.slice(0, level)]),
    message: `Imports point down: ${wings.join(", ")}.`,
  })),
  ...places(wings.filter((wing) => !knownToTesting.includes(wing))).map((from) => ({
    target: placeOf.testing,
    from,
    // The passwords of API users are one weak map for all copies of the package, and a fake error reads its headers as a real one does.
    ...(from === placeOf.http && { except: ["./accessToken.ts", "./retryAfter.ts"] }),
    message: `The fake knows ${knownToTesting.join(", ")}, http/accessToken and http/retryAfter alone.`,
  })),
  {
    target: [...places(wings.filter((wing) => wing !== "schema")), "./src/testing/**/!(schema).ts"],
    from: "./generated",
    message: "Only schema.ts imports generated/.",
  },
];

export default tseslint.config(
  { ignores: ["dist", "docs", "coverage", "generated", "**/node_modules", "**/*.js", "**/*.cjs", "**/*.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.json" } },
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [createNodeResolver({ extensions: [".ts"] })],
      "import-x/extensions": [".ts"],
    },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // What was caught is passed on as it is.
      "@typescript-eslint/prefer-promise-reject-errors": ["error", { allowThrowingUnknown: true }],
      // A promise that is awaited before it is returned keeps the caller's line in the stack.
      "@typescript-eslint/return-await": ["error", "always"],
      "import-x/no-cycle": "error",
      // There are no enums here, and this is the dearest of the rules.
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
    },
  },
  { files: ["src/**/*.ts"], rules: { "import-x/no-restricted-paths": ["error", { zones }] } },
  {
    files: ["test/**/*.ts", "scripts/**/*.ts"],
    rules: {
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
    },
  },
);
