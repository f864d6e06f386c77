import { setTimeout as pause } from "node:timers/promises";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import type { Prosody } from "../support/prosody.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { read_push, read_roster, roster_namespace, type RosterItem } from "../support/stanza.ts";

/** What a client is told, as it comes. */
export interface Hearer {
  pushed(item: RosterItem): void;
  /** An answer to the roster get. */
  shown(items: ReadonlyMap<string, RosterItem>): void;
  unsubscribed(from: string): void;
}

/** A client that keeps its roster and who is available by what it is told. */
export class ModelClient extends RawConnection {
  readonly items = new Map<string, RosterItem>();
  /** Full JIDs. */
  readonly available_ones = new Set<string>();
  is_refused = false;
  /** Has asked for its roster, and been answered. */
  is_in = false;
  is_gone = false;
  /** When it asked for a resource and the roster, and when it had been answered, of `performance.now()`. */
  asked_at = 0;
  /** All that the server had sent by then has come, of `performance.now()`. */
  heard_since = 0;
  entered_at = Infinity;

  constructor(
    prosody: Prosody,
    host: string,
    readonly username: string,
    readonly resource: string,
    private readonly hearer: Hearer,
  ) {
    super(prosody, host);
    void this.ended.then(() => (this.is_gone = true));
  }

  protected override arrive(stanza: Element): void {
    this.inbox.arrive(stanza);
    this.#take_in(stanza);
  }

  #take_in(stanza: Element): void {
    const push = read_push(stanza);
    if (push !== undefined) {
      if (push.item.subscription === "remove") this.items.delete(push.item.jid);
      else this.items.set(push.item.jid, push.item);
      this.hearer.pushed(push.item);
    } else if (stanza.name === "iq" && stanza.attrs["id"] === "roster") {
      if (stanza.attrs["type"] === "error") this.is_refused = true;
      else {
        for (const item of read_roster(stanza).items) this.items.set(item.jid, item);
        this.hearer.shown(this.items);
      }
    } else if (stanza.name === "presence") this.#take_presence(stanza);
  }

  #knows(jid: string): boolean {
    const [bare = ""] = jid.split("/");
    return bare === this.jid.split("/")[0] || this.items.has(bare);
  }

  #take_presence({ attrs }: Element): void {
    const [from, type]: (string | undefined)[] = [attrs["from"], attrs["type"]];
    if (from === undefined) return;
    if (type === "unsubscribed") this.hearer.unsubscribed(from);
    // Clients ignore presence of whom they don't know.
    else if (type === undefined && this.#knows(from)) this.available_ones.add(from);
    else if (type === "unavailable") this.available_ones.delete(from);
  }

  /** Milliseconds from asking to having been answered. */
  get waited(): number {
    return this.entered_at - this.asked_at;
  }

  /** Asks for the roster in the same breath as for the resource, and sends presence when it has come, or does not come. */
  enter(): Promise<void> {
    return this.#or_gone(this.#enter());
  }

  async #enter(): Promise<void> {
    await this.authenticate(this.username);
    const query = xml("iq", { type: "get", id: "roster" }, xml("query", { xmlns: roster_namespace }));
    this.asked_at = performance.now();
    this.heard_since = this.asked_at;
    await this.raw(RawConnection.bind_request(this.resource) + query.toString());
    await this.answer_to("bind", 30_000);
    await this.answer_to("roster", 30_000);
    this.entered_at = performance.now();
    this.is_in = true;
    await this.raw("<presence/>");
    await this.heard();
  }

  /** All that the server had sent has come. False where the connection has ended meanwhile. */
  async heard(): Promise<boolean> {
    if (this.is_gone) return false;
    try {
      const since = performance.now();
      await this.#or_gone(this.until_pong(20_000));
      this.heard_since = since;
      return !this.is_gone;
    } catch (error) {
      if (this.is_gone) return false;
      throw error;
    }
  }

  /** Until that is done, or the connection is closed, which whoever writes to it may learn before. */
  async #or_gone(work: Promise<unknown>): Promise<void> {
    const closed = this.ended.then(() => Promise.reject(new Error(`the connection of ${this.username} was closed`)));
    closed.catch(() => undefined);
    const settled = work.catch(async (error: unknown) => {
      await Promise.race([this.ended, pause(1000)]);
      throw error;
    });
    await Promise.race([settled, closed]);
  }

  override drop(): void {
    this.is_gone = true;
    super.drop();
  }

  async leave(): Promise<void> {
    this.is_gone = true;
    // The server may have closed the connection just now, since another one has come by the same resource.
    await Promise.race([this.raw("</stream:stream>"), this.ended]).catch(() => undefined);
    await this.closed();
  }
}
