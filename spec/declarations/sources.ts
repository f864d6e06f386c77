import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Declaration, type EventDeclaration, type Member } from "./declared_names.ts";

const cache = join(dirname(fileURLToPath(import.meta.url)), "../../.cache");

/** `stanza.name.."/self"` in core/stanza_router.lua, and nobody leaves it so far. */
const put_together = new Set(["message/self", "presence/self"]);

/** Prosody's source, of one version. */
export class Sources {
  readonly #root: string;

  constructor(readonly version: string) {
    this.#root = join(cache, `prosody-${version}`, "usr");
  }

  file(name: string): string {
    return join(this.#root, name === "prosody" || name === "prosodyctl" ? "bin" : "lib/prosody", name);
  }

  /** Whether one of the files reads or writes a field of that name, or spells it in quotes. */
  mention({ name, sources }: Member): boolean {
    const own_name = name.replace(/^.*\./, "").replace(/[^\w]/g, "\\$&");
    const field = new RegExp(`[.:]${own_name}\\b|\\b${own_name}\\s*=[^=]|(["'])${own_name}\\1`);
    return sources.some((source) => !source.endsWith(".so") && field.test(readFileSync(this.file(source), "utf8")));
  }

  /** Whether any file has that name in quotes; of one that is put together, what it begins with. */
  fire({ name, pattern }: EventDeclaration): boolean {
    const files = readdirSync(this.file(""), { recursive: true, encoding: "utf8" });
    if (put_together.has(name)) return true;
    const spellings = ['"', "'"].map((quote) =>
      pattern === undefined ? quote + name + quote : quote + name.replace(/(\w+\/)?urn:declared.*$/, ""),
    );
    return files.some((path) => {
      if (!path.endsWith(".lua")) return false;
      const lua = readFileSync(this.file(path), "utf8");
      return spellings.some((spelling) => lua.includes(spelling));
    });
  }

  /** What of a table that no instance can be had of is not in the files that its comments name. */
  problems({ name, members }: Declaration): string[] {
    const missing = members.filter((member) => is_expected(member, this.version) && !this.mention(member));
    return missing.map((member) => `${name}.${member.name} is not in ${member.sources.join(", ") || "any @see"}`);
  }
}

/** Whether that version has it. */
export function is_expected(
  { since, until }: { since: string | undefined; until?: string | undefined },
  version: string,
): boolean {
  return (since === undefined || since === version) && until !== version;
}
