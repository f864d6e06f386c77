import { readdirSync, readFileSync } from "node:fs";
import { type CommunityUse, type UseKind } from "./community_use.ts";
import { type Declared } from "./declared_names.ts";

/** What a running server's libraries export: library to the names in it. */
export type Exports = Record<string, string[]>;

/** What there is, in either version. */
export interface There {
  exports: Exports;
  /** Events fired under a fixed name. */
  fired: Set<string>;
  /** All that stands in quotes in the sources. */
  quoted: Set<string>;
}

export interface Share {
  area: string;
  declared: number;
  of: number;
  missing: string[];
}

/** What a source tree fires and spells. */
export function read_sources(folder: string): Pick<There, "fired" | "quoted"> {
  const fired = new Set<string>();
  const quoted = new Set<string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".lua")) continue;
    const lua = readFileSync(`${folder}/${path}`, "utf8");
    for (const [, , name] of lua.matchAll(/(["'])((?:(?!\1)[^\n\\])*)\1/g)) quoted.add(name ?? "");
    for (const [, name] of lua.matchAll(/fire_event\(\s*"([^"]+)"\s*[,)]/g)) fired.add(name ?? "");
  }
  return { fired, quoted };
}

export function either(all: There[]): There {
  const exports: Exports = {};
  for (const there of all) {
    for (const [name, members] of Object.entries(there.exports)) {
      exports[name] = [...new Set([...(exports[name] ?? []), ...members])];
    }
  }
  return {
    exports,
    fired: new Set(all.flatMap(({ fired }) => [...fired])),
    quoted: new Set(all.flatMap(({ quoted }) => [...quoted])),
  };
}

/** Events whose names are put together: those of stanzas, items, rooms' options and the like. */
const put_together =
  /^((pre-)?(iq|message|presence)\/(bare|full|host|self)|iq-(get|set|result|error)\/(bare|host|self)|stanza\/|item-(added|removed)\/|(GET|HEAD|POST) )|^pre-/;

export class Known {
  readonly #libraries = new Map<string, Set<string>>();
  readonly #methods: Set<string>;
  readonly #provided: Set<string>;
  readonly #events: Set<string>;
  readonly #patterns: RegExp[];

  constructor(entries: Declared[]) {
    for (const { name, members } of entries.flatMap(({ modules }) => modules)) {
      const known = this.#libraries.get(name) ?? new Set();
      for (const member of members) known.add(member.name);
      this.#libraries.set(name, known);
    }
    const members_of = (name: string): Set<string> =>
      new Set(
        entries.flatMap(({ interfaces }) =>
          interfaces.filter((each) => each.name === name).flatMap(({ members }) => members.map((each) => each.name)),
        ),
      );
    this.#methods = members_of("ProsodyModule");
    this.#provided = members_of("ProvidedItems");
    const events = entries.flatMap(({ events: { host, global, object } }) => [...host, ...global, ...object]);
    this.#events = new Set(events.filter(({ pattern }) => pattern === undefined).map(({ name }) => name));
    this.#patterns = events.flatMap(({ pattern }) => pattern ?? []);
  }

  has(kind: UseKind, name: string): boolean {
    if (kind === "library") return this.#libraries.has(name);
    if (kind === "method") return this.#methods.has(name);
    if (kind === "provides") return this.#provided.has(name);
    if (kind === "event") {
      if (this.#events.has(name)) return true;
      // The first part of a name that is put together.
      const whole = /[/-]$/.test(name) ? [`${name}urn:x:query`, `${name}iq/bare`] : [name];
      return whole.some((each) => this.#events.has(each) || this.#patterns.some((pattern) => pattern.test(each)));
    }
    const [, library = "", member = ""] = /^(.*)\.(\w+)$/.exec(name) ?? [];
    return this.#libraries.get(library)?.has(member) === true;
  }
}

/** Whether either version has it. */
function is_there(there: There, kind: UseKind, name: string): boolean {
  if (kind === "library") return there.exports[name] !== undefined;
  if (kind === "method") return there.exports["core.moduleapi"]?.includes(name) === true || name === "log";
  if (kind === "provides") return there.quoted.has(name) || there.quoted.has(`item-added/${name}-provider`);
  if (kind === "event") return there.quoted.has(name) || put_together.test(name);
  const [, library = "", member = ""] = /^(.*)\.(\w+)$/.exec(name) ?? [];
  return there.exports[library]?.includes(member) === true;
}

function share(area: string, names: string[], is_declared: (name: string) => boolean): Share {
  const missing = names.filter((name) => !is_declared(name));
  return { area, declared: names.length - missing.length, of: names.length, missing };
}

/** Its members are the methods of `module`. */
const module_api = "core.moduleapi";

/** The libraries of `util` that Prosody 13.0 has declarations of its own for, in Teal. */
const declared_by_prosody = new Set(
  (
    "array async bitcompat compat crypto dataforms datamapper datetime encodings error format hashes hex http human.io human.units " +
    "id interpolation ip jid json jsonpointer jsonschema jwt logger net poll pposix promise queue random ringbuffer roles " +
    "serialization set signal smqueue stanza strbitop struct table termcolours time timer uuid xtemplate"
  )
    .split(" ")
    .map((name) => `util.${name}`),
);

/** How much of what Prosody has is declared. */
export function shares_of_prosody(known: Known, there: There): Share[] {
  const libraries = Object.keys(there.exports)
    .filter((name) => name !== module_api)
    .sort();
  const members = (of: string[]): string[] =>
    of.flatMap((name) => (there.exports[name] ?? []).map((member) => `${name}.${member}`));
  const has_member = (name: string): boolean => known.has("member", name);
  return [
    share("methods of module", there.exports[module_api] ?? [], (name) => known.has("method", name)),
    ...["util", "net", "core"].flatMap((area) => {
      const of_area = libraries.filter((name) => name.startsWith(`${area}.`));
      const shares = [
        share(`${area}.* libraries`, of_area, (name) => known.has("library", name)),
        share(`names in ${area}.*`, members(of_area), has_member),
      ];
      if (area !== "util") return shares;
      const named = members(of_area.filter((name) => declared_by_prosody.has(name)));
      return [...shares, share("names in util.* that Prosody's own declarations name", named, has_member)];
    }),
    share("events", [...there.fired].sort(), (name) => known.has("event", name)),
  ];
}

/** How much of what is declared says what it is, and where it stands in Prosody. */
export function shares_of_comments(declared: Declared): Share[] {
  const members = [...declared.modules, ...declared.interfaces].flatMap(({ name, members: of_it }) =>
    of_it.map((member) => ({ ...member, name: `${name}.${member.name}` })),
  );
  const commented = members.filter(({ is_documented }) => is_documented).length;
  const unseen = members.filter(({ sources }) => sources.length === 0).map(({ name }) => name);
  return [
    { area: "members with a comment of their own", declared: commented, of: members.length, missing: [] },
    {
      area: "members with a source named",
      declared: members.length - unseen.length,
      of: members.length,
      missing: unseen,
    },
  ];
}

const kinds: [UseKind, string][] = [
  ["library", "libraries required"],
  ["member", "members of libraries"],
  ["method", "methods of module"],
  ["event", "events hooked"],
  ["provides", "kinds of provides"],
];

/** How much of what the community's modules use is declared, each name counted once a file; and how many modules need nothing else. */
export function shares_of_use(known: Known, there: There, use: CommunityUse): Share[] {
  const counted = kinds.map(([kind, area]) => {
    const used = use.names.filter(([of_kind, name]) => of_kind === kind && is_there(there, kind, name));
    const missing = used.filter(([, name]) => !known.has(kind, name));
    const count = (names: CommunityUse["names"]): number => names.reduce((sum, [, , files]) => sum + files, 0);
    return {
      area: `used by the community: ${area}`,
      declared: count(used) - count(missing),
      of: count(used),
      missing: missing.map(([, name, files]) => `${name} (${files})`),
    };
  });
  const state = use.names.map(([kind, name]) => {
    return { there: is_there(there, kind, name), declared: known.has(kind, name) };
  });
  const whole = Object.entries(use.modules).filter(([, names]) => names.every((name) => state[name]?.there));
  const in_want = whole.filter(([, names]) => names.some((name) => state[name]?.declared !== true));
  const wanted = in_want.map(([module_name, names]) => {
    const lacking = names.filter((name) => state[name]?.declared !== true).map((name) => use.names[name]?.[1]);
    return `${module_name}: ${lacking.join(", ")}`;
  });
  return [
    ...counted,
    {
      area: "community modules that need nothing undeclared",
      declared: whole.length - in_want.length,
      of: whole.length,
      missing: wanted,
    },
  ];
}
