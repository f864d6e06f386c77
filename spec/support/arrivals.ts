import type { HttpAnswer } from "./http_request.ts";
import type { Prosody, RequestOptions } from "./prosody.ts";

const events = ["POST rosters", "PATCH rosters", "POST refresh", "GET refresh/*", "POST refresh-all"] as const;

let ids = 0;

/** From now on Prosody's log tells of each notice to the host that has arrived whole, before anything is made of it. */
export async function watch_arrivals(prosody: Prosody, host = prosody.host): Promise<void> {
  const code = `
    local server = require "net.http.server";
    local host, events = ...;
    for _, event in ipairs(events) do
      local event_name = event:gsub(" ", " "..host.."/roster_admin/");
      module:hook_object_event(server, event_name, function (event)
        local request = event.request;
        if not request.partial then module:log("debug", "arrived whole: %s.", request.headers.x_arrival); end
      end, 1000);
    end
  `;
  await prosody.lua(code, [host, events], host);
}

/** Sends a notice to a host whose arrivals are watched. It has arrived whole when this is given. */
export async function arrives(
  prosody: Prosody,
  method: string,
  path: string,
  { headers, ...options }: RequestOptions = {},
): Promise<{ answer: Promise<HttpAnswer> }> {
  const id = `n${++ids}`;
  const from = prosody.log().length;
  const answer = prosody.request(method, `/roster_admin/${path}`, {
    milliseconds: 30_000,
    headers: { ...headers, "X-Arrival": id },
    ...options,
  });
  answer.catch(() => undefined);
  await prosody.wait_for_log(RegExp(`arrived whole: ${id}\\.`), { from, milliseconds: 30_000 });
  return { answer };
}
