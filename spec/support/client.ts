import { Socket } from "node:net";
import { type Client as XmppClient, client as new_xmpp_client, xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import type { Prosody } from "./prosody.ts";
import { roster_namespace } from "./stanza.ts";
import { patience, within } from "./deadline.ts";
import { Session } from "./session.ts";

export interface LoginOptions {
  /** The server's first host, unless named. */
  host?: string;
  /** The server chooses, unless named. */
  resource?: string;
  transport?: "tcp" | "websocket";
  /** How long the login may take. */
  milliseconds?: number;
}

const bind_namespace = "urn:ietf:params:xml:ns:xmpp-bind";

/** A user's client on @xmpp/client: it answers roster pushes and pings, and does not reconnect by itself. */
export class Client extends Session {
  readonly errors: Error[] = [];
  readonly #xmpp: XmppClient;
  readonly #disconnected: Promise<void>;

  constructor(
    prosody: Prosody,
    readonly username: string,
    { host = prosody.host, resource, transport = "tcp", milliseconds = patience }: LoginOptions,
  ) {
    super();
    const services = {
      tcp: `xmpp://127.0.0.1:${prosody.c2s_port}`,
      websocket: `ws://127.0.0.1:${prosody.http_port}/xmpp-websocket`,
    };
    this.#xmpp = new_xmpp_client({
      service: services[transport],
      domain: host,
      resource,
      timeout: milliseconds,
      // Left alone, the library would not send a password without TLS, and only the Latin-1 of a username.
      credentials: (authenticate) => {
        const latin = Buffer.from(username, "utf8").toString("latin1");
        return authenticate({ username: latin, password: "secret" }, "PLAIN", xml("user-agent"));
      },
    });
    this.#xmpp.reconnect.stop();
    this.#disconnected = new Promise((resolve) => this.#xmpp.once("disconnect", () => resolve()));
    this.#xmpp.on("error", (error) => this.errors.push(error));
    this.#xmpp.on("stanza", (stanza) => {
      if (stanza.getChild("bind", bind_namespace) === undefined) this.arrive(stanza);
    });
    this.#xmpp.iqCallee.set(roster_namespace, "query", () => true);
  }

  /** The full JID. */
  get jid(): string {
    return String(this.#xmpp.jid);
  }

  async start(milliseconds: number): Promise<void> {
    await within(this.#xmpp.start(), () => `${this.username} to log in`, milliseconds);
  }

  raw(text: string): Promise<void> {
    return this.#xmpp.write(text);
  }

  override send(stanza: Element): Promise<void> {
    return this.#xmpp.send(stanza);
  }

  drop(): void {
    const { socket } = this.#xmpp;
    if (socket instanceof Socket) socket.destroy();
    else socket?.end();
  }

  /** The connection has ended, from whichever side. */
  async closed(milliseconds = patience): Promise<void> {
    await within(this.#disconnected, () => `the connection of ${this.username} to end`, milliseconds);
  }

  /** Ends the stream as RFC 6120 says. */
  async stop(): Promise<void> {
    if (this.#xmpp.status === "online") await this.#xmpp.stop();
  }
}

export async function log_in(prosody: Prosody, username: string, options: LoginOptions = {}): Promise<Client> {
  const client = new Client(prosody, username, options);
  await client.start(options.milliseconds ?? patience);
  return client;
}
