import { patience, within } from "./deadline.ts";

interface Taker<T> {
  matches: (item: T) => boolean;
  give: (item: T) => void;
}

/** What has arrived and was not asked for yet, in order. Each item is taken once. */
export class Inbox<T> {
  #waiting: T[] = [];
  #takers: Taker<T>[] = [];

  constructor(private readonly show: (item: T) => string) {}

  arrive(item: T): void {
    const taker = this.#takers.find((candidate) => candidate.matches(item));
    if (taker === undefined) {
      this.#waiting.push(item);
      return;
    }
    this.#takers = this.#takers.filter((other) => other !== taker);
    taker.give(item);
  }

  /** The oldest item that matches, waited for if need be. */
  async take(matches: (item: T) => boolean, what: string, milliseconds = patience): Promise<T> {
    const index = this.#waiting.findIndex(matches);
    const [item] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (item !== undefined) return item;
    let taker: Taker<T> | undefined;
    const arrival = new Promise<T>((give) => {
      taker = { matches, give };
      this.#takers.push(taker);
    });
    try {
      return await within(arrival, () => `${what}; arrived instead: ${this.#summary()}`, milliseconds);
    } finally {
      this.#takers = this.#takers.filter((other) => other !== taker);
    }
  }

  take_all(): T[] {
    return this.#waiting.splice(0);
  }

  #summary(): string {
    return this.#waiting.length === 0 ? "nothing" : this.#waiting.map(this.show).join("\n");
  }
}
