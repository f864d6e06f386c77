import type { Contact } from "../../backend/contact.ts";
import type { Person } from "../page_settings.ts";
import * as application from "./application.ts";
import { element } from "./elements.ts";
import { type Click, FriendRow } from "./friend_row.ts";

/** What is said once it is done. */
const done: Record<Click, string> = {
  approve: "approved",
  refuse: "refused",
  befriend: "befriended",
  ask: "asked",
  unfriend: "unfriended",
  remove: "removed",
};

export type Tell = (outcome: string, is_trouble: boolean) => void;

/** One person's list of friends as the application keeps it: its entries, and all others whom one could add. */
export class Friends {
  readonly #rows = new Map<string, FriendRow>();
  #list: application.ContactList = {};
  #reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly owner: Person,
    private readonly people: readonly Person[],
    private readonly place: HTMLElement,
    private readonly tell: Tell,
  ) {}

  /** Reads the list anew: what is read last was asked for last. */
  refresh(): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      try {
        this.#show(await application.contact_list(this.owner.username));
      } catch (error) {
        this.tell(String(error), true);
      }
    });
    return this.#reading;
  }

  #name_of(jid: string): string {
    const contact = this.#list[jid];
    return contact?.name ?? this.people.find((person) => person.jid === jid)?.name ?? contact?.nick ?? jid;
  }

  #show(list: application.ContactList): void {
    this.#list = list;
    const others = this.people.filter(({ jid }) => jid !== this.owner.jid).map(({ jid }) => jid);
    const jids = [...new Set([...others, ...Object.keys(list)])];
    for (const [jid, row] of this.#rows) {
      if (jids.includes(jid)) continue;
      this.#rows.delete(jid);
      row.element.remove();
    }
    for (const jid of jids) this.#row(jid).show(list[jid], this.#name_of(jid));
  }

  #row(jid: string): FriendRow {
    const known = this.#rows.get(jid);
    if (known !== undefined) return known;
    const row = new FriendRow({
      click: (deed) => void this.#act(deed, jid),
      save: (name, groups) => void this.#try(`saved ${name}`, (place) => application.save(place, name, groups), jid),
    });
    this.#rows.set(jid, row);
    this.place.append(row.element);
    return row;
  }

  async #try(outcome: string, work: (place: application.Place) => Promise<void>, jid: string): Promise<void> {
    try {
      await work({ owner: this.owner.username, contact: jid });
      this.tell(`${this.owner.name} has ${outcome}`, false);
    } catch (error) {
      this.tell(String(error), true);
    }
  }

  async #act(deed: Click, jid: string): Promise<void> {
    await this.#try(`${done[deed]} ${this.#name_of(jid)}`, (place) => this.#carry_out(deed, place), jid);
  }

  async #carry_out(deed: Click, place: application.Place): Promise<void> {
    // Whoever is asked or approved becomes an entry with a name first, as most chat clients do it.
    const { name, groups }: Partial<Contact> = this.#list[place.contact] ?? {};
    if (name === undefined && (deed === "ask" || deed === "approve")) {
      await application.save(place, this.#name_of(place.contact), groups?.length ? groups : ["Friends"]);
    }
    await application[deed](place);
  }
}

/** Where a person's list goes. */
export function list_of(section: HTMLElement): HTMLElement {
  return element(section, ".friends ul", HTMLUListElement);
}
