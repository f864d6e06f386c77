/**
 * What can be wrong with a roster document, or with the changes of a roster. `beyond`: something can't be used, which is more than a schema can
 * say. `unread`: something is wrong that the module has no need to look at. `removal`: no roster, but changes of one.
 */
export type Kind = "good" | "bad" | "beyond" | "unread" | "removal";

const jid = "a@x.test";

function of_contacts(contacts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(contacts).map(([name, contact]) => [name, { [jid]: contact }]));
}

function of_field(field: string, values: Record<string, unknown>): Record<string, unknown> {
  return of_contacts(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${field}: ${name}`, { [field]: value }])),
  );
}

function of_jids(...jids: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(jids.map((name) => [`JID ${JSON.stringify(name)}`, { [name]: {} }]));
}

function nested(depth: number): unknown {
  return depth === 0 ? {} : { deeper: nested(depth - 1) };
}

const not_xml = {
  NUL: "a\0",
  "a control character": "\u0001",
  "U+FFFE": "\ufffe",
  "U+FFFF": "\uffff",
  surrogate: "\ud800",
};

/** By what is special about them, as documents of `john@asking.test`, where `ask`, `request` and `nick` are read. */
export const documents: Record<Kind, Record<string, unknown>> = {
  good: {
    "no contacts": {},
    "no contacts, as PHP says": [],
    ...of_contacts({
      "nothing but a contact": {},
      "the same, as PHP says": [],
      "all that is common": { name: "Marie", groups: ["Friends", "Work"], subscription: "both" },
      "all that edits need": { subscription: "none", ask: "subscribe", request: "Hello", nick: "M." },
      "what does not count": { subscription: "both", ask: "subscribe", request: true, nick: "M." },
      "fields that nobody knows": { id: 5, "": null, extra: { name: 5 }, deep: nested(20) },
      "nothing but nulls": { name: null, groups: null, subscription: null, ask: null, request: null, nick: null },
    }),
    ...of_field("name", {
      "an empty text": "",
      "white space": "a\tb\nc\rd ",
      "beyond ASCII": "Zoë \u{1F600} 日本",
      DEL: "\u007f",
      "of the second set of controls": "\u0085",
      long: "a".repeat(5000),
    }),
    ...of_field("groups", {
      none: [],
      "an empty one": ["", "A"],
      "twice the same": ["A", "A"],
      "an object": { A: true, B: 0, C: "", D: [] },
      "an empty object": {},
      "an object with null": { A: null, B: true },
      "a bad one that is null": { "\u0001": null },
    }),
    ...of_field("subscription", { both: "both", to: "to", from: "from", none: "none" }),
    ...of_field("request", { true: true, "a text": "Hello", "an empty text": "" }),
    ...of_jids(
      "Marie@Example.COM",
      "marie@x.test/phone",
      "marie@x.test/a@b/c d",
      "x.test",
      "marie@x.test.",
      "jörg@exämple.test",
      "o\\27hara@x.test",
      "a!#$%()*+,;=?[]^`{|}~@x.test",
      "a@[::1]",
      "a@127.0.0.1",
      "a_b@x_y.test",
      "john@asking.test",
    ),
    "two contacts": { "a@x.test": {}, "b@x.test": {} },
  },

  bad: {
    "no object: null": null,
    "no object: a text": "{}",
    "no object: a number": 5,
    "no object: true": true,
    "no object: an array": [{}],
    ...of_contacts({
      "no contact: a text": "both",
      "no contact: a number": 5,
      "no contact: true": true,
      "no contact: an array": ["both"],
    }),
    ...of_field("name", { "a number": 5, true: true, "an array": [], "an object": {}, ...not_xml }),
    ...of_contacts({
      "a request and a nick that is a number": { request: true, nick: 5 },
      "a request and a nick of bad text": { request: "Hello", nick: "\u0001" },
      "a request and a nick that counts for nothing": { request: true, nick: [], subscription: "both" },
    }),
    ...of_field("groups", {
      "a text": "A",
      "a number": 5,
      true: true,
      "with a number": ["A", 5],
      "with null": [null],
      "with an array": [["A"]],
      "with an object": [{}],
      "with bad text": ["\u0001"],
      "with a bad key": { "\u0001": true },
    }),
    ...of_field("subscription", {
      remove: "remove",
      "in capitals": "BOTH",
      "an empty text": "",
      "a number": 1,
      true: true,
      "an array": [],
      "an object": {},
    }),
    ...of_field("ask", {
      "another text": "subscribed",
      "an empty text": "",
      true: true,
      false: false,
      "an object": {},
    }),
    ...of_field("request", { false: false, "a number": 1, "an array": [], "an object": {}, ...not_xml }),
    ...of_jids(
      "",
      "@x.test",
      "a@",
      "/phone",
      "a@/phone",
      "a@x.test/",
      "a@b@x.test",
      "a b@x.test",
      "a@x test",
      "a@x.test!",
      "a@x..",
      "a@.",
      'a"b@x.test',
      "a&b@x.test",
      "a'b@x.test",
      "a:b@x.test",
      "a<b@x.test",
      "a>b@x.test",
      "\u0001@x.test",
      "a@\u0001",
      "\ud800@x.test",
    ),
    "one of two": { "a@x.test": {}, "b@x.test": { name: 5 } },
  },

  beyond: {
    "one JID under two names": { "a@x.test": {}, "A@x.test": {} },
    "one JID with and without a resource": { "a@x.test": {}, "a@x.test/phone": {} },
    "a local part that stringprep refuses": { "a\u00a0b@x.test": {} },
    "a host that IDNA refuses": { "a@x\u2007.test": {} },
    "a local part of more than 1,023 bytes": { [`${"ä".repeat(600)}@x.test`]: {} },
    "a name that Prosody takes for its own": { pending: {} },
    "nested deeper than 32": { "a@x.test": { deep: nested(40) } },
  },
  unread: of_contacts({
    "a nick without a request": { nick: 5 },
    "a nick without a request, next to a name beyond ASCII": { name: "Zoë", nick: 5 },
    "a nick next to a request that is null": { request: null, nick: 5 },
  }),

  removal: of_contacts({ "no contact: null": null }),
};

export const kinds = Object.keys(documents) as Kind[];
