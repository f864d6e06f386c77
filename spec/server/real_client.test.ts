import assert from "node:assert/strict";
import type { Server } from "node:http";
import { after, before, describe, test } from "node:test";
import { start_backend } from "../../examples/backend/server.ts";
import { http_request } from "../support/http_request.ts";
import { free_ports } from "../support/ports.ts";
import { authorization } from "../support/prosody.ts";
import type { Options } from "../support/prosody_config.ts";
import { fresh } from "../support/scene.ts";
import { type SlixmppClient, start_slixmpp } from "../support/slixmpp.ts";
import { mixes, two_servers } from "../support/two_servers.ts";

for (const mix of mixes) {
  const [port] = await free_ports();

  describe(`slixmpp and the example application, Prosody ${mix.here}, and ${mix.far} elsewhere`, () => {
    const servers = two_servers({
      ...mix,
      options: (): Options => ({
        http_roster_url: `http://127.0.0.1:${port}/contacts/%s`,
        http_roster_edit_url: `http://127.0.0.1:${port}/edits`,
      }),
    });
    let application: Server;
    const clients: SlixmppClient[] = [];

    before(async () => {
      const { here } = servers();
      application = await start_backend({
        port,
        xmpp_hosts: [here.host],
        prosody_url: `http://127.0.0.1:${here.prosody.http_port}`,
        token: authorization.replace("Bearer ", ""),
        log: () => undefined,
      });
    });

    after(async () => {
      for (const client of clients) await client.stop();
      application.close();
      application.closeAllConnections();
    });

    async function call(method: string, path: string, json?: unknown): Promise<unknown> {
      const answer = await http_request({ method, port, path, body: json === undefined ? "" : JSON.stringify(json) });
      assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body}`);
      return answer.body === "" ? undefined : answer.json();
    }

    interface Person {
      client: SlixmppClient;
      name: string;
      jid: string;
    }

    async function person(who: string, manners: "asking" | "hospitable" = "asking"): Promise<Person> {
      const name = fresh(who);
      const jid = `${name}@${servers().here.host}`;
      await call("PUT", `/users/${name}`, { name: who });
      const client = await start_slixmpp(servers().here.prosody, jid, manners);
      clients.push(client);
      return { client, name, jid };
    }

    async function stranger(): Promise<Person> {
      const name = fresh("eve");
      const jid = `${name}@${servers().far.host}`;
      const client = await start_slixmpp(servers().far.prosody, jid);
      clients.push(client);
      return { client, name, jid };
    }

    /** Adds, asks, is approved and asked back, approves. */
    async function befriend(john: Person, marie: Person): Promise<void> {
      await john.client.does("set", { jid: marie.jid, name: "M.", groups: ["Friends"] });
      await john.client.sees("roster", { jid: marie.jid, name: "M.", groups: ["Friends"], subscription: "none" });
      await john.client.does("subscribe", { jid: marie.jid });
      await john.client.sees("roster", { jid: marie.jid, ask: "subscribe" });
      await marie.client.sees("subscribe", { jid: john.jid });
      await marie.client.does("subscribed", { jid: john.jid });
      await john.client.sees("subscribed", { jid: marie.jid });
      await john.client.sees("roster", { jid: marie.jid, name: "M.", subscription: "to" });
      await john.client.sees("online", { jid: marie.jid });
      await marie.client.does("subscribe", { jid: john.jid });
      await john.client.sees("subscribe", { jid: marie.jid });
      await john.client.does("subscribed", { jid: marie.jid });
      await marie.client.sees("subscribed", { jid: john.jid });
      await marie.client.sees("online", { jid: john.jid });
      assert.deepEqual(await john.client.list(), { [marie.jid]: "both" });
      assert.deepEqual(await marie.client.list(), { [john.jid]: "both" });
    }

    test("two people befriend each other, one renames and removes the other, and both lists are right", async () => {
      const [john, marie] = [await person("john"), await person("marie")];
      await befriend(john, marie);
      await john.client.does("set", { jid: marie.jid, name: "Marie", groups: ["Work"] });
      await john.client.sees("roster", { jid: marie.jid, name: "Marie", groups: ["Work"], subscription: "both" });
      assert.deepEqual(await call("GET", `/contacts/${john.name}`), {
        [marie.jid]: { name: "Marie", groups: ["Work"], subscription: "both" },
      });
      await john.client.does("remove", { jid: marie.jid });
      await john.client.sees("roster", { jid: marie.jid, subscription: "remove" });
      await marie.client.sees("unsubscribed", { jid: john.jid });
      await marie.client.sees("offline", { jid: john.jid });
      await john.client.sees("offline", { jid: marie.jid });
      assert.deepEqual(await john.client.list(), {});
      assert.deepEqual(await marie.client.list(), { [john.jid]: "none" });
      await marie.client.does("remove", { jid: john.jid });
      assert.deepEqual(await marie.client.list(), {});
      assert.deepEqual(await call("GET", `/contacts/${marie.name}`), {});
    });

    test("the same with one of them on another server that knows nothing of the module", async () => {
      const [john, eve] = [await person("john"), await stranger()];
      await befriend(john, eve);
      await john.client.does("set", { jid: eve.jid, name: "Eve", groups: [] });
      await john.client.sees("roster", { jid: eve.jid, name: "Eve", groups: [], subscription: "both" });
      await john.client.does("remove", { jid: eve.jid });
      await eve.client.sees("unsubscribed", { jid: john.jid });
      await eve.client.sees("offline", { jid: john.jid });
      assert.deepEqual(await john.client.list(), {});
      assert.deepEqual(await eve.client.list(), { [john.jid]: "none" });
      assert.deepEqual(await call("GET", `/contacts/${john.name}`), {});
    });

    test("who is removed there is nobody's friend here", async () => {
      const [john, eve] = [await person("john"), await stranger()];
      await befriend(john, eve);
      await eve.client.does("remove", { jid: john.jid });
      await john.client.sees("unsubscribed", { jid: eve.jid });
      await john.client.sees("unsubscribe", { jid: eve.jid });
      await john.client.sees("roster", { jid: eve.jid, subscription: "none" });
      assert.deepEqual(await john.client.list(), { [eve.jid]: "none" });
      assert.deepEqual(await eve.client.list(), {});
    });

    test("a client that accepts by itself and asks back, as slixmpp does where nobody tells it otherwise", async () => {
      const [john, marie] = [await person("john"), await person("marie", "hospitable")];
      await john.client.does("subscribe", { jid: marie.jid });
      await john.client.sees("online", { jid: marie.jid });
      await john.client.sees("subscribe", { jid: marie.jid });
      await john.client.does("subscribed", { jid: marie.jid });
      await marie.client.sees("online", { jid: john.jid });
      assert.deepEqual(await john.client.list(), { [marie.jid]: "both" });
      assert.deepEqual(await marie.client.list(), { [john.jid]: "both" });
    });

    test("asked and approved in the application: both clients see it at once", async () => {
      const [john, marie] = [await person("john"), await person("marie")];
      await call("POST", `/users/${john.name}/contacts/${marie.jid}/ask`, { text: "It's me" });
      await marie.client.sees("subscribe", { jid: john.jid, text: "It's me" });
      await call("POST", `/users/${marie.name}/contacts/${john.jid}/approve`);
      await john.client.sees("online", { jid: marie.jid });
      await call("PUT", `/users/${john.name}/contacts/${marie.jid}`, { name: "M.", groups: ["Work"] });
      await john.client.sees("roster", { jid: marie.jid, name: "M.", groups: ["Work"], subscription: "to" });
      await call("DELETE", `/users/${marie.name}/contacts/${john.jid}`);
      await john.client.sees("offline", { jid: marie.jid });
      await john.client.sees("roster", { jid: marie.jid, subscription: "none" });
    });

    test("a name that nobody has can't be added, and the client is told so", async () => {
      const john = await person("john");
      john.client.tell({ do: "set", jid: `nobody@${servers().here.host}`, name: "N." });
      await john.client.sees("failed", {
        condition: "item-not-found",
        text: `There is no nobody@${servers().here.host} here`,
      });
      assert.deepEqual(await john.client.list(), {});
    });
  });
}
