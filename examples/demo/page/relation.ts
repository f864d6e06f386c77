import type { Contact } from "../../backend/contact.ts";

/** What somebody can do about one entry of their list, or about one who is not in it. */
export type Deed = (typeof all_deeds)[number];

export const all_deeds = ["approve", "refuse", "befriend", "ask", "rename", "move", "unfriend", "remove"] as const;

function sees({ subscription }: Contact): boolean {
  return subscription === "to" || subscription === "both";
}

/** They have only asked: that is no entry of the list yet. */
function is_listed({ name, groups, ask, subscription }: Contact): boolean {
  return name !== undefined || groups.length > 0 || ask !== undefined || subscription !== "none";
}

export function deeds(contact: Contact | undefined): Deed[] {
  if (contact === undefined) return ["befriend", "ask"];
  if (contact.subscription === "both") return ["rename", "move", "unfriend"];
  const of_entry: Deed[] = is_listed(contact) ? ["rename", "move", "remove"] : [];
  if (contact.request !== undefined) return ["approve", "refuse", ...of_entry];
  return sees(contact) || contact.ask !== undefined ? ["befriend", ...of_entry] : ["befriend", "ask", ...of_entry];
}

function asked_by(name: string, request: string | true): string {
  return request === true ? `${name} asks to see you` : `${name} asks to see you: “${request}”`;
}

/** Who sees whom, in words. */
export function relation(contact: Contact | undefined, name: string): string {
  if (contact === undefined) return "Not in the list";
  const { subscription, ask, request } = contact;
  const seen = { both: "You see each other", to: `You see ${name}`, from: `${name} sees you`, none: undefined };
  const parts = [request && asked_by(name, request), ask && "Asked, no answer yet", seen[subscription]].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? "Neither sees the other" : parts.join(". ");
}
