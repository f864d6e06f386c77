import type { Backend } from "../support/backend.ts";
import type { Random } from "./random.ts";
import { new_document, type RosterDocument } from "./documents.ts";
import type { Memory, SoakClient } from "./soak_client.ts";

const contacts = 20;

/** A user, online or not, with what the backend says of them and what their clients have. */
export class Account {
  readonly clients = new Set<SoakClient>();
  /** Of the client that left last. */
  memory: Memory | undefined;
  /** Somebody is logging in or leaving. */
  is_moving = false;
  #under_way = 0;
  #announced = 0;

  constructor(
    readonly username: string,
    readonly host: string,
    private readonly backend: Backend,
    private document_now: RosterDocument,
  ) {
    this.document = document_now;
  }

  get jid(): string {
    return `${this.username}@${this.host}`;
  }

  get document(): RosterDocument {
    return this.document_now;
  }

  set document(document: RosterDocument) {
    this.document_now = document;
    this.backend.rosters.set(this.username, document);
  }

  /** Begins a change. What is returned ends it, and tells whether there was no other at the same time. */
  begin_change(): () => boolean {
    const was_alone = this.#under_way === 0;
    this.#under_way++;
    const number = ++this.#announced;
    return () => {
      this.#under_way--;
      return was_alone && this.#announced === number;
    };
  }
}

export function new_accounts(random: Random, backend: Backend, hosts: readonly string[], count: number): Account[] {
  const names = Array.from({ length: count }, (_, index) => ({
    username: `user${index + 1}`,
    host: hosts[index % hosts.length] ?? "",
  }));
  const jids = names.map(({ username, host }) => `${username}@${host}`);
  return names.map(({ username, host }) => {
    const others = jids.filter((jid) => jid !== `${username}@${host}`);
    return new Account(username, host, backend, new_document(random, others, contacts));
  });
}
