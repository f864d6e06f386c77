import type { Stanza } from "util.stanza";
import { assert_type } from "./assert_type";

module.hook("pre-stanza", (event) => {
  event.reason = "not today";
  return true;
});

module.hook("resource-unbind", ({ session, error }) => {
  assert_type<string>()(session.full_jid);
  assert_type<string | false | undefined>()(error);
});

module.hook("delivery/failure", ({ session }) => {
  assert_type<C2sSession | S2sSession>()(session);
  // @ts-expect-error: it may be another server's
  assert_type<C2sSession>()(session);
});

module.hook("smacks-hibernation-stanza-queued", ({ queue, stanza }) => {
  assert_type<Stanza[]>()(queue);
  assert_type<Stanza>()(stanza);
});
// @ts-expect-error: no single stanza is waited for
module.hook("smacks-ack-delayed", ({ stanza }) => stanza.name);
module.hook("smacks-hibernation-end", ({ resumed }) => assert_type<string>()(resumed.full_jid));

module.hook_global("websocket-session", ({ session }) => {
  session.send(" ");
});
module.hook_global("bosh-session", ({ session }) => {
  // @ts-expect-error: not yet
  session.send(" ");
  session.close();
});

module.hook("account-disco-items", ({ stanza }) => assert_type<Stanza>()(stanza));
// @ts-expect-error: without the query
module.hook("account-disco-info", ({ stanza }) => assert_type<Stanza>()(stanza));
module.hook("host-disco-info-node", (event) => {
  event.exists = event.node === "x";
});

module.hook("external_service/credentials", ({ requested_credentials }) => {
  if (requested_credentials.contains("turn:example.com:0")) module.log("debug", "one of many");
});

module.hook("c2s-read-timeout", ({ session }) => session.full_jid !== undefined);
module.hook_global("c2s-read-timeout", () => false);
// @ts-expect-error: its result is not looked at
module.hook("pre-session-close", () => false);
module.hook("pre-session-close", (event) => {
  event.reason = { condition: "reset" };
});

module.hook(
  "iq/bare/vcard-temp:vCard",
  (event) => {
    event.allow_vcard_modification = true;
  },
  1,
);

// @ts-expect-error: nobody was sent anything where a module asks for pushes
module.hook("cloud_notify/push", ({ original_stanza }) => original_stanza.name === "iq");
module.hook("cloud_notify/push", ({ original_stanza }) => (original_stanza === undefined ? true : undefined));
