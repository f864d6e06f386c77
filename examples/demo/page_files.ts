import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import ts from "typescript";
import { type Answer, problem } from "./answer.ts";

const own_folder = join(import.meta.dirname, "page");
const converse_folder = join(import.meta.dirname, "../../node_modules/converse.js/dist");

const types = new Map([
  [".html", "text/html; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".ts", "text/javascript; charset=utf-8"],
  [".json", "application/json"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".wasm", "application/wasm"],
  [".woff2", "font/woff2"],
  [".ttf", "font/ttf"],
  [".mp3", "audio/mpeg"],
  [".ogg", "audio/ogg"],
]);

/** Browsers run no TypeScript: its types are taken out. */
function for_browsers(source: string): string {
  const { ESNext } = ts.ScriptTarget;
  return ts.transpileModule(source, { compilerOptions: { target: ESNext, module: ts.ModuleKind.ESNext } }).outputText;
}

function file_of(path: string): string | undefined {
  const [folder, name] = path.startsWith("/converse/")
    ? [converse_folder, path.slice("/converse".length)]
    : [own_folder, path];
  const file = join(folder, name);
  return file.startsWith(folder + sep) ? file : undefined;
}

/** A file of the page itself, or one of Converse.js's under /converse/. */
export async function page_file(path: string): Promise<Answer> {
  const file = file_of(path);
  const type = types.get(extname(path));
  if (file === undefined || type === undefined) return problem(404, `there is no ${path} here`);
  try {
    const content = await readFile(file);
    const body = extname(file) === ".ts" ? Buffer.from(for_browsers(content.toString())) : content;
    return { status: 200, headers: { "content-type": type }, body };
  } catch {
    return problem(404, `there is no ${path} here`);
  }
}
