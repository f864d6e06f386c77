import { type Change, change_of, type Contact } from "./contact.ts";
import type { Contacts } from "./database.ts";
import { decide, type Question } from "./decide.ts";

/** What has changed in one user's contact list. */
export interface Edited {
  owner: string;
  contact: string;
  change: Change;
}

export function host_of(jid: string): string {
  return jid.slice(jid.indexOf("@") + 1);
}

/** Answers what a user, or a contact elsewhere, wants: changes the contact lists that are ours, and gives what changed. */
export function edit(contacts: Contacts, question: Question, is_ours: boolean): Edited[] {
  const { user, contact } = question;
  const before = {
    user: contacts.contact(user, contact),
    contact: is_ours ? contacts.contact(contact, user) : undefined,
  };
  const after = decide(question, before);
  const edited: Edited[] = [];
  const save = (owner: string, jid: string, was: Contact | undefined, is: Contact | undefined): void => {
    const change = change_of(was, is);
    if (change === undefined) return;
    contacts.save_contact(owner, jid, is);
    edited.push({ owner, contact: jid, change });
  };
  save(user, contact, before.user, after.user);
  if (is_ours) save(contact, user, before.contact, after.contact);
  return edited;
}
