import type { RosterItem } from "../support/stanza.ts";

/** A contact as the backend gives it. Each saying has a name of its own, so that one can be told from the other. */
export interface Contact {
  readonly name: string;
  readonly subscription: string;
}

export type Document = Readonly<Record<string, Contact>>;
export type Patch = Readonly<Record<string, Contact | null>>;

/** Something said of a user. It counts from when all that it brought about has been seen to have come. */
export interface Word {
  readonly kind: "hand-over" | "patch" | "refresh";
  readonly said: Patch | Document;
  /** It may well fail. */
  readonly is_excused: boolean;
  /** Of `performance.now()`. */
  readonly at: number;
  /** By when it had arrived whole, of `performance.now()`. */
  arrived_at: number;
  outcome: "pending" | "updated" | "failed";
  /** When it had its effect for certain, of `performance.now()`. */
  settled_at: number;
}

type Event =
  | { kind: "truth"; document: Document; at: number }
  | { kind: "doubt" }
  | { kind: "word"; word: Word; truth: Document }
  | { kind: "seen"; text: string; at: number; asked_at: number };

export function merge(document: Document, patch: Patch): Document {
  const merged = new Map(Object.entries(document));
  for (const [jid, contact] of Object.entries(patch)) {
    if (contact === null) merged.delete(jid);
    else merged.set(jid, contact);
  }
  return Object.fromEntries(merged);
}

function text_of(jid: string, { name, subscription }: { name?: string; subscription: string | undefined }): string {
  return `${jid} ${subscription ?? "no subscription"} ${name ?? "no name"}`;
}

/** A roster in one comparable text. */
export function text_of_document(document: Document): string {
  return Object.entries(document)
    .map(([jid, contact]) => text_of(jid, contact))
    .sort()
    .join(", ");
}

export function text_of_items(items: Iterable<RosterItem>): string {
  return [...items]
    .map((item) => text_of(item.jid, item))
    .sort()
    .join(", ");
}

function is_after({ arrived_at, settled_at }: Word, { asked_at, at }: { asked_at: number; at: number }): boolean {
  return arrived_at > asked_at && settled_at > at;
}

function distinct(documents: readonly Document[]): Document[] {
  return [...new Map(documents.map((document) => [text_of_document(document), document])).values()];
}

/** What was said of a user, in order, and so which rosters they may be shown. */
export class Knowledge {
  readonly #events: Event[];

  constructor(public truth: Document) {
    this.#events = [{ kind: "truth", document: truth, at: performance.now() }];
  }

  /** The backend says something else from now on. */
  change(patch: Patch): void {
    this.truth = merge(this.truth, patch);
    this.#events.push({ kind: "truth", document: this.truth, at: performance.now() });
  }

  /** What was true at any time may be shown until something is said, since the backend fails and the last known is served. */
  doubt(): void {
    this.#events.push({ kind: "doubt" });
  }

  say(kind: Word["kind"], said: Patch | Document, is_excused: boolean): Word {
    const never = { arrived_at: Infinity, settled_at: Infinity };
    const word: Word = { kind, said, is_excused, at: performance.now(), outcome: "pending", ...never };
    this.#events.push({ kind: "word", word, truth: this.truth });
    return word;
  }

  /**
   * A client shows this roster, which was asked for then at the earliest: what is older won't come again, unless the application said it in a
   * word that arrived later, and has not had its effect yet.
   */
  saw(text: string, asked_at: number): void {
    this.#events.push({ kind: "seen", text, at: performance.now(), asked_at });
  }

  /**
   * All rosters that are possible now. Asking again may be answered with the truth of any later time, too. `heard_since`: whoever is
   * shown it has taken in all that was sent up to then; what others have seen since may still be on its way.
   */
  possible(heard_since: number): Document[] {
    let now: Document[] = [];
    let ever: Document[] = [];
    const births = new Map<string, { first: number; last: number }>();
    const said_by = new Map<Word, readonly string[]>();
    for (const [index, event] of this.#events.entries()) {
      if (event.kind === "seen") {
        if (event.at > heard_since) continue;
        const since = births.get(event.text)?.first ?? 0;
        const to_come = new Set(
          [...said_by].flatMap(([word, texts]) => (is_after(word, event) && word.kind !== "refresh" ? texts : [])),
        );
        now = now.filter((document) => {
          const text = text_of_document(document);
          return to_come.has(text) || (births.get(text)?.last ?? 0) >= since;
        });
        continue;
      }
      const made = this.#made_by(now, event);
      const texts = made.map(text_of_document);
      for (const text of texts) births.set(text, { first: births.get(text)?.first ?? index, last: index });
      if (event.kind === "word") said_by.set(event.word, texts);
      if (event.kind === "doubt") now = ever;
      else now = event.kind === "word" && event.word.outcome === "updated" ? made : distinct([...now, ...made]);
      ever = distinct([...ever, ...now]);
    }
    return now;
  }

  /** What may be shown because of an event. */
  #made_by(before: readonly Document[], event: Exclude<Event, { kind: "seen" }>): Document[] {
    if (event.kind === "truth") return this.#with_patches(event.document, event.at);
    if (event.kind === "doubt" || event.word.outcome === "failed") return [];
    const { word, truth } = event;
    // What the backend says by a patch or a hand-over is what it would answer: a fetch sent later may have brought it.
    if (word.kind === "patch") return distinct([...before.map((document) => merge(document, word.said)), truth]);
    return word.kind === "refresh" ? this.#with_patches(truth, word.at) : [truth];
  }

  /**
   * What the backend says, and the same with patches that were on their way then: an answer asked for before them may be from after them,
   * and they are applied to it all the same, until the next.
   */
  #with_patches(document: Document, at: number): Document[] {
    const documents = [document];
    for (const event of this.#events) {
      const is_under_way =
        event.kind === "word" && event.word.kind === "patch" && event.word.at <= at && event.word.settled_at > at;
      if (is_under_way) documents.push(...documents.map((each) => merge(each, event.word.said)));
    }
    return documents;
  }
}

/** What is wrong with a roster push, going by what is possible now; undefined: nothing. */
export function wrong_push(item: RosterItem, possible: readonly Document[]): string | undefined {
  const is_removal = item.subscription === "remove";
  const is_possible = possible.some((document) => {
    const contact = document[item.jid];
    if (is_removal) return contact === undefined;
    return contact !== undefined && text_of(item.jid, contact) === text_of(item.jid, item);
  });
  if (is_possible) return undefined;
  const known = possible.map((document) => document[item.jid]);
  const allowed = known.map((contact) => (contact === undefined ? "none" : text_of("", contact).trim()));
  return `was pushed ${text_of(item.jid, item)}, possible: ${[...new Set(allowed)].join(" or ")}`;
}
