import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

const generated = { regex: "(^|/)generated/", message: "Only schema.ts imports generated/." };
const index = {
  regex: "^\\.{1,2}(/.*)?/?index$|^\\.{1,2}/?$",
  message: "index.ts is for users: import the file that has it.",
};
const testing = { regex: "/testing(/|$)", message: "The client does not know its fake." };

/** Imports point down this list, never back; what is not named may be imported from anywhere. */
const order = ["client", "send", "transport", "normalize", "errors", "schema"];
const layers = order.map((name, level) => ({
  files: [`src/${name}.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          ...(name === "schema" ? [] : [generated]),
          index,
          testing,
          ...(level === 0
            ? []
            : [
                {
                  regex: `^\\./(${order.slice(0, level).join("|")})$`,
                  allowTypeImports: name === "normalize",
                  message: `Imports point down: ${order.join(", ")}.`,
                },
              ]),
        ],
      },
    ],
  },
}));

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
  { files: ["src/**/*.ts"], rules: { "no-restricted-imports": ["error", { patterns: [generated, index, testing] }] } },
  { files: ["src/testing/**/*.ts"], rules: { "no-restricted-imports": ["error", { patterns: [generated, index] }] } },
  ...layers,
  { files: ["src/testing/schema.ts", "src/index.ts"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["test/**/*.ts", "scripts/**/*.ts"],
    rules: {
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
    },
  },
);
