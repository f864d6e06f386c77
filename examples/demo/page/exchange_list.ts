import type { Exchange } from "../exchange.ts";
import { copy_of, element } from "./elements.ts";
import { meaning, readable } from "./meaning.ts";

const most_shown = 100;

interface Entry {
  key: string;
  element: HTMLElement;
  count: number;
}

function has_succeeded(status: number): boolean {
  return (status >= 200 && status < 300) || status === 304;
}

function fill(part: HTMLElement, body: string): void {
  part.hidden = body === "";
  element(part, "pre", HTMLPreElement).textContent = readable(body);
}

/** What Prosody and the application ask each other, the latest on top. */
export class ExchangeList {
  #latest: Entry | undefined;

  constructor(
    private readonly list: HTMLElement,
    private readonly nothing_yet: HTMLElement,
    private readonly names: ReadonlyMap<string, string>,
  ) {}

  add(exchange: Exchange): void {
    const { asker, method, path, question, status, answer } = exchange;
    const key = JSON.stringify([asker, method, path, question, status]);
    // The same over and over, as while one of the two is away, is shown once.
    const entry = this.#latest?.key === key ? this.#latest : this.#new_entry(key);
    this.#latest = entry;
    entry.count++;
    entry.element.classList.toggle("failed", !has_succeeded(status));
    entry.element.classList.toggle("of-prosody", asker === "Prosody");
    const texts = {
      ".asker": asker === "Prosody" ? "Prosody asks" : "Application tells",
      ".meaning": meaning(exchange, this.names),
      ".request": `${method} ${path}`,
      ".status": String(status),
      ".duration": `${exchange.milliseconds} ms`,
      ".count": entry.count > 1 ? `${entry.count} times` : "",
      ".when": new Date(exchange.at).toLocaleTimeString([], { timeStyle: "medium" }),
    };
    for (const [selector, text] of Object.entries(texts)) {
      element(entry.element, selector, HTMLElement).textContent = text;
    }
    fill(element(entry.element, ".question", HTMLElement), question);
    fill(element(entry.element, ".answer", HTMLElement), answer);
  }

  #new_entry(key: string): Entry {
    const entry = { key, element: copy_of("exchange"), count: 0 };
    this.list.prepend(entry.element);
    while (this.list.children.length > most_shown) this.list.lastElementChild?.remove();
    this.nothing_yet.hidden = true;
    return entry;
  }
}
