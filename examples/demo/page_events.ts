import type { IncomingMessage, ServerResponse } from "node:http";
import type { Exchange } from "./exchange.ts";
import type { Link } from "./link.ts";

/** Tells open pages what happens, as server-sent events. */
export class PageEvents {
  readonly #pages = new Set<ServerResponse>();

  constructor(private readonly link: Link) {
    link.on("exchange", (exchange) => {
      this.#send(exchange_event(exchange));
      // A question to change something, or a notice that something has changed.
      if (exchange.method !== "GET") this.lists_changed();
    });
    link.on("cut", (is_cut) => this.#send(event("cut", is_cut)));
  }

  /** A page that comes again after it lost its connection is told what it has missed. */
  add(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(event("cut", this.link.is_cut) + event("changed", true));
    const last_seen = Number(request.headers["last-event-id"] ?? 0);
    for (const exchange of this.link.since(last_seen)) response.write(exchange_event(exchange));
    this.#pages.add(response);
    response.once("close", () => this.#pages.delete(response));
  }

  /** The application's lists of friends are to be read anew. */
  lists_changed(): void {
    this.#send(event("changed", true));
  }

  #send(text: string): void {
    for (const page of this.#pages) page.write(text);
  }
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function exchange_event(exchange: Exchange): string {
  return `id: ${exchange.number}\n${event("exchange", exchange)}`;
}
