import assert from "node:assert/strict";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { patience } from "./deadline.ts";
import { Inbox } from "./inbox.ts";
import { bare, read_push, read_roster, type Roster, roster_namespace, type RosterPush } from "./stanza.ts";

let ids = 0;

/** What a test does with a stream to the server, whatever carries it. */
export abstract class Session {
  /** Every stanza that came, whether a test asked for it or not. */
  readonly received: Element[] = [];
  protected readonly inbox = new Inbox<Element>((stanza) => stanza.toString());

  /** The full JID, once bound. */
  abstract readonly jid: string;

  /** Text that goes out as it is. */
  abstract raw(text: string): Promise<void>;

  /** The connection is gone without a word. */
  abstract drop(): void;

  protected arrive(stanza: Element): void {
    this.received.push(stanza);
    this.inbox.arrive(stanza);
  }

  send(stanza: Element): Promise<void> {
    return this.raw(stanza.toString());
  }

  /** The next stanza that matches; each is given once. */
  stanza(matches: (stanza: Element) => boolean, what = "a stanza", milliseconds = patience): Promise<Element> {
    return this.inbox.take(matches, what, milliseconds);
  }

  /** The answer to an IQ, be it a result or an error. */
  async request(iq: Element, milliseconds = patience): Promise<Element> {
    const id = `request-${++ids}`;
    iq.attrs["id"] = id;
    await this.send(iq);
    return await this.answer_to(id, milliseconds);
  }

  /** The answer to an IQ that was sent as text. */
  answer_to(id: string, milliseconds = patience): Promise<Element> {
    const is_answer = ({ name, attrs }: Element): boolean =>
      name === "iq" && attrs["id"] === id && (attrs["type"] === "result" || attrs["type"] === "error");
    return this.stanza(is_answer, `the answer to ${id}`, milliseconds);
  }

  async roster({ ver, milliseconds }: { ver?: string; milliseconds?: number } = {}): Promise<Roster> {
    const query = xml("query", { xmlns: roster_namespace, ver });
    return read_roster(await this.request(xml("iq", { type: "get" }, query), milliseconds));
  }

  /** Sends presence and waits until the server has handled it: it sends each resource's presence back to it, too. */
  async available(...children: Element[]): Promise<void> {
    await this.send(xml("presence", {}, ...children));
    await this.presence(this.jid);
  }

  async unavailable(): Promise<void> {
    await this.send(xml("presence", { type: "unavailable" }));
  }

  /** The next roster push (that matches). */
  async push(matches: (push: RosterPush) => boolean = () => true, milliseconds = patience): Promise<RosterPush> {
    const wanted = (stanza: Element): boolean => {
      const push = read_push(stanza);
      return push !== undefined && matches(push);
    };
    const push = read_push(await this.stanza(wanted, "a roster push", milliseconds));
    assert.ok(push);
    return push;
  }

  /** The next presence from a full JID or from any resource of a bare one; without a type: of somebody available. */
  presence(from: string, type?: string, milliseconds = patience): Promise<Element> {
    const wanted = ({ name, attrs }: Element): boolean => {
      const sender: string = attrs["from"] ?? "";
      return name === "presence" && attrs["type"] === type && (sender === from || bare(sender) === from);
    };
    return this.stanza(wanted, `presence ${type ?? "available"} from ${from}`, milliseconds);
  }

  /** Everything not asked for yet that the server sent before it answered a ping that goes out now. */
  async until_pong(milliseconds = patience): Promise<Element[]> {
    await this.request(xml("iq", { type: "get" }, xml("ping", { xmlns: "urn:xmpp:ping" })), milliseconds);
    return this.inbox.take_all();
  }

  /** Proves that the server had sent nothing else when it answered a ping that goes out now. */
  async nothing_until_pong(milliseconds = patience): Promise<void> {
    const stanzas = await this.until_pong(milliseconds);
    assert.deepEqual(
      stanzas.map((stanza) => stanza.toString()),
      [],
    );
  }
}
