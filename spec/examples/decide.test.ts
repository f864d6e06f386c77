import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { change_of, type Contact, type Subscription } from "../../examples/backend/contact.ts";
import { type Action, type Both, decide, type Question } from "../../examples/backend/decide.ts";
import { contact_in, contact_states, type ContactState, mirrored, state_of } from "../support/contact_states.ts";

const john = "john@example.com";
const marie = "marie@example.com";

function both_in(state: ContactState, is_ours: boolean): Both {
  const other = is_ours ? mirrored[state] : "";
  return {
    user: state === "" ? undefined : contact_in(state),
    contact: other === "" ? undefined : contact_in(other),
  };
}

/** State → both states after it, `user | contact`; what is not here changes nothing. */
type Table = Partial<Record<ContactState, string>>;

const from_user: Record<Exclude<Action, "set">, Table> = {
  remove: {
    none: " | none",
    "none ask": " | none",
    "none request": " | none",
    "none ask request": " | none",
    to: " | none",
    "to request": " | none",
    from: " | none",
    "from ask": " | none",
    both: " | none",
  },
  subscribe: {
    "": "none ask | none request",
    none: "none ask | none request",
    "none request": "none ask request | none ask request",
    from: "from ask | to request",
  },
  subscribed: {
    "none request": "from | to",
    "none ask request": "from ask | to request",
    "to request": "both | both",
  },
  unsubscribe: {
    "none ask": "none | none",
    "none ask request": "none request | none ask",
    to: "none | none",
    "to request": "none request | none ask",
    "from ask": "from | to",
    both: "from | to",
  },
  unsubscribed: {
    "none request": "none | none",
    "none ask request": "none ask | none request",
    "to request": "to | from",
    from: "none | none",
    "from ask": "none ask | none request",
    both: "to | from",
  },
};

const from_contact: Record<Exclude<Action, "set" | "remove">, Table> = {
  subscribe: { "": "none request", none: "none request", "none ask": "none ask request", to: "to request" },
  subscribed: { "none ask": "to", "none ask request": "to request", "from ask": "both" },
  unsubscribe: {
    "none request": "none",
    "none ask request": "none ask",
    "to request": "to",
    from: "none",
    "from ask": "none ask",
    both: "to",
  },
  unsubscribed: {
    "none ask": "none",
    "none ask request": "none request",
    to: "none",
    "to request": "none request",
    "from ask": "from",
    both: "from",
  },
};

function ask(action: Action, both: Both, words: Partial<Question> = {}): Both {
  return decide({ action, user: john, contact: marie, ...words }, both);
}

describe("the example application decides", () => {
  for (const [action, table] of Object.entries(from_user)) {
    for (const state of contact_states) {
      const expected = table[state];
      test(`${action} from the user with ${state || "nobody"}: ${expected ?? "nothing changes"}`, () => {
        const before = both_in(state, true);
        const after = ask(action as Action, before, { from: "user" });
        if (expected === undefined) assert.deepEqual(after, before);
        else assert.equal(`${state_of(after.user)} | ${state_of(after.contact)}`, expected);
      });

      test(`${action} about somebody elsewhere, with ${state || "nobody"}: the same for the user`, () => {
        const after = ask(action as Action, both_in(state, false), { from: "user" });
        const [user] = (expected ?? state).split(" | ");
        assert.equal(state_of(after.user), user);
      });
    }
  }

  for (const [action, table] of Object.entries(from_contact)) {
    for (const state of contact_states) {
      const expected = table[state];
      test(`${action} from the contact with ${state || "nobody"}: ${expected ?? "nothing changes"}`, () => {
        const before = both_in(state, false);
        const after = ask(action as Action, before, { from: "contact" });
        if (expected === undefined) assert.deepEqual(after, before);
        else assert.equal(state_of(after.user), expected);
        assert.equal(after.contact, before.contact);
      });
    }
  }

  for (const action of ["set", "remove"] as const) {
    test(`${action} from the contact: nothing changes`, () => {
      const before = both_in("both", false);
      assert.deepEqual(ask(action, before, { from: "contact", name: "X" }), before);
    });
  }

  test("set adds a contact that sees nobody and is seen by nobody", () => {
    const after = ask("set", { user: undefined, contact: undefined }, { name: "Marie", groups: ["Friends"] });
    assert.deepEqual(after, {
      user: { name: "Marie", groups: ["Friends"], subscription: "none" },
      contact: undefined,
    });
  });

  for (const state of contact_states.filter((each) => each !== "")) {
    test(`set changes name and groups, or takes them away, and leaves ${state} as it is`, () => {
      const before = both_in(state, true);
      const after = ask("set", before, { name: "Marie", groups: ["Work"] });
      assert.deepEqual(after, { ...before, user: contact_in(state, { name: "Marie", groups: ["Work"] }) });
      const bare = ask("set", before, { groups: [] }).user;
      assert.deepEqual([bare?.name, bare?.groups, state_of(bare)], [undefined, [], state]);
    });
  }

  test("a request says what was written and who asks, until it is answered or taken back", () => {
    const nobody = { user: undefined, contact: undefined };
    const asked = ask("subscribe", nobody, { text: "It's me", nick: "Johnny" });
    assert.deepEqual([asked.contact?.request, asked.contact?.nick], ["It's me", "Johnny"]);
    const [request, nick] = [asked.contact?.request, asked.contact?.nick];
    assert.deepEqual([request, nick], ["It's me", "Johnny"]);
    const elsewhere = ask("subscribe", nobody, { from: "contact", text: "It's me", nick: "Johnny" });
    assert.deepEqual([elsewhere.user?.request, elsewhere.user?.nick], ["It's me", "Johnny"]);
    const approved = ask("subscribed", { user: asked.contact, contact: asked.user });
    assert.deepEqual(approved.user, { groups: [], subscription: "from" });
    assert.deepEqual(approved.contact, { groups: [], subscription: "to" });
    assert.equal(ask("subscribe", nobody, { text: "" }).contact?.request, true);
  });

  test("who is in a list for nothing but a request is not in it when that is refused or taken back", () => {
    const request: Contact = { groups: [], subscription: "none", request: true, nick: "Johnny" };
    const asked: Contact = { groups: [], subscription: "none", ask: "subscribe" };
    assert.deepEqual(ask("unsubscribed", { user: request, contact: asked }), {
      user: undefined,
      contact: { groups: [], subscription: "none" },
    });
    for (const action of ["unsubscribe", "remove"] as const) {
      assert.equal(ask(action, { user: asked, contact: request }).contact, undefined, action);
    }
    assert.equal(ask("unsubscribe", { user: request, contact: undefined }, { from: "contact" }).user, undefined);
  });

  test("who may see them already, by their list, asks nobody", () => {
    const after = ask("subscribe", { user: contact_in("none"), contact: contact_in("from") });
    assert.deepEqual([state_of(after.user), state_of(after.contact)], ["to", "from"]);
  });

  test("names and groups outlive all but a set and a removal", () => {
    for (const state of contact_states.filter((each) => each !== "")) {
      for (const action of Object.keys(from_user).filter((each) => each !== "remove")) {
        const { user, contact: theirs } = ask(action as Action, both_in(state, true));
        for (const each of [user, theirs])
          assert.deepEqual([each?.name, each?.groups], ["N.", ["G"]], `${action} ${state}`);
      }
    }
  });
});

describe("a change as a merge patch", () => {
  const subscription: Subscription = "none";
  test("holds what is new, null for what is gone, and nothing that stayed", () => {
    const before: Contact = { groups: ["A"], subscription, name: "N", request: "x", nick: "n" };
    assert.deepEqual(change_of(before, { groups: ["A"], subscription: "from", name: "N" }), {
      subscription: "from",
      request: null,
      nick: null,
    });
    assert.deepEqual(change_of(undefined, { groups: [], subscription }), { groups: [], subscription });
    assert.equal(change_of(before, undefined), null);
    assert.equal(change_of(before, { ...before, groups: ["A"] }), undefined);
    assert.equal(change_of(undefined, undefined), undefined);
  });
});
