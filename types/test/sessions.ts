import * as filters from "util.filters";
import type { Stanza } from "util.stanza";
import * as st from "util.stanza";
import { assert_type } from "./assert_type";

export function greet(session: C2sSession): void {
  assert_type<string | undefined>()(session.host);
  assert_type<Roster | undefined>()(session.roster);
  assert_type<Stanza | undefined>()(session.presence);
  // @ts-expect-error: may be destroyed
  prosody.hosts.get(session.host);
  session.send(st.message());
  session.close({ condition: "conflict", text: "Replaced" });
  session.close({ condition: "policy-violation", extra: st.stanza("stanza-too-big", { xmlns: "urn:xmpp:errors" }) });
  session.close();
  // @ts-expect-error: not how a session stands
  if (session.type === "bound") return;
}

for (const [bare_jid, user] of prosody.bare_sessions) {
  assert_type<string>()(bare_jid);
  assert_type<Roster | undefined>()(user.roster);
  for (const [resource, session] of user.sessions) {
    assert_type<string>()(resource);
    assert_type<string>()(session.full_jid);
    greet(session);
  }
}

const host = prosody.hosts.get("example.com");
// @ts-expect-error: not served, perhaps
host.events.fire_event("x");
// @ts-expect-error: a component has no sessions
host?.sessions.get("john");
host?.sessions?.get("john")?.sessions.get("phone")?.close();
host?.roster_cache?.set("john@example.com", undefined);
// @ts-expect-error: made at its first use
host?.roster_cache.set("john@example.com", undefined);

if (host !== undefined) prosody.core_post_stanza(host, st.presence({ to: "john@example.com" }), true);
// @ts-expect-error: no origin
prosody.core_post_stanza(undefined, st.presence());
prosody.core_route_stanza(undefined, st.presence());

filters.add_filter_hook((session) => {
  assert_type<C2sSession | S2sSession>()(session);
  filters.add_filter(session, "stanzas/in", (stanza) => (stanza.name === "presence" ? undefined : stanza));
});
