import { stringprep, utf8 } from "util.encodings";
import * as hashes from "util.hashes";
import * as jid from "util.jid";
import { type Read, step_over } from "../json/json_reader";
import { decode_exactly, new_member_decoder } from "../json/json_text";
import { is_array, is_object, type JsonValue, kind_of } from "../json/json_value";
import { type Breathe } from "../time_slices";

/** The user of this host that a name stands for, normalised; or why there is none. `john@HOST` is `john`. */
function read_username(
  name: string,
  host: string,
): LuaMultiReturn<[username: string] | [username: undefined, problem: string]> {
  let node: string | undefined = name;
  if (string.find(name, "@", 1, true)[0] !== undefined) {
    const [given_node, given_host, resource] = jid.prepped_split(name);
    if (given_node === undefined || given_host === undefined || resource !== undefined) {
      return $multi(undefined, "not a username");
    }
    if (given_host !== host) return $multi(undefined, `not a user of ${host}`);
    node = given_node;
  }
  const username = node.length <= 1023 && node !== "" ? stringprep.nodeprep(node) : undefined;
  if (username === undefined || username === "") return $multi(undefined, "not a username");
  return $multi(username);
}

/** Whom a request is about. */
export interface Named {
  /** Normalised, each once. */
  usernames: string[];
  /** What the request says of each of them, in the same order; nothing where it only names them. */
  values: JsonValue[];
  /** Other names, as the caller is told about them, and why nothing is done for them. */
  wrong: [name: string, problem: string][];
}

type NamedOrProblem = LuaMultiReturn<[named: Named] | [undefined, problem: string]>;

/** Names that have been met, by a byte of their hashes: one table of very many would keep everyone waiting each time it grows. */
type Seen = LuaMap<number, LuaSet<string>>;

/** What a member of a body says; or what is wrong with it. */
type DecodeMember = (this: void, at: number, read: (this: void, at: number) => Read<JsonValue>) => Read<JsonValue>;

const LONGEST_NAME = 1023;
// Of a JID: username, host and resource.
const LONGEST_JID = 3 * (LONGEST_NAME + 1);

function new_named(): Named {
  return { usernames: [], values: [], wrong: [] };
}

/** A name in a form that JSON can carry, and cut where it is too long to be one. */
function printable(name: string): string {
  const shown = name.length > LONGEST_NAME ? `${string.sub(name, 1, LONGEST_NAME)}...` : name;
  return utf8.valid(shown) ? shown : string.gsub(shown, "[^ -~]", "?")[0];
}

/** Notes that a name was met. Returns whether that was so before. */
function meet(seen: Seen, name: string): boolean {
  const byte = string.byte(hashes.sha1(name)) ?? 0;
  let names = seen.get(byte);
  if (names === undefined) {
    names = new LuaSet();
    seen.set(byte, names);
  }
  if (names.has(name)) return true;
  names.add(name);
  return false;
}

function put(named: Named, username: string, value: JsonValue | undefined): void {
  const usernames = named.usernames;
  const values = named.values;
  usernames.push(username);
  if (value !== undefined) values.push(value);
}

/**
 * Adds whoever a name stands for, where that is somebody new; else returns the username.
 */
function add_name(
  named: Named,
  seen: Seen,
  name: string,
  host: string,
  value: JsonValue | undefined,
): string | undefined {
  const [username, problem] = read_username(string.sub(name, 1, LONGEST_JID + 1), host);
  const key = username ?? printable(name);
  if (meet(seen, key)) return username;
  if (username === undefined) {
    const wrong = named.wrong;
    wrong.push([key, problem ?? ""]);
  } else {
    put(named, username, value);
  }
  return undefined;
}

/** Takes out those of whom the request says two things. */
function without(named: Named, twice: LuaSet<string>, breathe: Breathe): Named {
  if (next(twice)[0] === undefined) return named;
  const left = new_named();
  const wrong = named.wrong;
  left.wrong = wrong;
  for (const [position, username] of ipairs(named.usernames)) {
    const value = named.values[position - 1];
    if (twice.has(username)) {
      wrong.push([username, "named twice: two things are said of this user"]);
    } else {
      put(left, username, value);
    }
    breathe();
  }
  return left;
}

/** The one user that a path names. */
function read_path(name: string, host: string): Named {
  const named = new_named();
  add_name(named, new LuaMap(), name, host, undefined);
  return named;
}

/** The users in a JSON array of usernames; or what is wrong with it. */
function read_usernames(body: string, host: string, breathe: Breathe): NamedOrProblem {
  const expected = "expected a JSON array of usernames";
  if (body === "") return $multi(undefined, `no body: ${expected}, with Content-Length`);
  const [names, problem] = decode_exactly(body, breathe);
  if (names === undefined) return $multi(undefined, `the body is ${problem}: ${expected}`);
  if (!is_array(names)) return $multi(undefined, `the body is ${kind_of(names)}: ${expected}`);
  const named = new_named();
  const seen: Seen = new LuaMap();
  for (const position of $range(1, (names as unknown as JsonValue[]).length)) {
    const name = names.get(position);
    if (typeof name !== "string") {
      return $multi(undefined, `entry ${position} is ${kind_of(name)}: expected a username, a string`);
    }
    add_name(named, seen, name, host, undefined);
    breathe();
  }
  return $multi(named);
}

/** What is wrong with a body that is no object; nil where it is an empty array, which is PHP's empty object. */
function problem_of_other(body: string, breathe: Breathe): string | undefined {
  const [value, problem] = decode_exactly(body, breathe);
  if (value === undefined) return problem;
  return is_object(value) ? undefined : kind_of(value);
}

/** The users in a JSON object of usernames and what is said of each; or what is wrong with it. */
function read_objects(body: string, host: string, breathe: Breathe, decode_member: DecodeMember): NamedOrProblem {
  const expected = "expected a JSON object, username to roster";
  if (body === "") return $multi(undefined, `no body: ${expected}, with Content-Length`);
  const named = new_named();
  const seen: Seen = new LuaMap();
  const twice = new LuaSet<string>();
  const fault = step_over(
    body,
    (name, at, read) => {
      const [value, last] = decode_member(at, read);
      if (value === undefined) return $multi(undefined, last);
      const seen_before = add_name(named, seen, name, host, value);
      if (seen_before !== undefined) twice.add(seen_before);
      return $multi(last);
    },
    breathe,
  );
  if (fault === undefined) return $multi(without(named, twice, breathe));
  const is_other = string.find(string.sub(body, 1, LONGEST_NAME), "^[ \t\r\n]*[^ \t\r\n{]")[0] !== undefined;
  const problem = is_other ? problem_of_other(body, breathe) : `not JSON (${fault})`;
  if (problem === undefined) return $multi(new_named());
  return $multi(undefined, `the body is ${problem}: ${expected}`);
}

function read_rosters(body: string, host: string, breathe: Breathe): NamedOrProblem {
  return read_objects(body, host, breathe, new_member_decoder(body));
}

/** In a patch `[]` is not `{}`: one leaves no group, the other changes nothing. */
function read_patches(body: string, host: string, breathe: Breathe): NamedOrProblem {
  return read_objects(body, host, breathe, (at, read) => read(at));
}

export { new_named, printable, read_patches, read_path, read_rosters, read_username, read_usernames };
