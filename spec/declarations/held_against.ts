import { type Member } from "./declared_names.ts";
import { is_expected, type Sources } from "./sources.ts";

/** What a table in the server holds: the Lua type of each of its members, and its own. */
export interface Seen {
  kind: string;
  members: Record<string, string>;
}

/** Each problem of a declared member that a live table contradicts. */
export function problems(owner: string, members: Member[], seen: Seen[], sources: Sources): string[] {
  return members.flatMap((member) => {
    const what = `${owner}.${member.name}`;
    const kinds = seen.map((each) => each.members[member.name] ?? "nil");
    const present = kinds.filter((kind) => kind !== "nil");
    if (!is_expected(member, sources.version)) return present.length > 0 ? [`${what} should not be here`] : [];
    const wrong = present.filter((kind) => member.kind !== "any" && kind !== member.kind);
    if (wrong.length > 0) return [`${what} is a ${wrong.join(", ")}, not a ${member.kind}`];
    if (member.optional) {
      return present.length > 0 || sources.mention(member) ? [] : [`${what} is nowhere, not even in the source`];
    }
    return present.length === kinds.length && kinds.length > 0 ? [] : [`${what} is not there`];
  });
}

/** What live tables hold that is not declared. */
export function undeclared(members: Member[], seen: Seen[]): string[] {
  const names = new Set(members.map(({ name }) => name));
  const fields = new Set(seen.flatMap((each) => Object.keys(each.members)));
  return [...fields].filter((name) => !names.has(name) && !name.startsWith("__")).sort();
}
