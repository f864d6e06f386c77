import { patience } from "../../spec/support/deadline.ts";
import { roster_remove, roster_set, subscription } from "../../spec/support/edit_stanzas.ts";
import { headline, line } from "./screen.ts";
import { type Servers, xmpp_host } from "./servers.ts";
import { step } from "./steps.ts";
import { VisibleClient } from "./visible_client.ts";

const john_jid = `john@${xmpp_host}`;
const aaron_jid = `aaron@${xmpp_host}`;

/** One call of the web application's own HTTP API. */
async function call(backend_url: string, method: string, path: string, body?: unknown): Promise<void> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const request = [method, path, text].filter((part) => part !== undefined).join(" ");
  await step(request, async () => {
    const answer = await fetch(backend_url + path, { method, body: text, signal: AbortSignal.timeout(patience) });
    line("backend", `${request} -> ${answer.status}`);
    if (!answer.ok) throw new Error(`the backend answered ${answer.status} ${await answer.text()}`);
  });
}

async function log_in(servers: Servers, username: string): Promise<VisibleClient> {
  return step(`${username} logs in`, async () => {
    const client = await VisibleClient.log_in(servers.prosody, username);
    const contacts = await client.show_roster();
    if (contacts.length > 0) throw new Error("the roster should be empty at first");
    await client.available();
    return client;
  });
}

async function notice({ notices }: Servers): Promise<void> {
  const is_success = (text: string): boolean => /^told Prosody.*"errors":0/.test(text);
  await step("the backend tells Prosody", () => notices.take(is_success, "Prosody's answer"));
}

/** Two users become friends in the web application, and then by their chat clients, and see each other there. */
export async function tell_story(servers: Servers): Promise<void> {
  const { backend_url } = servers;

  headline("Two users of the web application log in to the chat");
  await call(backend_url, "PUT", "/users/john", { name: "John" });
  await call(backend_url, "PUT", "/users/aaron", { name: "Aaron" });
  const john = await log_in(servers, "john");
  const aaron = await log_in(servers, "aaron");

  headline("They become friends in the web application");
  await call(backend_url, "POST", "/friendships", { a: "john", b: "aaron" });
  await notice(servers);
  await step("john is told of his new contact", () => john.push(({ item }) => item.jid === aaron_jid));
  await step("aaron is told of his new contact", () => aaron.push(({ item }) => item.jid === john_jid));
  await step("john sees aaron online", () => john.presence(aaron_jid));
  await step("aaron sees john online", () => aaron.presence(john_jid));

  headline("Aaron takes another name");
  await call(backend_url, "PUT", "/users/aaron", { name: "Aaron the Great" });
  await notice(servers);
  await step("john is told of the new name", () => john.push(({ item }) => item.name === "Aaron the Great"));
  await step("john's roster has aaron in it", async () => {
    const contacts = await john.show_roster();
    if (contacts.join() !== aaron_jid) throw new Error(`it has ${contacts.join(", ") || "nobody"}`);
  });

  headline("They are friends no more");
  await call(backend_url, "DELETE", "/friendships/john/aaron");
  await notice(servers);
  await step("john loses his contact", () => john.push(({ item }) => item.subscription === "remove"));
  await step("aaron loses his contact", () => aaron.push(({ item }) => item.subscription === "remove"));
  await step("john sees aaron go", () => john.presence(aaron_jid, "unavailable"));
  await step("aaron sees john go", () => aaron.presence(john_jid, "unavailable"));

  headline("They find each other again, from inside their chat clients");
  await step("john adds aaron", () => john.edit(roster_set(aaron_jid, { name: "Aaron", groups: ["Work"] })));
  await john.edit(subscription("subscribe", aaron_jid, { text: "It is me" }));
  await step("aaron is asked", () => aaron.presence(john_jid, "subscribe"));
  await aaron.edit(subscription("subscribed", john_jid));
  await aaron.edit(subscription("subscribe", john_jid));
  await step("john may see aaron", () => john.presence(aaron_jid, "subscribed"));
  await step("john sees aaron online", () => john.presence(aaron_jid));
  await step("john is asked, too", () => john.presence(aaron_jid, "subscribe"));
  await john.edit(subscription("subscribed", aaron_jid));
  await step("aaron sees john online", () => aaron.presence(john_jid));
  await step("aaron has john as a friend", () => aaron.push(({ item }) => item.subscription === "both"));

  headline("Aaron removes John in his chat client");
  await step("aaron removes john", () => aaron.edit(roster_remove(john_jid)));
  await step("john may see aaron no longer", () => john.presence(aaron_jid, "unsubscribed"));
  await step("john sees aaron go", () => john.presence(aaron_jid, "unavailable"));
  await step("aaron sees john go", () => aaron.presence(john_jid, "unavailable"));
  await step("aaron's roster is empty", async () => {
    const contacts = await aaron.show_roster();
    if (contacts.length > 0) throw new Error(`it has ${contacts.join(", ")}`);
  });

  await step("both log out", () => Promise.all([john.stop(), aaron.stop()]));

  await step("Prosody logs no error", async () => {
    const errors = servers.prosody.tracebacks();
    if (errors.length > 0) throw new Error(errors.join("\n"));
  });
}
