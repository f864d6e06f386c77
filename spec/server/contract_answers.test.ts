import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { answer } from "../support/backend_behaviour.ts";
import { Contract } from "../support/contract.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { done, refused, roster_set } from "../support/edit_stanzas.ts";
import type { HttpAnswer } from "../support/http_request.ts";
import { read_object } from "../support/outcome.ts";
import { authorization, type RequestOptions } from "../support/prosody.ts";
import { fresh } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";

const largest = 4096;

for_each_prosody("what Prosody answers is as docs/contract says", (version) => {
  const stage_of = test_stages(
    version,
    {
      asking: ({ edit_url }) => ({ http_roster_edit_url: edit_url }),
      plain: () => ({}),
      elsewhere: () => ({ http_roster_allowed_ips: ["192.0.2.1"] }),
    },
    { options: { http_roster_token: authorization.replace("Bearer ", ""), http_max_content_size: largest } },
  );
  let contract: Contract;
  let john = "";

  before(async () => {
    contract = await Contract.read("prosody");
    john = fresh("john");
    await stage_of("asking").arrive(john, { "marie@x.test": { name: "Marie" } });
  });

  /** A body that each of the requests takes, about this user. */
  function body_about(request: string, username: string): unknown {
    if (request === "POST /roster_admin/refresh") return [username];
    return /^(POST|PATCH) \/roster_admin\/rosters$/.test(request) ? { [username]: {} } : undefined;
  }

  /** How each code is brought about: what to send, to which host, and what must be so before. */
  interface Way {
    stage?: "asking" | "elsewhere";
    /** Who is meant: John, who is online, unless named. */
    username?: string;
    backend?: (stage: Stage) => void;
    options?: RequestOptions;
  }

  const ways: Record<string, Way> = {
    "200": {},
    "202": { options: { headers: { Prefer: "respond-async" } } },
    "400": { options: { json: "john" } },
    "401": { options: { headers: { Authorization: "Bearer wrong" } } },
    "403": { stage: "elsewhere" },
    "404": { username: "nobody" },
    "413": { options: { headers: { Connection: "keep-alive" }, json: ["x".repeat(largest)] } },
    "500": { username: "@", backend: ({ backend }) => backend.behave_for_all(answer(403)) },
  };

  async function provoke(request: string, status: string): Promise<void> {
    const [method = "", path = ""] = request.split(" ");
    const way = ways[status];
    assert.ok(way, `no test knows how to bring about ${status}`);
    const stage = stage_of(way.stage ?? "asking");
    const username = way.username ?? john;
    way.backend?.(stage);
    try {
      const about = body_about(request, username);
      const options = { json: about, ...way.options, host: stage.host };
      const url = path.replace("{username}", encodeURIComponent(username));
      const reply = await stage.prosody.request(method, url, options);
      assert.equal(String(reply.status), status, reply.body);
      contract.hold_answer(method, path, reply.status, reply);
    } finally {
      stage.mend();
    }
  }

  test("each code of each request", async () => {
    const described = contract.answers();
    for (const each of described) {
      const [, request = "", status = ""] = /^(.*) (\d+)$/.exec(each) ?? [];
      await provoke(request, status);
    }
    assert.deepEqual(contract.unseen(described), []);
  });

  test("a path that there is not, and a method that a path does not take", async () => {
    const { prosody, host } = stage_of("asking");
    const { NoSuchPath, NoSuchMethod } = contract.document.components.responses;
    assert.ok(NoSuchPath && NoSuchMethod);
    for (const path of ["/roster_admin/nothing", "/roster_admin/refresh/", "/roster_admin"]) {
      const reply = await prosody.request("GET", path, { host });
      assert.equal(reply.status, 404, path);
      contract.hold_response(path, NoSuchPath, reply);
    }
    for (const path of ["refresh-all", "rosters/john", "status"]) {
      const reply = await prosody.request("PUT", `/roster_admin/${path}`, { host });
      assert.equal(reply.status, 405, path);
      contract.hold_response(path, NoSuchMethod, reply);
    }
  });

  describe("fields that are not always there", () => {
    async function held(method: string, path: string, options: RequestOptions = {}): Promise<HttpAnswer> {
      const { prosody, host } = stage_of("asking");
      const reply = await prosody.request(method, path, { host, ...options });
      const template = path.replace(/(refresh|rosters)\/.*$/, "$1/{username}");
      contract.hold_answer(method, template, reply.status, reply);
      return reply;
    }

    test("some who are offline, and some who failed", async () => {
      const json = [john, fresh("offline"), "@", "marie@other.test"];
      const outcome = read_object(await held("POST", "/roster_admin/refresh", { json }));
      assert.equal(outcome["offline"], 1);
      assert.deepEqual(Object.keys(Object(outcome["failed"])).sort(), ["@", "marie@other.test"]);
    });

    test("a roster with all that a contact can have; one that is last known; one of nobody", async () => {
      const stage = stage_of("asking");
      const marie = fresh("marie");
      await stage.arrive(marie, {
        "a@x.test": { name: "Ä <b>", groups: { B: true, A: 1 }, subscription: "from", ask: "subscribe" },
        "b@x.test": { request: "Hello", nick: "B." },
        "c@x.test": { request: true, subscription: "to" },
        "d@x.test": {},
      });
      const path = `/roster_admin/rosters/${marie}`;
      assert.equal(read_object(await held("GET", path))["source"], "backend");
      await stage.prosody.restart();
      assert.equal(read_object(await held("GET", path))["source"], "last known");
      const nobody = fresh("nobody");
      await stage.arrive(nobody, {});
      assert.deepEqual(read_object(await held("GET", `/roster_admin/rosters/${nobody}`))["roster"], {});
    });

    test("status after requests and edits of every outcome, while the backend is away, and where nobody can edit", async () => {
      const stage = stage_of("asking");
      const { backend } = stage;
      const marie = fresh("marie");
      const client = await stage.arrive(marie, {});
      const backends: unknown[] = [];
      for (const behaviour of [answer(503), answer(204), answer(410), undefined, undefined]) {
        backend.behave(marie, behaviour);
        await stage.refresh([marie]);
        backends.push(read_object(await held("GET", "/roster_admin/status"))["backend"]);
      }
      assert.deepEqual(backends, ["failing", "here", "here", "here", "here"]);
      await done(client, roster_set("x@y.test"));
      for (const code of [403, 500]) {
        backend.behave_for_edits(answer(code));
        await refused(client, roster_set("x@y.test"));
      }
      backend.behave_for_edits();
      await stage.settled();
      const status = read_object(await held("GET", "/roster_admin/status"));
      const { content } = contract.operation("GET", "/roster_admin/status").responses["200"] ?? {};
      const described = Object.keys(Object(content?.["application/json"]?.schema["properties"]));
      assert.deepEqual(Object.keys(status).sort(), described.sort(), "each field is described, and there");
      await stage.lose(marie);
      assert.equal(read_object(await held("GET", "/roster_admin/status"))["backend"], "away");
      stage.mend();
      const plain = read_object(await held("GET", "/roster_admin/status", { host: stage_of("plain").host }));
      assert.deepEqual([plain["backend"], "edits" in plain], ["not asked yet", false]);
    });
  });
});
