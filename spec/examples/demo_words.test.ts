import assert from "node:assert/strict";
import { test } from "node:test";
import type { Contact } from "../../examples/backend/contact.ts";
import type { Party } from "../../examples/demo/exchange.ts";
import { meaning } from "../../examples/demo/page/meaning.ts";
import { deeds, relation } from "../../examples/demo/page/relation.ts";

const entries: [Partial<Contact> | undefined, string, string][] = [
  [undefined, "Not in the list", "befriend ask"],
  [{ name: "Marie" }, "Neither sees the other", "befriend ask rename move remove"],
  [{ subscription: "both" }, "You see each other", "rename move unfriend"],
  [{ subscription: "to" }, "You see Marie", "befriend rename move remove"],
  [{ subscription: "from" }, "Marie sees you", "befriend ask rename move remove"],
  [{ ask: "subscribe" }, "Asked, no answer yet", "befriend rename move remove"],
  [{ subscription: "from", ask: "subscribe" }, "Asked, no answer yet. Marie sees you", "befriend rename move remove"],
  [{ request: true }, "Marie asks to see you", "approve refuse"],
  [{ request: "It is me" }, "Marie asks to see you: “It is me”", "approve refuse"],
  [{ request: true, groups: ["Work"] }, "Marie asks to see you", "approve refuse rename move remove"],
  [{ request: true, subscription: "to" }, "Marie asks to see you. You see Marie", "approve refuse rename move remove"],
];

for (const [fields, words, offered] of entries) {
  test(`${JSON.stringify(fields)}: ${words}`, () => {
    const contact: Contact | undefined = fields && { groups: [], subscription: "none", ...fields };
    assert.equal(relation(contact, "Marie"), words);
    assert.equal(deeds(contact).join(" "), offered);
  });
}

const names = new Map([
  ["john", "John"],
  ["marie", "Marie"],
]);
const edit = { action: "subscribe", user: "john@example.com", contact: "marie@example.com" };
const exchanges: [Party, string, string, unknown, string][] = [
  ["Prosody", "GET", "/contacts/john", "", "Who is in John's list?"],
  ["Prosody", "GET", "/contacts/nobody", "", "Who is in nobody's list?"],
  ["Prosody", "POST", "/edits", edit, "May John ask Marie?"],
  ["Prosody", "POST", "/edits", { ...edit, from: "contact" }, "May Marie ask John?"],
  ["Prosody", "POST", "/edits", { ...edit, action: "set" }, "May John save Marie?"],
  ["application", "PATCH", "/roster_admin/rosters", { john: {} }, "John's list has changed"],
  ["application", "PATCH", "/roster_admin/rosters", { john: {}, marie: {} }, "John's and Marie's lists have changed"],
  ["application", "POST", "/roster_admin/refresh", ["marie", "john"], "John's and Marie's lists have changed"],
  ["application", "GET", "/roster_admin/status", "", "GET /roster_admin/status"],
];

for (const [asker, method, path, question, words] of exchanges) {
  test(`${method} ${path}: ${words}`, () => {
    const text = typeof question === "string" ? question : JSON.stringify(question);
    const exchange = {
      number: 1,
      at: 0,
      asker,
      method,
      path,
      question: text,
      status: 200,
      answer: "",
      milliseconds: 1,
    };
    assert.equal(meaning(exchange, names), words);
  });
}
