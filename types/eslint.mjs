// Rules for modules that are compiled by TypeScriptToLua, to be extended: they need the parser of typescript-eslint, with its types.

/** What TypeScriptToLua turns into something slow, heavy or wrong, each tried out. */
export const lua_pitfalls = [
  {
    selector: "ImportDefaultSpecifier, ImportSpecifier[imported.name='default']",
    message: "Becomes require(…).default: write `import x = require(…)`.",
  },
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

function words(text) {
  return new Set(text.trim().split(/\s+/));
}

const methods_of_lists = words(`
  at concat entries every fill filter find findIndex flat flatMap forEach includes indexOf keys map reduce reduceRight reverse slice some sort
  splice toReversed toSorted toSpliced unshift values with
`);
const methods_of_texts = words(`
  endsWith includes padEnd padStart replace replaceAll slice split startsWith substr substring trim trimEnd trimStart
`);

/** Calls of methods that Lua's lists and texts do not have. Without types, of what is certainly no library. */
const no_foreign_methods = {
  meta: {
    type: "problem",
    schema: [],
    messages: { foreign: "Pulls in the runtime library: use string.*, table.*, a function of util.array or a loop." },
  },
  create(context) {
    const { program, getTypeAtLocation } = context.sourceCode.parserServices ?? {};
    const checker = program?.getTypeChecker();

    function is_foreign(object, name) {
      if (checker === undefined) {
        return object.type !== "Identifier" && (methods_of_lists.has(name) || methods_of_texts.has(name));
      }
      const type = checker.getNonNullableType(getTypeAtLocation(object));
      const parts = (type.isUnion() ? type.types : [type]).map((part) => checker.getBaseConstraintOfType(part) ?? part);
      return parts.some((part) =>
        checker.isArrayType(part) || checker.isTupleType(part)
          ? methods_of_lists.has(name)
          : methods_of_texts.has(name) && checker.isTypeAssignableTo(part, checker.getStringType()),
      );
    }

    return {
      "CallExpression > MemberExpression.callee[computed=false]"({ object, property }) {
        if (is_foreign(object, property.name)) context.report({ node: property, messageId: "foreign" });
      },
    };
  },
};

export default {
  name: "prosody-types",
  plugins: { "prosody-types": { rules: { "no-foreign-methods": no_foreign_methods } } },
  rules: {
    "no-restricted-syntax": ["error", ...lua_pitfalls],
    "no-restricted-globals": ["error", ...lua_globals],
    "prosody-types/no-foreign-methods": "error",
  },
};
