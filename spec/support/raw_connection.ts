import { connect, type Socket } from "node:net";
import { xml } from "@xmpp/client";
import { type Element, Parser } from "@xmpp/xml";
import { patience, within } from "./deadline.ts";
import { Session } from "./session.ts";
import type { Prosody } from "./prosody.ts";

const sasl_namespace = "urn:ietf:params:xml:ns:xmpp-sasl";
const bind_namespace = "urn:ietf:params:xml:ns:xmpp-bind";

/** An XMPP stream over TCP that does nothing by itself: for what no well-behaved client library does. */
export class RawConnection extends Session {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #parser: Parser | undefined;
  #jid = "";

  constructor(
    prosody: Prosody,
    readonly host = prosody.host,
  ) {
    super();
    this.#socket = connect({ port: prosody.c2s_port, host: "127.0.0.1" }).setEncoding("utf8").setNoDelay(true);
    this.#socket.on("error", () => undefined);
    this.#socket.on("data", (text: string) => this.#parser?.write(text));
    this.#closed = new Promise((resolve) => this.#socket.once("close", () => resolve()));
  }

  get jid(): string {
    return this.#jid;
  }

  /** Kept when the connection has ended, from whichever side. */
  get ended(): Promise<void> {
    return this.#closed;
  }

  raw(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  drop(): void {
    this.#socket.resetAndDestroy();
  }

  async closed(milliseconds = patience): Promise<void> {
    await within(this.#closed, () => "the server to close the connection", milliseconds);
  }

  /** From now on nothing is read of what comes but how often it has a word in it, which is what this gives. */
  count_only(word: string): () => number {
    let times = 0;
    let rest = "";
    this.#socket.on("data", (text: string) => {
      const parts = `${rest}${text}`.split(word);
      times += parts.length - 1;
      rest = (parts.at(-1) ?? "").slice(-word.length + 1);
    });
    this.#parser = undefined;
    return () => times;
  }

  /** Opens a stream, the first one or the next after authentication, and gives the features offered. */
  async open(): Promise<Element> {
    this.#parser = new Parser();
    this.#parser.on("element", (element: Element) => {
      this.#jid = element.getChild("bind", bind_namespace)?.getChildText("jid") ?? this.#jid;
      this.arrive(element);
    });
    const namespaces = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
    await this.raw(`<?xml version='1.0'?><stream:stream ${namespaces} to='${this.host}' version='1.0'>`);
    return await this.stanza(({ name }) => name === "stream:features", "stream features");
  }

  /** Opens the stream and logs in, up to where a resource may be bound. Gives the features offered then. */
  async authenticate(username: string): Promise<Element> {
    await this.open();
    const credentials = Buffer.from(`\0${username}\0secret`).toString("base64");
    await this.raw(xml("auth", { xmlns: sasl_namespace, mechanism: "PLAIN" }, credentials).toString());
    const answer = await this.stanza((element) => element.getNS() === sasl_namespace, "the answer to the password");
    if (answer.name !== "success") throw new Error(`not let in: ${answer.toString()}`);
    return await this.open();
  }

  /** What to send to bind a resource, for who wants to send more in the same breath. */
  static bind_request(resource: string, id = "bind"): string {
    const bind = xml("bind", { xmlns: bind_namespace }, xml("resource", {}, resource));
    return xml("iq", { type: "set", id }, bind).toString();
  }

  /** Gives the server's answer, be it a full JID or an error. */
  async bind(resource: string, milliseconds = patience): Promise<Element> {
    await this.raw(RawConnection.bind_request(resource));
    return await this.answer_to("bind", milliseconds);
  }
}
