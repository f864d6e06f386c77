import tseslint from "typescript-eslint";
import { floor_rules } from "./scripts/floor_rules.mjs";

/** What TypeScriptToLua turns into something slow, heavy or wrong, each tried out. */
const lua_pitfalls = [
  { selector: "ImportDefaultSpecifier", message: "Becomes require(…).default: write `import x = require(…)`." },
  { selector: "ForStatement :function", message: "All closures would see the last value of the loop variable." },
  { selector: "UnaryExpression[operator='delete']", message: "Pulls in the runtime library: set to undefined." },
  { selector: "ThrowStatement", message: "Pulls in the runtime library: return the problem, or call error()." },
  { selector: "TryStatement", message: "Becomes closures, and can't wait on Lua 5.1: use pcall." },
  { selector: "ClassDeclaration", message: "Pulls in the runtime library." },
  { selector: ":function[async=true]", message: "Is not Prosody's async: use util.async." },
  { selector: ":function[generator=true]", message: "Pulls in the runtime library." },
  { selector: "Literal[regex]", message: "Does not exist in Lua: use string.match." },
  { selector: "ContinueStatement", message: "Becomes an inner loop with a flag on Lua 5.1." },
  { selector: "SwitchStatement", message: "Becomes a chain of flags: use if, or a table." },
  { selector: "ArrayExpression > SpreadElement", message: "Pulls in the runtime library." },
  { selector: "ObjectExpression > SpreadElement", message: "Pulls in the runtime library." },
  {
    selector: "ChainExpression > MemberExpression[optional=true][property.name='length']",
    message: "Is nil for a string: unwrap it first.",
  },
  {
    selector:
      "CallExpression > MemberExpression.callee[property.name=/^(map|filter|slice|includes|indexOf|concat|sort|forEach|find|some|every|reduce|splice|split|trim|startsWith|endsWith|replace|keys|entries|values)$/][object.type!='Identifier']",
    message: "Pulls in the runtime library: use string.*, table.* or a loop.",
  },
  { selector: "Literal[value=/[\\u0080-\\u00ff]/]", message: "Becomes UTF-8 in Lua: bytes need string.char." },
];

const lua_globals = [
  "JSON",
  "Date",
  "Promise",
  "Map",
  "Set",
  "WeakMap",
  "globalThis",
  "Object",
  "Array",
  "Number",
  "Math",
  "String",
].map((name) => ({ name, message: "Is no Lua: see lua-types and LuaMap, LuaSet, LuaTable." }));

const root = import.meta.dirname;
const lua_files = ["src/**/*.ts", "types/**/*.ts"];
const node_files = ["spec/**/*.ts", "examples/**/*.ts", "bench/**/*.ts", "scripts/**/*.ts"];
const browser_files = ["examples/demo/page/**/*.ts"];

export default tseslint.config(
  { ignores: ["dist/", "build/", ".cache/", "spec/types/", "**/*.mjs", "**/*.cjs"] },
  {
    files: lua_files,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ["tsconfig.json", "spec/types/13.0/tsconfig.json"], tsconfigRootDir: root },
    },
    rules: {
      eqeqeq: "error",
      "no-restricted-syntax": ["error", ...lua_pitfalls],
      "no-restricted-globals": ["error", ...lua_globals],
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
