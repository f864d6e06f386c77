import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { program_of } from "./compiled.ts";
import { type Entry, read_declarations } from "./declared_names.ts";

const folder = dirname(fileURLToPath(import.meta.url));
const types_folder = join(dirname(dirname(folder)), "types");

/** What is set on `module`, and what is provided or added under a name. */
const given_as_a_whole = new Set(["ProsodyModuleCallbacks", "ProvidedItems", "ModuleItems"]);

/** Interfaces of what Prosody makes: of those a module only sets what may be missing. */
const made_by_prosody = new Set(
  [...readFileSync(join(folder, "live_instances.lua"), "utf8").matchAll(/^\t\["([^"]+)"\] = \{/gm)].map(
    ([, name]) => name,
  ),
);

/** A place where a module puts a function for Prosody to call. */
export interface Callback {
  /** Where it is declared. */
  name: string;
  /** With how many parameters it is called at most, as far as they have places of their own. */
  parameters: number;
  /** Declared as a method, so written as one. */
  is_method: boolean;
  /** Calls of `$multi`: each way to give several values, as one writes it there. */
  results: string[];
  /** A line of TypeScript that puts that function there. */
  use(written: string): string;
}

/** All callbacks that the declarations of an entry point know. */
export function callbacks_of(entry: Entry): Callback[] {
  const program = program_of({ "nothing.ts": "export {};\n" }, { entry });
  const checker = program.getTypeChecker();
  const outside = program.getSourceFiles().find(({ fileName }) => fileName.endsWith("/nothing.ts"));
  const found = new Map<string, Callback>();
  const handed_over = new Set<ts.Type>();

  /** The type as another file has to write it. The compiler does not name the module of what that exports by a list. */
  function print(type: ts.Type, node: ts.Node): string {
    const text = checker.typeToString(type, outside, ts.TypeFormatFlags.NoTruncation);
    const around = ts.findAncestor(node, (each) => ts.isModuleDeclaration(each) && ts.isStringLiteral(each.name));
    if (around === undefined) return text;
    const { name } = around as ts.ModuleDeclaration;
    const module = checker.getSymbolAtLocation(name);
    const exported = new Set(module === undefined ? [] : checker.getExportsOfModule(module).map((each) => each.name));
    return text.replace(/(?<![\w."])[A-Z]\w*/g, (word) =>
      exported.has(word) ? `import(${JSON.stringify(name.text)}).${word}` : word,
    );
  }

  /** Of what is nothing but a function: iterators, and objects that can be called, are none that a module writes. */
  function signatures_of(type: ts.Type): readonly ts.Signature[] {
    const parts = type.isUnion() ? type.types : [type];
    return parts.filter((part) => part.getProperties().length === 0).flatMap((part) => [...part.getCallSignatures()]);
  }

  /** `...rest` counts once, and as many times as there are places where it is a choice of lists. */
  function places_of({ parameters, declaration }: ts.Signature): number {
    const places = parameters.filter(({ name }) => name !== "this").length;
    const last = declaration?.parameters.at(-1);
    if (last === undefined || !ts.isParameter(last) || last.dotDotDotToken === undefined) return places;
    const rest = checker.getTypeAtLocation(last);
    const lists = (rest.isUnion() ? rest.types : [rest]).filter((each) => checker.isTupleType(each));
    return Math.max(
      places,
      ...lists.map((list) => places - 1 + checker.getTypeArguments(list as ts.TypeReference).length),
    );
  }

  /** A block in which the names of all type parameters that a node stands in are known. Lists of arguments are two. */
  function block(node: ts.Node, statement: string): string {
    const aliases: string[] = [];
    const parameters: string[] = [];
    for (let each: ts.Node | undefined = node; each !== undefined && !ts.isSourceFile(each); each = each.parent) {
      for (const { name, constraint } of (each as Partial<ts.SignatureDeclaration>).typeParameters ?? []) {
        const bound = constraint && print(checker.getTypeFromTypeNode(constraint), node);
        if (constraint !== undefined && ts.isArrayTypeNode(constraint))
          aliases.push(`type ${name.text} = [string, number];`);
        else parameters.unshift(name.text + (bound === undefined ? "" : ` extends ${bound}`));
      }
    }
    const generics = parameters.length === 0 ? "" : `<${parameters.join(", ")}>`;
    return `{ ${aliases.join(" ")} function _${generics}() { ${statement} } }`;
  }

  function is_made_by_prosody(holder: ts.Node): boolean {
    if (!ts.isInterfaceDeclaration(holder)) return false;
    const { name, parent } = holder;
    return made_by_prosody.has(ts.isModuleBlock(parent) ? `${parent.parent.name.text}#${name.text}` : name.text);
  }

  function where(node: ts.Node): string {
    const names: string[] = [];
    for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent) {
      const { name } = each as Partial<ts.NamedDeclaration>;
      if (name !== undefined) names.unshift(name.getText());
    }
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    return `${file.fileName.slice(types_folder.length + 1)}:${line + 1} ${names.join(".")}`;
  }

  function written_value(type: ts.Type, node: ts.Node): string {
    if (type.isStringLiteral()) return JSON.stringify(type.value);
    const is_word = (type.flags & (ts.TypeFlags.BooleanLiteral | ts.TypeFlags.Undefined)) !== 0;
    return is_word ? print(type, node) : `given<${print(type, node)}>()`;
  }

  /** Each value that may come first, with the others that may follow it, and without those that may be left out. */
  function written_lists(list: ts.TypeReference, node: ts.Node): string[] {
    const { minLength } = list.target as ts.TupleType;
    const values = checker.getTypeArguments(list).map((each) => {
      const choices = each.isUnion() ? each.types : [each];
      return choices.map((choice) => written_value(choice, node));
    });
    const others = values.slice(1).map(([first = "undefined"]) => first);
    return (values[0] ?? []).flatMap((first) =>
      [...new Set([values.length, Math.max(1, minLength)])].map(
        (length) => `$multi(${[first, ...others].slice(0, length).join(", ")})`,
      ),
    );
  }

  function results_of(signature: ts.Signature, node: ts.Node): string[] {
    const result = signature.getReturnType();
    return (result.isUnion() ? result.types : [result]).flatMap((each) => {
      if (each.getProperty("__tstlMultiReturn") === undefined || !each.isIntersection()) return [];
      return each.types
        .filter((part) => checker.isTupleType(part))
        .flatMap((list) => written_lists(list as ts.TypeReference, node));
    });
  }

  function note(node: ts.Node, type: ts.Type, is_method: boolean, use: Callback["use"]): void {
    const name = where(node);
    const signatures = signatures_of(type);
    const results = [...new Set(signatures.flatMap((each) => results_of(each, node)))];
    found.set(name, { name, parameters: Math.max(...signatures.map(places_of)), is_method, results, use });
  }

  /** The same parameter of the function's other signatures, where none of them has type parameters. */
  function other_overloads(node: ts.ParameterDeclaration): ts.ParameterDeclaration[] {
    if (!ts.isFunctionDeclaration(node.parent) && !ts.isMethodSignature(node.parent)) return [];
    const { name, typeParameters } = node.parent;
    const declared = (name && checker.getSymbolAtLocation(name)?.declarations) ?? [];
    if (typeParameters !== undefined) return [];
    return declared.flatMap((each) => {
      const is_other = each !== node.parent && (ts.isFunctionDeclaration(each) || ts.isMethodSignature(each));
      if (!is_other || each.typeParameters !== undefined) return [];
      return each.parameters.filter((parameter) => parameter.name.getText() === node.name.getText());
    });
  }

  function visit_parameter(node: ts.ParameterDeclaration): void {
    const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
    if (signatures_of(type).length === 0) return hand_over(type);
    const types = [node, ...other_overloads(node)].map((each) => print(checker.getTypeAtLocation(each), each));
    const takes = [...new Set(types)].map((text) => `(this: void, it: ${text}): void;`).join(" ");
    note(node, type, false, (written) => block(node, `given<{ ${takes} }>()(${written});`));
  }

  /** Notes the functions in what a module gives, however deep. */
  function hand_over(type: ts.Type): void {
    const present = checker.getNonNullableType(type);
    if (handed_over.has(present)) return;
    handed_over.add(present);
    if (present.isUnionOrIntersection()) return present.types.forEach(hand_over);
    if ((present.flags & ts.TypeFlags.Object) === 0) return;
    for (const element of [present.getNumberIndexType(), present.getStringIndexType()]) {
      if (element !== undefined) hand_over(element);
    }
    for (const property of present.getProperties()) {
      const node = property.declarations?.[0];
      if (!node?.getSourceFile().fileName.startsWith(types_folder)) continue;
      visit_property(node, property.name, present, checker.getNonNullableType(checker.getTypeOfSymbol(property)));
    }
  }

  function visit_property(node: ts.Node, name: string, holder: ts.Type, type: ts.Type): void {
    if (signatures_of(type).length === 0) return hand_over(type);
    if (is_made_by_prosody(node.parent) && (node as ts.PropertySignature).questionToken === undefined) return;
    const text = print(holder, node);
    const is_method = ts.isMethodSignature(node);
    const key = JSON.stringify(name);
    note(node, type, is_method, (written) => {
      const property = is_method ? `${key}${written}` : `${key}: ${written}`;
      return block(node, `take<Partial<${text}>>({ ${property} });`);
    });
  }

  function visit(node: ts.Node): void {
    if (ts.isParameter(node) && node.name.getText() !== "this") visit_parameter(node);
    if (ts.isInterfaceDeclaration(node) && given_as_a_whole.has(node.name.text))
      hand_over(checker.getTypeAtLocation(node));
    ts.forEachChild(node, visit);
  }

  for (const file of program.getSourceFiles()) {
    const is_ours = file.fileName.startsWith(types_folder) && file.isDeclarationFile;
    if (is_ours && !file.fileName.endsWith("/lua.d.ts")) visit(file);
  }
  return [...found.values(), ...event_handlers(entry)];
}

/** Handlers of each event by its name. */
function event_handlers(entry: Entry): Callback[] {
  const { events } = read_declarations(entry);
  const calls = [
    { names: events.host, call: "module.hook(" },
    { names: events.global, call: "module.hook_global(" },
    { names: events.object, call: "module.hook_object_event(prosody.events, " },
  ];
  return calls.flatMap(({ names, call }) =>
    names.map(({ name }) => ({
      name: `${call}${name})`,
      parameters: 1,
      is_method: false,
      results: [],
      use: (written) => `${call}${JSON.stringify(name)}, ${written});`,
    })),
  );
}
