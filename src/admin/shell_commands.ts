import * as promise from "util.promise";
import { read_username } from "../api/request_body";
import { type JsonObject } from "../json/json_value";
import { type Arrivals, next_place } from "../rosters/arrival_order";
import { type Fetches } from "../upkeep/fetches";

/** Adds `roster_admin:…` to the admin shell of Prosody 13.0; older ones take no notice. */
function offer_shell_commands(host: string, fetches: Fetches, arrivals: Arrivals, status: () => JsonObject): void {
  module.add_item("shell-command", {
    section: "roster_admin",
    section_desc: "Rosters that come from the application",
    name: "refresh",
    desc: "Ask the application for a user's roster again",
    args: [{ name: "jid", type: "string" }],
    host_selector: "jid",
    handler(name) {
      const [username, problem] = read_username(name ?? "", host);
      if (username === undefined) return $multi(undefined, problem);
      return promise.new((resolve, reject) => {
        fetches.refresh(username, next_place(arrivals), (failed) => {
          if (failed === undefined) resolve("The roster is up to date");
          else reject(failed);
        });
      });
    },
  });
  module.add_item("shell-command", {
    section: "roster_admin",
    section_desc: "Rosters that come from the application",
    name: "status",
    desc: "Show how fetching rosters is going",
    args: [{ name: "host", type: "string" }],
    host_selector: "host",
    handler() {
      const lines: string[] = [];
      for (const [name, value] of status()) {
        if (type(value) !== "table") lines.push(`${name}: ${tostring(value)}`);
      }
      table.sort(lines);
      for (const line of lines) this.session.print(line);
      return $multi(true);
    },
  });
}

export { offer_shell_commands };
