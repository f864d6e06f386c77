import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const source_folder = fileURLToPath(new URL("../../src", import.meta.url));

/** A text in src/ that someone may be told. */
export interface Message {
  text: string;
  place: string;
}

/** The text of a literal, with … for what is filled in. */
function text_of(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

/** All literals in src/ of more than one word. */
export function messages(): Message[] {
  const found: Message[] = [];
  const files = readdirSync(source_folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  for (const file of files.sort()) {
    const text = readFileSync(join(source_folder, file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
    const visit = (node: ts.Node): void => {
      const literal = text_of(node);
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      if (literal !== undefined && /\S \S/.test(literal)) found.push({ text: literal, place: `${file}:${line + 1}` });
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** The parts of a message that are always the same. */
export function fixed_parts(message: string): string[] {
  const parts = message.split(/…|%[ds]|%\.0f/).map((part) => part.replace(/^[\s:"(]+|[\s:"(]+$/g, ""));
  return parts.filter((part) => /[a-z]{2}/i.test(part));
}
