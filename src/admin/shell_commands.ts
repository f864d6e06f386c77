import * as jid from "util.jid";
import * as promise from "util.promise";
import { read_username } from "../api/request_body";
import { type JsonObject, type JsonValue } from "../json/json_value";
import { type Arrivals, next_place } from "../rosters/arrival_order";
import { type Fetches } from "../upkeep/fetches";

/**
 * What the shell can have done on one host.
 * @noSelf
 */
interface HostCommands {
  refresh: (name: string) => ShellCommandResult;
  status: () => JsonObject;
  /** Offers the commands, in the name of this host's module. */
  offer: () => void;
}

/** Sections are named by letters and digits alone, or `help` does not find them. */
const SECTION = "rosteradmin";
const SECTION_DESC = "Rosters that come from the application";

const UP_TO_DATE = "The roster is up to date";

/** A field of the status in lines of its own: those of a table under its name. */
function add_lines(lines: string[], name: string, value: JsonValue): void {
  if (type(value) !== "table") {
    lines.push(`${name}: ${tostring(value)}`);
    return;
  }
  for (const [field, of_field] of value as JsonObject) add_lines(lines, `${name}.${field}`, of_field);
}

function status_lines(status: JsonObject): string[] {
  const lines: string[] = [];
  for (const [name, value] of status) add_lines(lines, name, value);
  table.sort(lines);
  return lines;
}

/** Those of each host on which the module runs, whichever copy of it. */
function commands_by_host(): LuaMap<string, HostCommands> {
  return module.shared(`/*/${module.name}/shell_commands`) as LuaMap<string, HostCommands>;
}

/** The commands of the host that is named, or that the JID is of; or why there are none. */
function commands_of(name: string | undefined): LuaMultiReturn<[HostCommands] | [undefined, string]> {
  const [, host] = jid.prepped_split(name);
  if (host === undefined) return $multi(undefined, "Name a user or a host, as in john@example.com");
  const commands = commands_by_host().get(host);
  if (commands === undefined) return $multi(undefined, `http_roster_admin is not loaded on ${host}`);
  return $multi(commands);
}

/**
 * Adds `rosteradmin:…` to the admin shell of Prosody 13.0; older ones take no notice. Once for the server: of a command that is added for a host,
 * Prosody notices no removal, and warns at each reload. Returns what is to be done when the module goes for good.
 */
function offer_shell_commands(
  host: string,
  fetches: Fetches,
  arrivals: Arrivals,
  status: () => JsonObject,
  note_update: (this: void, problem: string | undefined) => void,
): () => void {
  const by_host = commands_by_host();

  function offer(): void {
    const server = module.context("*");
    server.add_item("shell-command", {
      section: SECTION,
      section_desc: SECTION_DESC,
      name: "refresh",
      desc: "Ask the application for a user's roster again",
      args: [{ name: "jid", type: "string" }],
      host_selector: "jid",
      handler(name) {
        const [commands, problem] = commands_of(name);
        if (commands === undefined) return $multi(undefined, problem);
        return commands.refresh(name ?? "");
      },
    });
    server.add_item("shell-command", {
      section: SECTION,
      section_desc: SECTION_DESC,
      name: "status",
      desc: "Show how fetching rosters is going",
      args: [{ name: "host", type: "string" }],
      host_selector: "host",
      handler(name) {
        const [commands, problem] = commands_of(name);
        if (commands === undefined) return $multi(undefined, problem);
        for (const line of status_lines(commands.status())) this.session.print(line);
        return $multi(true);
      },
    });
  }

  by_host.set(host, {
    refresh: (name) => {
      const [username, problem] = read_username(name, host);
      if (username === undefined) return $multi(undefined, problem);
      return promise.new((resolve, reject) => {
        fetches.refresh(username, next_place(arrivals), (failed, _, is_offline) => {
          note_update(failed);
          if (failed !== undefined) reject(failed);
          else if (is_offline === true)
            resolve(`${username} is offline, or unknown: nothing was asked, the next login asks`);
          else resolve(UP_TO_DATE);
        });
      });
    },
    status,
    offer,
  });
  offer();

  return () => {
    by_host.delete(host);
    // What this copy has offered goes with it.
    for (const [, others] of by_host) {
      others.offer();
      return;
    }
  };
}

export { offer_shell_commands };
