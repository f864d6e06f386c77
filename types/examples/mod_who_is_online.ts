// GET /who_is_online/NAME: whether a user of the host is online, and with which clients. Asks for a token.
import array = require("util.array");
import * as encodings from "util.encodings";
import * as hashes from "util.hashes";
import * as json from "util.json";

const token = module.get_option_string("who_is_online_token");
if (token === undefined) error("who_is_online_token is not set");

function may_ask({ headers }: HttpServerRequest): boolean {
  const header = headers.get("authorization");
  return header !== undefined && hashes.equals(header, `Bearer ${token}`);
}

module.depends("http");
module.provides("http", {
  cors: { enabled: false },
  route: {
    "GET /*": ({ request }, name) => {
      if (!may_ask(request)) return 401;
      const username = encodings.stringprep.nodeprep(name ?? "");
      if (username === undefined || username === "") return 400;
      const resources = array<string>();
      const user = prosody.bare_sessions.get(`${username}@${module.host}`);
      if (user !== undefined) {
        for (const [resource] of user.sessions) resources.push(resource);
      }
      const body = json.encode({ username, online: user !== undefined, resources });
      return { headers: { content_type: "application/json" }, body };
    },
  },
});
