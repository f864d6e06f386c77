import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const types_folder = join(repository, "types");

export type Kind = "function" | "string" | "number" | "boolean" | "any";

/** Something that a declaration says a Lua table has. */
export interface Member {
  name: string;
  kind: Kind;
  /** What it may be: names of interfaces, else Lua types; `unknown` for anything. */
  shapes: string[];
  /** It may be nil. */
  optional: boolean;
  /** The version of Prosody that brought it, from `@since`. */
  since: string | undefined;
  /** The version of Prosody that does not have it any more, from `@until`. */
  until: string | undefined;
  /** Prosody's files that it stands in, from `@see` of its own or around it. */
  sources: string[];
  /** It has a comment of its own. */
  is_documented: boolean;
}

export interface Declaration {
  /** `util.jid` of a module, `C2sSession` of a global interface, `util.cache#Cache` of one in a module. */
  name: string;
  /** A module that is a function. */
  callable: boolean;
  members: Member[];
  since: string | undefined;
  sources: string[];
}

export interface EventDeclaration {
  name: string;
  /** The interface of its payload, as named in a {@link Declaration}; else the payload's Lua type. */
  payload: string;
  /** The payload may be nil, too. */
  optional: boolean;
  /** Where `name` is but a sample: what all such names look like. */
  pattern: RegExp | undefined;
  /** The name; of a pattern, with a `*` for each part that differs. */
  label: string;
  since: string | undefined;
  until: string | undefined;
}

export interface Declared {
  modules: Declaration[];
  interfaces: Declaration[];
  globals: Member[];
  /** Of a host, of the whole server, and of other objects. */
  events: { host: EventDeclaration[]; global: EventDeclaration[]; object: EventDeclaration[] };
}

/** An entry point of the package: for both versions, or for 13.0 alone. */
export type Entry = "index" | "13.0";

function load_program(entry: Entry): ts.Program {
  const config_file = join(repository, "tsconfig.json");
  const config = ts.getParsedCommandLineOfConfigFile(
    config_file,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) =>
        fail(ts.flattenDiagnosticMessageText(problem.messageText, "\n")),
    },
  );
  if (config === undefined) return fail(`${config_file} can't be read`);
  const options = { ...config.options, types: ["@typescript-to-lua/language-extensions"] };
  return ts.createProgram([join(types_folder, `${entry}.d.ts`), join(types_folder, "cjson.d.ts")], options);
}

function fail(problem: string): never {
  throw new Error(problem);
}

function tag_text(node: ts.Node, tag_name: string): string | undefined {
  const tag = ts.getJSDocTags(node).find((each) => each.tagName.text === tag_name);
  if (tag === undefined) return undefined;
  // The compiler reads `@see core/x.lua` as a link to `core` and a comment, so the source is what can be trusted.
  const text = tag
    .getText()
    .replace(/^@\w+/, "")
    .replace(/\n\s*\*/g, " ");
  return text.replace(/\*\/$/, "").trim();
}

function has_comment(node: ts.Node): boolean {
  const holder = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  return ts
    .getJSDocCommentsAndTags(holder)
    .some((each) => ts.isJSDoc(each) && (ts.getTextOfJSDocComment(each.comment) ?? "").trim() !== "");
}

/** `@see` names a file, or several with commas; other links are none of this. */
function own_sources(node: ts.Node): string[] {
  const text = tag_text(node, "see") ?? "";
  return text.split(/,\s*/).filter((each) => /^[\w/]+(\.lib)?(\.lua|\.so)?$/.test(each) && each !== "");
}

function sources_around(node: ts.Node): string[] {
  for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent) {
    const sources = own_sources(each);
    if (sources.length > 0) return sources;
  }
  return [];
}

function since_around(node: ts.Node): string | undefined {
  for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent) {
    const text = tag_text(each, "since");
    if (text !== undefined) return text;
  }
  return undefined;
}

export function read_declarations(entry: Entry): Declared {
  const program = load_program(entry);
  const checker = program.getTypeChecker();
  const ours = (node: ts.Node): boolean => node.getSourceFile().fileName.startsWith(types_folder);

  function kind_of(type: ts.Type): Kind {
    const present = checker.getNonNullableType(type);
    if (present.getCallSignatures().length > 0) return "function";
    const parts = present.isUnion() ? present.types : [present];
    const every = (flags: ts.TypeFlags): boolean => parts.every((each) => (each.flags & flags) !== 0);
    if (every(ts.TypeFlags.StringLike)) return "string";
    if (every(ts.TypeFlags.NumberLike)) return "number";
    if (every(ts.TypeFlags.BooleanLike)) return "boolean";
    return "any";
  }

  /** `get` of a LuaTable and the like: spelled as methods, compiled to something else. */
  function is_language_extension(type: ts.Type): boolean {
    return type.getProperty("__tstlExtension") !== undefined;
  }

  function members_of(type: ts.Type, prefix = ""): Member[] {
    return type.getProperties().flatMap((named) => {
      const property = (named.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(named) : named;
      const node = property.declarations?.[0];
      if (node === undefined || !ours(node) || named.name.startsWith("__")) return [];
      const its_type = checker.getTypeOfSymbol(property);
      return is_language_extension(its_type) ? [] : [member(prefix + named.name, node, its_type, property)];
    });
  }

  function member(name: string, node: ts.Node, type: ts.Type, symbol: ts.Symbol): Member {
    const may_be_nil =
      (symbol.flags & ts.SymbolFlags.Optional) !== 0 || type !== checker.getNonNullableType(type) || is_unknown(type);
    return {
      name,
      kind: kind_of(type),
      shapes: shapes_of(type),
      optional: may_be_nil,
      since: since_around(node),
      until: tag_text(node.parent.parent, "until"),
      sources: sources_around(node),
      is_documented: has_comment(node),
    };
  }

  function shapes_of(type: ts.Type): string[] {
    const parts = type.isUnion() ? type.types : [type];
    return parts.map((part) => {
      if (is_unknown(part)) return (part.flags & ts.TypeFlags.Undefined) !== 0 ? "nil" : "unknown";
      const kind = kind_of(part);
      return kind === "any" ? (part.getSymbol()?.name ?? "table") : kind;
    });
  }

  function is_unknown(type: ts.Type): boolean {
    return (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Undefined)) !== 0;
  }

  function interface_declaration(name: string, node: ts.InterfaceDeclaration): Declaration {
    const members = members_of(checker.getTypeAtLocation(node));
    return { name, callable: false, members, since: since_around(node), sources: sources_around(node) };
  }

  function exported(symbol: ts.Symbol): Member[] {
    const value = (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
    const node = value.valueDeclaration;
    if (node === undefined) return [];
    const type = checker.getTypeOfSymbol(value);
    const nested = ts.isVariableDeclaration(node) && node.type !== undefined && ts.isTypeLiteralNode(node.type);
    return [member(symbol.name, node, type, value), ...(nested ? members_of(type, `${symbol.name}.`) : [])];
  }

  function module_declaration(node: ts.ModuleDeclaration): Declaration {
    const symbol = checker.getSymbolAtLocation(node.name) ?? fail(node.name.text);
    const assigned = symbol.exports?.get(ts.InternalSymbolName.ExportEquals);
    const whole = assigned === undefined ? undefined : checker.getTypeOfSymbol(checker.getAliasedSymbol(assigned));
    const members = whole === undefined ? checker.getExportsOfModule(symbol).flatMap(exported) : members_of(whole);
    const callable = (whole?.getCallSignatures().length ?? 0) > 0;
    return { name: node.name.text, callable, members, since: since_around(node), sources: sources_around(node) };
  }

  function name_in_module(node: ts.InterfaceDeclaration): string {
    for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent) {
      if (ts.isModuleDeclaration(each) && ts.isStringLiteral(each.name)) return `${each.name.text}#${node.name.text}`;
    }
    return node.name.text;
  }

  function payload_of(type: ts.Type): Pick<EventDeclaration, "payload" | "optional"> {
    if ((type.flags & ts.TypeFlags.Undefined) !== 0) return { payload: "nil", optional: false };
    const present = checker.getNonNullableType(type);
    const optional = type !== present;
    const node = present.getSymbol()?.declarations?.[0];
    if (node !== undefined && ts.isInterfaceDeclaration(node)) return { payload: name_in_module(node), optional };
    return { payload: kind_of(present), optional };
  }

  /** For events of which only a pattern is declared: the name that the server makes for `<query xmlns='urn:declared'/>`. */
  function sample(pattern: ts.TemplateLiteralType): string {
    const fillings = ["urn:declared", "query"];
    return pattern.texts.map((text, index) => text + (index < pattern.types.length ? fillings[index] : "")).join("");
  }

  function pattern_of({ texts }: ts.TemplateLiteralType): RegExp {
    return new RegExp(`^${texts.map((text) => text.replace(/[^\w/:-]/g, "\\$&")).join(".*")}$`);
  }

  function versions_of(node: ts.Node | undefined): Pick<EventDeclaration, "since" | "until"> {
    if (node === undefined) return { since: undefined, until: undefined };
    return { since: since_around(node), until: tag_text(node, "until") };
  }

  function events_of(node: ts.InterfaceDeclaration): EventDeclaration[] {
    const type = checker.getTypeAtLocation(node);
    const named = type.getProperties().map((property) => {
      const payload = payload_of(checker.getTypeOfSymbol(property));
      const { name } = property;
      return { name, label: name, ...payload, pattern: undefined, ...versions_of(property.declarations?.[0]) };
    });
    const patterns = checker.getIndexInfosOfType(type).map(({ keyType, type: payload, declaration }) => {
      const key = keyType as ts.TemplateLiteralType;
      return {
        name: sample(key),
        label: key.texts.join("*"),
        ...payload_of(payload),
        pattern: pattern_of(key),
        ...versions_of(declaration),
      };
    });
    return [...named, ...patterns];
  }

  const declared: Declared = { modules: [], interfaces: [], globals: [], events: { host: [], global: [], object: [] } };

  function visit(node: ts.Node, module_name?: string): void {
    if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
      declared.modules.push(module_declaration(node));
      const { text } = node.name;
      if (node.body !== undefined) ts.forEachChild(node.body, (child) => visit(child, text));
    } else if (ts.isModuleDeclaration(node) && node.body !== undefined && module_name !== undefined) {
      ts.forEachChild(node.body, (child) => visit(child, module_name));
    } else if (ts.isInterfaceDeclaration(node) && node.name.text === "ProsodyEvents") {
      declared.events.host = events_of(node);
    } else if (ts.isInterfaceDeclaration(node) && node.name.text === "ProsodyGlobalEvents") {
      declared.events.global = events_of(node);
    } else if (ts.isInterfaceDeclaration(node) && node.name.text === "ProsodyObjectEvents") {
      declared.events.object = events_of(node);
    } else if (ts.isInterfaceDeclaration(node)) {
      declared.interfaces.push(interface_declaration(name_in_module(node), node));
    } else if (ts.isVariableStatement(node) && module_name === undefined) {
      for (const variable of node.declarationList.declarations) {
        const symbol = checker.getSymbolAtLocation(variable.name) ?? fail(variable.name.getText());
        declared.globals.push(member(symbol.name, variable, checker.getTypeOfSymbol(symbol), symbol));
      }
    }
  }

  for (const file of program.getSourceFiles()) {
    // What Lua itself has is not Prosody's to confirm.
    if (ours(file) && !file.fileName.endsWith("/lua.d.ts")) ts.forEachChild(file, (node) => visit(node));
  }
  return declared;
}
