import type { RosterItem } from "../support/stanza.ts";
import type { Random } from "./random.ts";

export interface Contact {
  name?: string;
  groups?: readonly string[];
  subscription?: string;
}

/** A roster as the backend gives it. */
export type RosterDocument = Readonly<Record<string, Contact>>;

/** A JSON merge patch of a roster. */
export type RosterPatch = Readonly<Record<string, Readonly<Record<keyof Contact, unknown>> | null>>;

const names = ["Marie", "Zoë & <Co>", 'Michael "Mike" O\'Neil', "雪", "🙂", "a".repeat(200)] as const;
const groups = ["Friends", "Work", "Family", "Chess & <Go>", "Ünïcode"] as const;
const subscriptions = ["both", "both", "both", "to", "from", "none"] as const;

function new_contact(random: Random): Contact {
  return {
    ...(random.chance(0.8) && { name: `${random.pick(names)} ${random.below(1000)}` }),
    ...(random.chance(0.7) && { groups: groups.filter(() => random.chance(0.4)) }),
    ...(random.chance(0.8) && { subscription: random.pick(subscriptions) }),
  };
}

export function new_document(random: Random, jids: readonly string[], contacts: number): RosterDocument {
  const document: Record<string, Contact> = {};
  for (let count = 0; count < contacts; count++) document[random.pick(jids) ?? ""] = new_contact(random);
  return document;
}

/** Some contacts added, removed and changed: what comes of it, and the patch that does the same. */
export function change(
  random: Random,
  document: RosterDocument,
  jids: readonly string[],
): { document: RosterDocument; patch: RosterPatch } {
  const changed = new Map(Object.entries(document));
  const patch: Record<string, RosterPatch[string]> = {};
  for (let count = random.below(3); count >= 0; count--) {
    const known = random.chance(0.6) ? random.pick([...changed.keys()]) : undefined;
    const jid = known ?? random.pick(jids) ?? "";
    if (known !== undefined && random.chance(0.4)) {
      changed.delete(jid);
      patch[jid] = null;
    } else {
      const contact = new_contact(random);
      changed.set(jid, contact);
      const { name = null, groups: in_groups = null, subscription = null } = contact;
      patch[jid] = { name, groups: in_groups, subscription };
    }
  }
  return { document: Object.fromEntries(changed), patch };
}

/** What a client should see of a contact, in one comparable text. */
export function text_of_contact({ name = "", groups: in_groups = [], subscription = "both" }: Contact): string {
  return JSON.stringify([name, [...in_groups].sort(), subscription]);
}

/** The contacts in which what a client has is not what the backend says. */
export function differences(document: RosterDocument, items: ReadonlyMap<string, RosterItem>): string[] {
  const jids = new Set([...Object.keys(document), ...items.keys()]);
  return [...jids].flatMap((jid) => {
    const [said, seen] = [document[jid], items.get(jid)];
    const [wanted, got] = [said && text_of_contact(said), seen && text_of_contact(seen)];
    return wanted === got ? [] : [`${jid} is ${got ?? "missing"} instead of ${wanted ?? "missing"}`];
  });
}
