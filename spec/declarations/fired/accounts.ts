import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { type Client, log_in } from "../../support/client.ts";
import { until } from "../../support/deadline.ts";
import type { Prosody } from "../../support/prosody.ts";
import { RawConnection } from "../../support/raw_connection.ts";
import { roster_namespace } from "../../support/stanza.ts";
import { lua_file } from "./lua_file.ts";
import type { Recorder } from "./recorder.ts";

const registration = "jabber:iq:register";

function set(query: Element): Element {
  return xml("iq", { type: "set" }, query);
}

function credentials(username: string): Element {
  return xml("query", { xmlns: registration }, xml("username", {}, username), xml("password", {}, "secret"));
}

/** Without an account yet, or without the password of one: an invitation may be what lets it in. */
async function register(prosody: Prosody, username: string, token?: string): Promise<void> {
  const connection = new RawConnection(prosody);
  await connection.open();
  if (token !== undefined) {
    await connection.request(set(xml("preauth", { xmlns: "urn:xmpp:pars:0", token })));
  }
  const answer = await connection.request(set(credentials(username)));
  if (answer.attrs["type"] !== "result") throw new Error(`no account for ${username}: ${answer.toString()}`);
  connection.drop();
}

async function remove_account(client: Client): Promise<void> {
  const query = xml("query", { xmlns: registration }, xml("remove"));
  await client.send(xml("iq", { type: "set", id: "remove" }, query));
  await client.closed();
}

/** Accounts that are made, changed and deleted by those who have them. */
async function by_users(prosody: Prosody): Promise<void> {
  await register(prosody, "john");
  const token = await prosody.lua(lua_file("invitations.lua"), ["john"]);
  await register(prosody, "john", String(token));

  const client = await log_in(prosody, "john");
  await client.roster();
  const item = { jid: "marie@accounts.test" };
  await client.request(set(xml("query", { xmlns: roster_namespace }, xml("item", item))));
  await client.request(
    set(xml("query", { xmlns: roster_namespace }, xml("item", { ...item, subscription: "remove" }))),
  );
  await client.request(set(credentials("john")));
  await remove_account(client);
}

export async function fire_of_accounts(recorder: Recorder): Promise<void> {
  const options = {
    hosts: { "accounts.test": {} },
    modules_enabled: ["register", "invites_register", "tokenauth", ...(recorder.version === "13.0" ? ["flags"] : [])],
    options: {
      authentication: "internal_hashed",
      allow_registration: true,
      registration_invite_only: false,
      allow_unencrypted_plain_auth: true,
    },
  };
  const prosody = await recorder.start(options);
  await by_users(prosody);
  await register(prosody, "marie");
  await prosody.lua(lua_file("accounts.lua"), ["marie"]);

  if (recorder.version === "0.12") return;
  const patient = await recorder.start({
    ...options,
    options: { ...options.options, registration_delete_grace_period: 1 },
  });
  await register(patient, "john");
  await remove_account(await log_in(patient, "john"));
  await recorder.until_fired("host", "user-deregistered-pending");
  await until(
    async () => {
      await patient.lua(lua_file("cleanup.lua"));
      return recorder
        .fired()
        .some(({ name, members }) => name === "user-deregistered" && members["session"] === undefined);
    },
    () => "the account to be deleted at the end of its time",
  );
}
