import type { Member } from "../declared_names.ts";
import type { Fired } from "./recorder.ts";

/** Interfaces that recorder.lua knows by their looks, and which of its names will do for each. */
const looks: Record<string, readonly string[]> = {
  StanzaOrigin: ["StanzaOrigin", "C2sSession", "BoundSession", "HostSession", "S2sSession", "ComponentSession"],
  C2sSession: ["C2sSession", "BoundSession"],
  BoundSession: ["BoundSession"],
  HostSession: ["HostSession"],
  S2sSession: ["S2sSession"],
  ComponentSession: ["ComponentSession"],
  Stanza: ["Stanza"],
  ErrorObject: ["ErrorObject"],
  Set: ["Set"],
  MucRoom: ["MucRoom"],
  MucOccupant: ["MucOccupant"],
  Connection: ["Connection"],
};

const lua_types = new Set(["boolean", "function", "nil", "number", "string"]);

/** A table, or what a C library has, of which no more is known may be of any interface that is not known by its looks. */
function fits(kind: string, shape: string | undefined, declared: readonly string[]): boolean {
  return declared.some((name) => {
    if (name === "unknown" || name === kind) return true;
    if ((kind !== "table" && kind !== "userdata") || lua_types.has(name)) return false;
    return looks[name]?.includes(shape ?? "") ?? true;
  });
}

/** Members that were something else than their types allow. */
export function misshapen(members: Member[], seen: readonly Fired[]): string[] {
  const found = members.flatMap(({ name, shapes }) =>
    seen.flatMap((each) => {
      const kind = each.members[name];
      if (kind === undefined || fits(kind, each.shapes[name], shapes)) return [];
      return [`${name} is a ${each.shapes[name] ?? kind}, not a ${shapes.join(" or ")}`];
    }),
  );
  return [...new Set(found)];
}
