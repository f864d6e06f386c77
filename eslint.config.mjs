import prosody, { lua_pitfalls } from "prosody-types/eslint.mjs";
import tseslint from "typescript-eslint";
import { floor_rules } from "./scripts/floor_rules.mjs";

const root = import.meta.dirname;
const lua_files = ["src/**/*.ts", "types/**/*.ts"];
const node_files = ["spec/**/*.ts", "examples/**/*.ts", "bench/**/*.ts", "scripts/**/*.ts"];
const browser_files = ["examples/demo/page/**/*.ts"];

export default tseslint.config(
  { ignores: ["dist/", "build/", ".cache/", "types/test/", "types/examples/", "**/*.mjs", "**/*.cjs"] },
  {
    files: lua_files,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ["tsconfig.json", "types/test/13.0/tsconfig.json"], tsconfigRootDir: root },
    },
    plugins: prosody.plugins,
    rules: {
      eqeqeq: "error",
      ...prosody.rules,
      "no-restricted-syntax": [
        "error",
        ...lua_pitfalls,
        { selector: "Literal[value=/[\\u0080-\\u00ff]/]", message: "Becomes UTF-8 in Lua: bytes need string.char." },
      ],
      "prefer-const": ["error", { ignoreReadBeforeAssign: true }],
      "@typescript-eslint/strict-boolean-expressions": ["error", { allowString: false, allowNumber: false }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-require-imports": ["error", { allowAsImport: true }],
      "@typescript-eslint/no-invalid-void-type": ["error", { allowAsThisParameter: true }],
      // lua-types says that string.find and its like always find something.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // `??=` compiles to a temporary.
      "@typescript-eslint/prefer-nullish-coalescing": "off",
    },
  },
  ...floor_rules,
  {
    files: ["types/**/*.ts"],
    rules: {
      // index.d.ts does nothing but stitch ambient declarations together.
      "@typescript-eslint/triple-slash-reference": "off",
      // Handlers that return nothing are meant: `void` lets them.
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/unified-signatures": "off",
      "@typescript-eslint/consistent-indexed-object-style": "off",
      "@typescript-eslint/no-duplicate-type-constituents": "off",
      // A name that one entry point leaves out is `never`.
      "@typescript-eslint/no-redundant-type-constituents": "off",
      // What is deprecated is declared, too.
      "@typescript-eslint/no-deprecated": "off",
      "@typescript-eslint/no-unused-vars": "off",
    },
  },
  {
    files: browser_files,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: "tsconfig.page.json", tsconfigRootDir: root } },
    rules: {
      eqeqeq: "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: node_files,
    ignores: browser_files,
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: "tsconfig.node.json", tsconfigRootDir: root } },
    rules: {
      eqeqeq: "error",
      "@typescript-eslint/dot-notation": "off",
      "@typescript-eslint/require-await": "off",
      // The declarations of @xmpp's packages give attributes as `any`.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["test", "describe", "it", "suite"] },
          ],
        },
      ],
    },
  },
);
