import { readFileSync } from "node:fs";
import { patience, until } from "./deadline.ts";

/** Prosody's log file, which may not be there yet. */
export class ServerLog {
  constructor(private readonly file: string) {}

  text(): string {
    try {
      return readFileSync(this.file, "utf8");
    } catch {
      return "";
    }
  }

  last_lines(): string {
    return this.text().split("\n").slice(-20).join("\n");
  }

  bad_lines(): string[] {
    return this.text()
      .split("\n")
      .filter((line) => /\terror\t|traceback/i.test(line));
  }

  wait_for(pattern: RegExp, from: number, milliseconds = patience): Promise<RegExpExecArray> {
    return until(
      () => pattern.exec(this.text().slice(from)) ?? undefined,
      () => `${pattern} in Prosody's log, which ends with\n${this.last_lines()}`,
      milliseconds,
    );
  }
}
