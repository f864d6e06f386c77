import type { Element } from "@xmpp/xml";
import { Client } from "../../spec/support/client.ts";
import { patience } from "../../spec/support/deadline.ts";
import type { Prosody } from "../../spec/support/prosody.ts";
import { bare, read_push, type RosterItem } from "../../spec/support/stanza.ts";
import { line } from "./screen.ts";

function described({ jid, name, subscription, groups, ask }: RosterItem): string {
  if (subscription === "remove") return `${jid} is removed`;
  const shown_groups = groups.length === 0 ? "no group" : `in ${groups.join(", ")}`;
  return `${jid} "${name ?? ""}", ${shown_groups}, subscription ${subscription}${ask === undefined ? "" : ", asked"}`;
}

/** A client that says on the screen what it is sent, as it comes. */
export class VisibleClient extends Client {
  static async log_in(prosody: Prosody, username: string): Promise<VisibleClient> {
    const client = new VisibleClient(prosody, username, { resource: "demo" });
    await client.start(patience);
    line(username, `logged in as ${client.jid}`);
    return client;
  }

  protected override arrive(stanza: Element): void {
    const seen = this.#seen(stanza);
    if (seen !== undefined) line(this.username, seen);
    super.arrive(stanza);
  }

  #seen(stanza: Element): string | undefined {
    const push = read_push(stanza);
    if (push !== undefined) return `roster push: ${described(push.item)}`;
    const { from = "", type = "available" }: Record<string, string | undefined> = stanza.attrs;
    if (stanza.is("presence") && bare(from) !== bare(this.jid)) {
      return type.endsWith("available") ? `presence: ${from} is ${type}` : `presence: ${from} says ${type}`;
    }
    if (stanza.is("message")) return `message from ${from}: ${stanza.getChildText("body")}`;
    return undefined;
  }

  /** Wants something of its contact list changed, and has it done where there is an answer to wait for. */
  async edit(edit: Element): Promise<void> {
    const item = edit.getChild("query")?.getChild("item");
    const what = item === undefined ? edit.attrs["type"] : item.attrs["subscription"] === "remove" ? "remove" : "set";
    line(this.username, `wants: ${what} ${item?.attrs["jid"] ?? edit.attrs["to"]}`);
    if (edit.name !== "iq") await this.send(edit);
    else if ((await this.request(edit)).attrs["type"] !== "result") throw new Error(`Prosody refuses to ${what}`);
  }

  /** Asks for the roster, says what it is, and gives the JIDs in it. */
  async show_roster(): Promise<string[]> {
    const { items } = await this.roster();
    line(this.username, `roster: ${items.map(described).join("; ") || "nobody in it"}`);
    return items.map(({ jid }) => jid);
  }
}
