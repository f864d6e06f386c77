import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { roster_set } from "../support/edit_stanzas.ts";
import { type Client, log_in } from "../support/client.ts";
import type { Prosody } from "../support/prosody.ts";
import { read_push, read_roster, roster_namespace } from "../support/stanza.ts";
import { item_text, key_of } from "./listed.ts";

/** In milliseconds: all log in at once, and the application may be away. */
const longest_login = 60_000;

/** What one client was told, from its login to its end. */
export interface Sitting {
  /** By contact: one after the other. */
  contacts: Map<string, (string | undefined)[]>;
  now: Map<string, string>;
}

const is_roster = (stanza: Element): boolean =>
  stanza.attrs["type"] === "result" && stanza.getChild("query", roster_namespace) !== undefined;

function read_sitting(received: readonly Element[]): Sitting {
  const sitting: Sitting = { contacts: new Map(), now: new Map() };
  const tell = (jid: string, text: string | undefined): void => {
    sitting.contacts.set(jid, [...(sitting.contacts.get(jid) ?? []), text]);
    if (text === undefined) sitting.now.delete(jid);
    else sitting.now.set(jid, text);
  };
  for (const stanza of received) {
    const items = is_roster(stanza) ? read_roster(stanza).items : [];
    const push = read_push(stanza);
    for (const item of push === undefined ? items : [push.item]) tell(item.jid, item_text(item));
  }
  return sitting;
}

/** A user whose client comes back each time that Prosody does. */
export class OnlineUser {
  readonly #earlier: Sitting[] = [];
  #client: Client | undefined;

  constructor(
    readonly username: string,
    private readonly prosody: Prosody,
  ) {}

  /** All that this user's clients were told. */
  get sittings(): Sitting[] {
    return [...this.#earlier, ...(this.#client === undefined ? [] : [read_sitting(this.#client.received)])];
  }

  /** What the client has, by its key. */
  get list(): string {
    return key_of(read_sitting(this.#client?.received ?? []).now);
  }

  /** Fails where Prosody is killed over it. */
  async come(): Promise<void> {
    this.leave();
    const client = await log_in(this.prosody, this.username, { milliseconds: longest_login });
    this.#client = client;
    // Where nothing is known yet the answer is an error, and all comes by pushes.
    await client.request(xml("iq", { type: "get" }, xml("query", { xmlns: roster_namespace })), longest_login);
    await client.send(xml("presence"));
  }

  leave(): void {
    const client = this.#client;
    if (client === undefined) return;
    this.#client = undefined;
    this.#earlier.push(read_sitting(client.received));
    client.drop();
  }

  /** Asks by its own client for a contact to be added or changed; what comes of it is the application's affair. */
  edit(jid: string, name: string): void {
    const client = this.#client;
    if (client === undefined) return;
    const iq = roster_set(jid, { name, groups: ["Own"] });
    iq.attrs["id"] = name;
    // It fails where Prosody has been killed: then nothing was asked.
    client.send(iq).catch(() => undefined);
  }
}
