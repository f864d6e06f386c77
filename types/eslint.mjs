// Rules for modules that are compiled by TypeScriptToLua, to be extended: they need no plugin, and the parser of typescript-eslint.

/** What TypeScriptToLua turns into something slow, heavy or wrong, each tried out. */
export const lua_pitfalls = [
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
  { selector: "CallExpression[callee.name=/^(parseInt|parseFloat|isNaN)$/]", message: "Write tonumber(…)." },
];

/** What the language has and Lua has not. */
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

export default {
  name: "prosody-types",
  rules: {
    "no-restricted-syntax": ["error", ...lua_pitfalls],
    "no-restricted-globals": ["error", ...lua_globals],
  },
};
