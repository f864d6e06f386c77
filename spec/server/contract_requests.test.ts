import assert from "node:assert/strict";
import { test } from "node:test";
import type { RecordedRequest } from "../support/backend.ts";
import { answer, with_etag } from "../support/backend_behaviour.ts";
import { Contract } from "../support/contract.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { done, roster_remove, roster_set, subscription, subscription_types } from "../support/edit_stanzas.ts";
import { far_away } from "../support/outsiders.ts";
import { fresh } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";

/** What every HTTP client sends, and the header that the options ask for. */
const usual = [
  "accept",
  "accept-encoding",
  "connection",
  "content-length",
  "content-type",
  "host",
  "te",
  "user-agent",
  "x-of-the-options",
];

const from_afar = `
  local name, kind = ...;
  local st = require "util.stanza";
  local stanza = st.presence({ type = kind, from = "eve@far.test", to = name.."@"..module.host });
  stanza:text_tag("status", "Hello"):text_tag("nick", "Eve", { xmlns = "http://jabber.org/protocol/nick" });
  prosody.core_post_stanza(prosody.hosts["far.test"], stanza);
`;

for_each_prosody("what Prosody asks is as docs/contract says", (version) => {
  const stage_of = test_stages(
    version,
    {
      asking: ({ batch_url, edit_url }) => ({
        http_roster_batch_url: batch_url,
        http_roster_edit_url: edit_url,
        http_roster_headers: { "X-Of-The-Options": "yes" },
      }),
    },
    { lua: far_away },
  );

  function path_of({ url }: RecordedRequest): string {
    return url.replace(/^\/contacts\/[^/]+$/, "/contacts/{username}");
  }

  /** Holds all that was asked so far against the contract. */
  async function hold({ backend }: Stage): Promise<Contract> {
    const contract = await Contract.read("application");
    for (const request of backend.requests) {
      assert.equal(request.headers.accept, "application/json");
      assert.equal(request.headers["x-of-the-options"], "yes");
      contract.hold_request(request.method, path_of(request), request, usual);
    }
    return contract;
  }

  test("each request, and each question about an edit", async () => {
    const stage = stage_of("asking");
    const { backend, host } = stage;
    const [john, marie] = [fresh("jöhn"), fresh("marie")];
    backend.behave(john, with_etag);
    const client = await stage.arrive(john, { "a@x.test": { subscription: "none" } });
    await stage.arrive(marie, {});
    await stage.refresh([john]);
    await stage.refresh([john, marie]);
    await stage.call("POST", "refresh-all");

    backend.behave_for_edits(answer(204));
    await done(client, roster_set("a@x.test", { name: 'Ann <"\\ \u{1F600}', groups: ["Work", "Ünder"] }));
    await done(client, roster_set("a@x.test", { groups: [] }));
    await done(client, roster_remove(`${marie}@${host}`));
    for (const kind of subscription_types) {
      await client.send(subscription(kind, "a@x.test", { text: "Hello\n\tAnn", nick: "J.", token: "t" }));
      await client.send(subscription(kind, `${marie}@${host}/phone`));
      await stage.lua(from_afar, john, kind);
    }
    const questions = 3 + 3 * subscription_types.length;
    await until(
      () => backend.edits().length === questions,
      () => `${questions} questions; there were ${backend.edits().length}`,
    );

    const contract = await hold(stage);
    assert.deepEqual(contract.unseen(contract.operations()), []);
    assert.ok(backend.requests_for(john).some(({ headers }) => headers["if-none-match"] !== undefined));
    const asked = new Set(backend.edits().map(({ edit }) => `${edit.action} ${edit.from ?? "roster set"}`));
    const expected = ["remove roster set", "set roster set"];
    for (const kind of subscription_types) expected.push(`${kind} contact`, `${kind} user`);
    assert.deepEqual([...asked].sort(), expected.sort());
  });

  test("a question that is asked again has the same key, and another question has another", async () => {
    const stage = stage_of("asking");
    const { backend, host } = stage;
    const john = fresh("john");
    await stage.arrive(john, {});
    backend.behave_for_edits(answer(503, "", { "Retry-After": "0" }));
    await stage.lua(from_afar, john, "subscribe");
    const jid = `${john}@${host}`;
    const [first, second] = [await backend.edit_asked(jid, 1), await backend.edit_asked(jid, 2)];
    assert.equal(first.headers["idempotency-key"], second.headers["idempotency-key"]);
    backend.behave_for_edits(answer(204));
    await stage.lua(from_afar, john, "unsubscribe");
    await until(
      () => backend.edits(jid).some(({ edit }) => edit.action === "unsubscribe"),
      () => "another question",
    );
    const keys = new Set(backend.edits(jid).map(({ headers }) => headers["idempotency-key"]));
    assert.equal(keys.size, 2);
    await hold(stage);
  });
});
