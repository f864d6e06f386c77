import type { Stanza } from "util.stanza";
import { assert_type } from "./assert_type";

module.hook("roster-load", (event) => {
  assert_type<string>()(event.username);
  assert_type<Roster>()(event.roster);
  // @ts-expect-error: it has no session
  module.log("debug", "%s", event.session);
});

// @ts-expect-error: no such event
module.hook("roster-loaded", () => undefined);

// @ts-expect-error: fires for the whole server
module.hook("user-deleted", () => undefined);
module.hook_global("user-deleted", ({ username, host }) => {
  module.log("info", "%s@%s is gone", username, host);
});

// @ts-expect-error: fires for a host
module.hook_global("roster-load", () => undefined);

module.hook("pre-resource-bind", (event) => {
  assert_type<string | undefined>()(event.resource);
  event.error = { type: "wait", condition: "internal-server-error" };
  // @ts-expect-error: no type of a stanza error
  event.error = { type: "fatal", condition: "internal-server-error" };
  return false;
});

// @ts-expect-error: false ends this event, too
module.hook("resource-bind", () => false);
// @ts-expect-error: a stray boolean
module.hook("presence/bare", (event) => event.stanza.name === "presence");
module.hook("presence/bare", (event) => (event.stanza.attr["type"] === "subscribe" ? true : undefined), 100);

module.hook("iq/self/jabber:iq:roster:query", (event) => {
  assert_type<C2sSession | HostSession>()(event.origin);
  // @ts-expect-error: a module may have asked in the host's name
  assert_type<Roster | undefined>()(event.origin.roster);
  if (event.origin.username !== undefined) assert_type<Roster | undefined>()(event.origin.roster);
  assert_type<Stanza>()(event.stanza);
  return true;
});
module.hook("iq-set/self/jabber:iq:roster:query", () => true);

for (const where of ["bare", "full", "host"] as const) {
  module.hook(`presence/${where}`, () => undefined);
  module.hook(`pre-presence/${where}`, (event) => {
    assert_type<StanzaOrigin>()(event.origin);
  });
  // @ts-expect-error: not a stage of stanzas
  module.hook(`post-presence/${where}`, () => undefined);
}
// @ts-expect-error: no such target
module.hook("presence/bear", () => undefined);

module.hook_global("host-deactivated", (host) => {
  assert_type<string>()(host);
});
module.hook_global("server-stopping", ({ reason }) => {
  assert_type<string | undefined>()(reason);
});

declare global {
  interface ProsodyEvents {
    "event-of-another-module": { answer: number };
  }
}
module.hook("event-of-another-module", ({ answer }) => {
  assert_type<number>()(answer);
});
