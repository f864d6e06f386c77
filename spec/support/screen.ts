import type { Element } from "@xmpp/xml";
import type { Session } from "./session.ts";
import { read_push, read_roster, roster_namespace, type RosterItem } from "./stanza.ts";

function is_roster(stanza: Element): boolean {
  return (
    stanza.name === "iq" &&
    stanza.attrs["type"] === "result" &&
    stanza.getChild("query", roster_namespace) !== undefined
  );
}

/** The contacts that a client shows, by the rosters and the pushes that it was sent: JID → name, or the subscription. */
export function screen(session: Session): Record<string, string> {
  const items = new Map<string, RosterItem>();
  for (const stanza of session.received) {
    const push = read_push(stanza);
    if (push?.item.subscription === "remove") items.delete(push.item.jid);
    else if (push !== undefined) items.set(push.item.jid, push.item);
    else if (is_roster(stanza)) {
      items.clear();
      for (const item of read_roster(stanza).items) items.set(item.jid, item);
    }
  }
  const shown = [...items.values()].map(({ jid, name, subscription }) => [jid, name ?? subscription ?? ""] as const);
  return Object.fromEntries(shown.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The pushes among the stanzas from the nth on that came, in words: `bob@example.com remove`. */
export function pushes_since(session: Session, n: number): string[] {
  return session.received.slice(n).flatMap((stanza) => {
    const push = read_push(stanza);
    return push === undefined ? [] : [`${push.item.jid} ${push.item.subscription}`];
  });
}
