import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import * as tstl from "typescript-to-lua";
import type { Entry } from "./declared_names.ts";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(repository, "types/examples");

export interface Fault {
  file: string;
  line: number;
  text: string;
}

interface How {
  entry?: Entry;
  noImplicitSelf?: boolean;
}

/** A program of files that are written nowhere, as a module that extends the package's tsconfig. */
export function program_of(sources: Record<string, string>, { entry = "index", noImplicitSelf = true }: How = {}) {
  const { options: package_options } = tstl.parseConfigFileWithSystem(join(folder, "tsconfig.json"));
  const types = [
    "@typescript-to-lua/language-extensions",
    entry === "index" ? "prosody-types" : `prosody-types/${entry}`,
  ];
  const options: tstl.CompilerOptions = { ...package_options, types, noImplicitSelf, noEmitOnError: false };
  const texts = new Map(Object.entries(sources).map(([file, text]) => [join(folder, file), text]));
  const host = ts.createCompilerHost(options, true);
  const read_file = host.readFile.bind(host);
  host.readFile = (file) => texts.get(file) ?? read_file(file);
  const file_exists = host.fileExists.bind(host);
  host.fileExists = (file) => texts.has(file) || file_exists(file);
  return ts.createProgram([...texts.keys()], options, host);
}

/** What TypeScript and TypeScriptToLua say of them. */
export function faults_in(sources: Record<string, string>, how?: How): Fault[] {
  const program = program_of(sources, how);
  const of_types = ts.getPreEmitDiagnostics(program);
  const { diagnostics: of_lua } = tstl.getProgramTranspileResult(ts.sys, () => undefined, {
    program,
    sourceFiles: Object.keys(sources).flatMap((file) => program.getSourceFile(join(folder, file)) ?? []),
  });
  return [...of_types, ...of_lua].map(({ file, start = 0, messageText }) => ({
    file: file?.fileName.slice(folder.length + 1) ?? "",
    line: (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
    text: ts.flattenDiagnosticMessageText(messageText, "\n"),
  }));
}
