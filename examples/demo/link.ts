import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type Answer, give, problem } from "./answer.ts";
import type { Exchange, Party } from "./exchange.ts";
import { forward, read_whole } from "./forward.ts";
import { listen } from "./listen.ts";

/** So many of the last exchanges are kept, for pages that are opened later. */
const most_kept = 100;

interface LinkEvents {
  exchange: [Exchange];
  cut: [boolean];
}

/** What lies between the application and Prosody: passes on what they ask each other, notes it, and can be cut. */
export class Link extends EventEmitter<LinkEvents> {
  #is_cut = false;
  #count = 0;
  #latest: Exchange[] = [];
  readonly #servers: Server[] = [];

  get is_cut(): boolean {
    return this.#is_cut;
  }

  set is_cut(is_cut: boolean) {
    this.#is_cut = is_cut;
    this.emit("cut", is_cut);
  }

  /** Those after this number, the oldest first. */
  since(number: number): Exchange[] {
    return this.#latest.filter((exchange) => exchange.number > number);
  }

  forget(): void {
    this.#latest = [];
  }

  /** Where the one who asks finds the other, who is at `target`. */
  async way_for(asker: Party, target: string): Promise<string> {
    const server = this.#server(asker, target);
    this.#servers.push(server);
    return listen(server);
  }

  close(): void {
    for (const server of this.#servers) server.close();
  }

  #server(asker: Party, target: string): Server {
    return createServer((request, response) => {
      void this.#pass_on(asker, target, request).then(
        (answer) => give(response, answer),
        // The one who asked has gone in the middle of its question.
        () => response.destroy(),
      );
    });
  }

  async #pass_on(asker: Party, target: string, request: IncomingMessage): Promise<Answer> {
    const { method = "", url: path = "" } = request;
    const at = Date.now();
    const question = await read_whole(request);
    const answer = this.#is_cut
      ? problem(503, "the switch on the demo's page is off")
      : await forward(new URL(target + path), request, question);
    this.#note({
      number: ++this.#count,
      at,
      asker,
      method,
      path,
      question: question.toString(),
      status: answer.status,
      answer: answer.body.toString(),
      milliseconds: Date.now() - at,
    });
    return answer;
  }

  #note(exchange: Exchange): void {
    this.#latest = [...this.#latest, exchange].slice(-most_kept);
    this.emit("exchange", exchange);
  }
}
