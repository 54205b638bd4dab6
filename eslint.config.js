import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

const generated = { group: ["**/generated/*"], message: "Only schema.ts imports generated/." };
const index = { group: ["**/index", "./index", ".", ".."], message: "Import the file that has it; index.ts is for users." };
const up = (files, ...lower) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [generated, index, { group: lower, message: "Imports point down: client, send, transport, normalize, errors." }] },
    ],
  },
});

export default tseslint.config(
  { ignores: ["dist", "docs", "coverage", "generated", "**/*.js", "**/*.cjs", "**/*.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "import-x": importX },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "import-x/no-cycle": "error",
      "import-x/no-extraneous-dependencies": "off",
    },
    settings: { "import-x/resolver": { typescript: true, node: { extensions: [".ts"] } }, "import-x/extensions": [".ts"] },
  },
  { files: ["src/**/*.ts"], rules: { "no-restricted-imports": ["error", { patterns: [generated, index] }] } },
  { files: ["src/**/schema.ts", "src/**/index.ts"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["test/**/*.ts", "scripts/**/*.ts"],
    rules: {
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "@typescript-eslint/require-await": "off",
    },
  },
);
