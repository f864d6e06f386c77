import { xml } from "@xmpp/client";
import { type Element, Parser } from "@xmpp/xml";
import { patience } from "./deadline.ts";
import { http_request } from "./http_request.ts";
import type { Prosody } from "./prosody.ts";
import { Session } from "./session.ts";

const body_namespace = "http://jabber.org/protocol/httpbind";
const sasl_namespace = "urn:ietf:params:xml:ns:xmpp-sasl";
const bind_namespace = "urn:ietf:params:xml:ns:xmpp-bind";

/** How long the server may hold a request, in seconds: less than `patience`. */
const longest_hold = 5;

function parse(text: string): Element {
  let root: Element | undefined;
  const parser = new Parser();
  // The parser takes the outermost element for a stream, whose children it gives away one by one.
  parser.on("start", (element: Element) => (root = element));
  parser.on("element", (element: Element) => root?.append(element));
  parser.write(text);
  if (root === undefined) throw new Error(`no BOSH body: ${text}`);
  return root;
}

/** An XMPP session over BOSH (XEP-0124): at least one request is always waiting for what the server has to say. */
export class BoshSession extends Session {
  #jid = "";
  #sid = "";
  #rid = 1;
  #open_requests = 0;
  #ended = false;
  #in_order: Promise<void> = Promise.resolve();

  constructor(
    private readonly prosody: Prosody,
    readonly host = prosody.host,
  ) {
    super();
  }

  get jid(): string {
    return this.#jid;
  }

  async raw(text: string): Promise<void> {
    this.#post({}, text);
  }

  /** Asks no more: the server notices when nothing has come for a while. */
  drop(): void {
    this.#ended = true;
  }

  async stop(): Promise<void> {
    this.#ended = true;
    this.#post({ type: "terminate" }, "");
    await this.#in_order;
  }

  /** Opens the session and logs in, up to where a resource may be bound. */
  async authenticate(username: string): Promise<void> {
    const stream = { to: this.host, wait: longest_hold, hold: 1, ver: "1.6", "xmpp:version": "1.0" };
    this.#post(stream, "");
    await this.#features();
    const credentials = Buffer.from(`\0${username}\0secret`).toString("base64");
    await this.send(xml("auth", { xmlns: sasl_namespace, mechanism: "PLAIN" }, credentials));
    const answer = await this.stanza((element) => element.getNS() === sasl_namespace, "the answer to the password");
    if (answer.name !== "success") throw new Error(`not let in: ${answer.toString()}`);
    this.#post({ to: this.host, "xmpp:restart": "true" }, "");
    await this.#features();
  }

  /** Gives the server's answer, be it a full JID or an error. */
  async bind(resource: string, milliseconds = patience): Promise<Element> {
    const bind = xml("bind", { xmlns: bind_namespace }, xml("resource", {}, resource));
    const answer = await this.request(xml("iq", { type: "set" }, bind), milliseconds);
    this.#jid = answer.getChild("bind", bind_namespace)?.getChildText("jid") ?? "";
    return answer;
  }

  #features(): Promise<Element> {
    return this.stanza(({ name }) => name === "stream:features", "stream features");
  }

  #post(attributes: Record<string, string | number>, content: string): void {
    const body = xml("body", {
      xmlns: body_namespace,
      "xmlns:xmpp": "urn:xmpp:xbosh",
      rid: this.#rid++,
      ...(this.#sid !== "" && { sid: this.#sid }),
      ...attributes,
    });
    const text = content === "" ? body.toString() : body.toString().replace(/\/>$/, `>${content}</body>`);
    this.#open_requests++;
    const answer = http_request({
      method: "POST",
      port: this.prosody.http_port,
      path: "/http-bind",
      headers: { Host: this.host, "Content-Type": "text/xml" },
      body: text,
      milliseconds: patience * 2,
    });
    this.#in_order = this.#in_order.then(async () => {
      // A server that has gone is for the test to notice, by what does not arrive.
      const received = await answer.catch(() => undefined);
      this.#open_requests--;
      if (received?.status === 200) this.#take(parse(received.body));
      else this.#ended = true;
    });
  }

  #take(body: Element): void {
    this.#sid = body.attrs["sid"] ?? this.#sid;
    if (body.attrs["type"] === "terminate") this.#ended = true;
    for (const element of body.getChildElements()) this.arrive(element);
    if (!this.#ended && this.#open_requests === 0) this.#post({}, "");
  }
}
