import { change_of, type Contact } from "./contact.ts";
import type { Contacts } from "./contacts.ts";
import { decide, type Question } from "./decide.ts";

/** What has changed in one user's contact list. */
export interface Edited {
  owner: string;
  jid: string;
  /** As it is now. Undefined: not in the list any more. */
  contact: Contact | undefined;
}

export function host_of(jid: string): string {
  return jid.slice(jid.indexOf("@") + 1);
}

/** Answers what a user, or a contact elsewhere, wants: changes the contact lists that are ours, and gives what changed. */
export async function edit(contacts: Contacts, question: Question, is_ours: boolean): Promise<Edited[]> {
  const { user, contact } = question;
  await contacts.lock([user, contact]);
  const before = {
    user: await contacts.contact(user, contact),
    contact: is_ours ? await contacts.contact(contact, user) : undefined,
  };
  const after = decide(question, before);
  const edited: Edited[] = [];
  const save = async (owner: string, jid: string, was: Contact | undefined, is: Contact | undefined): Promise<void> => {
    if (change_of(was, is) === undefined) return;
    await contacts.save_contact(owner, jid, is);
    edited.push({ owner, jid, contact: is });
  };
  await save(user, contact, before.user, after.user);
  if (is_ours) await save(contact, user, before.contact, after.contact);
  return edited;
}
