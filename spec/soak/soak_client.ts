import { connect, type Socket } from "node:net";
import { xml } from "@xmpp/client";
import { type Element, Parser } from "@xmpp/xml";
import { within } from "../support/deadline.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { read_push, read_roster, roster_namespace, type RosterItem } from "../support/stanza.ts";

const longest_wait = 45_000;

interface Waiter {
  matches: (element: Element) => boolean;
  give: (element: Element) => void;
}

/** What a client keeps from one login to the next. */
export interface Memory {
  items: ReadonlyMap<string, RosterItem>;
  ver: string | undefined;
}

/** An XMPP client that keeps its roster by what it is told, and forgets everything else. */
export class SoakClient {
  readonly #socket: Socket;
  readonly #gone: Promise<void>;
  #is_gone = false;
  #parser = new Parser();
  #waiters: Waiter[] = [];
  #ids = 0;
  #items = new Map<string, RosterItem>();
  #ver: string | undefined;
  /** Roster pushes that came. */
  pushes = 0;
  /** The roster get was answered with an error: nothing was known yet. */
  was_refused = false;

  private constructor(
    port: number,
    readonly username: string,
    readonly host: string,
  ) {
    this.#socket = connect({ port, host: "127.0.0.1" }).setEncoding("utf8").setNoDelay(true);
    this.#socket.on("error", () => undefined);
    this.#socket.on("data", (text: string) => this.#parser.write(text));
    this.#gone = new Promise((resolve) => {
      this.#socket.once("close", () => {
        this.#is_gone = true;
        resolve();
      });
    });
  }

  get items(): ReadonlyMap<string, RosterItem> {
    return this.#items;
  }

  get ver(): string | undefined {
    return this.#ver;
  }

  get is_gone(): boolean {
    return this.#is_gone;
  }

  #take(element: Element): void {
    const push = read_push(element);
    if (push !== undefined) {
      this.pushes++;
      this.#ver = push.ver;
      if (push.item.subscription === "remove") this.#items.delete(push.item.jid);
      else this.#items.set(push.item.jid, push.item);
      return;
    }
    const index = this.#waiters.findIndex(({ matches }) => matches(element));
    const [waiter] = index < 0 ? [] : this.#waiters.splice(index, 1);
    waiter?.give(element);
  }

  /** Sends, and waits for the first element that matches. */
  async #ask(text: string, matches: (element: Element) => boolean): Promise<Element> {
    const arrival = new Promise<Element>((give) => this.#waiters.push({ matches, give }));
    this.#socket.write(text);
    const broken = this.#gone.then(() => {
      throw new Error(`the connection of ${this.username} broke`);
    });
    return await within(Promise.race([arrival, broken]), () => `an answer to ${this.username}: ${text}`, longest_wait);
  }

  /** The answer is taken in as it comes: what follows it may be there already when a promise of it is kept. */
  async #request(payload: Element, take_in: (answer: Element) => void = () => undefined): Promise<void> {
    const id = `soak-${++this.#ids}`;
    const iq = xml("iq", { type: "get", id }, payload);
    await this.#ask(iq.toString(), (element) => {
      const is_answer = element.name === "iq" && element.attrs["id"] === id;
      if (is_answer) take_in(element);
      return is_answer;
    });
  }

  async #open_stream(): Promise<void> {
    this.#parser = new Parser();
    this.#parser.on("element", (element: Element) => this.#take(element));
    const namespaces = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
    await this.#ask(
      `<?xml version='1.0'?><stream:stream ${namespaces} to='${this.host}' version='1.0'>`,
      ({ name }) => name === "stream:features",
    );
  }

  /** Logs in, asks for the roster and sends presence. With a memory, the roster is asked for by its version. */
  static async log_in(
    port: number,
    { username, host }: { username: string; host: string },
    memory?: Memory,
  ): Promise<SoakClient> {
    const client = new SoakClient(port, username, host);
    try {
      await client.#log_in(memory);
      return client;
    } catch (error) {
      client.drop();
      throw error;
    }
  }

  async #log_in(memory: Memory | undefined): Promise<void> {
    await this.#open_stream();
    const credentials = Buffer.from(`\0${this.username}\0secret`).toString("base64");
    const auth = xml("auth", { xmlns: "urn:ietf:params:xml:ns:xmpp-sasl", mechanism: "PLAIN" }, credentials);
    const verdict = await this.#ask(auth.toString(), ({ name }) => name === "success" || name === "failure");
    if (verdict.name !== "success") throw new Error(`${this.username} was not let in: ${verdict.toString()}`);
    await this.#open_stream();
    const request = RawConnection.bind_request(`r${Math.trunc(performance.now() * 1000)}`);
    const bound = await this.#ask(request, ({ attrs }) => attrs["id"] === "bind");
    if (bound.attrs["type"] !== "result") throw new Error(`${this.username} was not bound: ${bound.toString()}`);
    await this.#get_roster(memory);
    this.#socket.write("<presence/>");
  }

  #get_roster(memory: Memory | undefined): Promise<void> {
    return this.#request(xml("query", { xmlns: roster_namespace, ver: memory?.ver }), (answer) => {
      if (answer.attrs["type"] === "error") {
        this.was_refused = true;
        return;
      }
      const { items, ver, unchanged } = read_roster(answer);
      this.#items = new Map(unchanged ? memory?.items : items.map((item) => [item.jid, item]));
      this.#ver = unchanged ? memory?.ver : ver;
    });
  }

  /** Until the server has handled all that was sent. False where the connection has ended. */
  async ping(): Promise<boolean> {
    if (this.#is_gone) return false;
    try {
      await this.#request(xml("ping", { xmlns: "urn:xmpp:ping" }));
      return true;
    } catch (error) {
      if (this.#is_gone) return false;
      throw error;
    }
  }

  drop(): void {
    this.#is_gone = true;
    this.#socket.resetAndDestroy();
  }

  async leave(): Promise<void> {
    this.#socket.write("</stream:stream>");
    await within(this.#gone, () => `the server to end the stream of ${this.username}`, longest_wait);
  }
}
