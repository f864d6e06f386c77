import { connect, type Socket } from "node:net";
import { within } from "../spec/support/deadline.ts";
import { host } from "./documents.ts";

const stream_header = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${host}' version='1.0'>`;

const item_start = "<item ";

/** Valgrind makes everything some fifty times slower. */
const patience = 300_000;

/** An XMPP client that looks at nothing but what it waits for, and costs next to nothing. */
export class LightClient {
  readonly #socket: Socket;
  #arrived = "";
  #end: RegExp | undefined;
  #found: (() => void) | undefined;
  #ids = 0;
  #items = 0;
  /** The end of what came last, where an item may begin. */
  #tail = "";

  private constructor(
    port: number,
    readonly username: string,
  ) {
    this.#socket = connect({ port, host: "127.0.0.1" }).setEncoding("latin1").setNoDelay(true);
    this.#socket.on("error", () => undefined);
    this.#socket.on("data", (text: string) => this.#arrive(text));
  }

  /** Roster items that came so far, in rosters and in pushes. */
  get items(): number {
    return this.#items;
  }

  #arrive(text: string): void {
    const fresh = this.#tail + text;
    this.#items += fresh.split(item_start).length - 1;
    this.#tail = fresh.slice(1 - item_start.length);
    if (this.#end === undefined) return;
    this.#arrived += text;
    if (!this.#end.test(this.#arrived)) return;
    this.#end = undefined;
    this.#arrived = "";
    this.#found?.();
  }

  /** Sends and waits until what came since matches. */
  async #ask(text: string, end: RegExp): Promise<void> {
    this.#end = end;
    const found = new Promise<void>((resolve) => (this.#found = resolve));
    this.#socket.write(text);
    await within(
      found,
      () => `${end} after ${this.username} sent ${text}; came: ${this.#arrived.slice(-500)}`,
      patience,
    );
  }

  async #request(payload: string, type = "get"): Promise<void> {
    const id = `r${++this.#ids}`;
    const answer = new RegExp(`<iq [^>]*\\bid=.${id}.[^>]*(?:/>|>[^]*</iq>)`);
    await this.#ask(`<iq type='${type}' id='${id}'>${payload}</iq>`, answer);
  }

  /** Up to where a roster may be asked for. */
  static async bind(port: number, username: string): Promise<LightClient> {
    const client = new LightClient(port, username);
    const credentials = Buffer.from(`\0${username}\0secret`).toString("base64");
    await client.#ask(stream_header, /<\/stream:features>/);
    await client.#ask(
      `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${credentials}</auth>`,
      /<success/,
    );
    await client.#ask(stream_header, /<\/stream:features>/);
    const bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind>";
    await client.#ask(`<iq type='set' id='bind'>${bind}</iq>`, /<iq [^>]*\bid='bind'[^]*<\/iq>/);
    return client;
  }

  async get_roster(contacts: number): Promise<void> {
    const before = this.#items;
    await this.#request("<query xmlns='jabber:iq:roster'/>");
    const items = this.#items - before;
    if (items !== contacts) throw new Error(`${items} contacts instead of ${contacts} came for ${this.username}`);
  }

  async edit(jid: string, add: boolean): Promise<void> {
    const item = add ? `<item jid='${jid}' name='New'/>` : `<item jid='${jid}' subscription='remove'/>`;
    await this.#request(`<query xmlns='jabber:iq:roster'>${item}</query>`, "set");
  }

  /** Until the server has handled all that was sent. */
  ping(): Promise<void> {
    return this.#request("<ping xmlns='urn:xmpp:ping'/>");
  }

  async available(): Promise<void> {
    this.#socket.write("<presence/>");
    await this.ping();
  }

  drop(): void {
    this.#socket.destroy();
  }

  async leave(): Promise<void> {
    await this.#ask("</stream:stream>", /<\/stream:stream>/);
    this.#socket.destroy();
  }
}
