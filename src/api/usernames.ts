import { stringprep } from "util.encodings";
import * as jid from "util.jid";

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

export { read_username };
