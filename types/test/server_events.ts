import type { HttpRequest, HttpResponse } from "net.http";
import type { Stanza } from "util.stanza";
import * as http from "net.http";
import * as http_server from "net.http.server";
import * as pubsub from "util.pubsub";
import { assert_type } from "./assert_type";

module.hook("user-registering", (event) => {
  assert_type<string | undefined>()(event.role);
  // @ts-expect-error: a module may register somebody who has no session
  assert_type<C2sSession>()(event.session);
  event.allowed = false;
});

module.hook("invite-created", (invite) => {
  assert_type<"register" | "roster">()(invite.type);
  assert_type<number>()(invite.expires);
  invite.landing_page = `https://example.com/${invite.token}`;
  // @ts-expect-error: not reusable is nil
  assert_type<boolean>()(invite.reusable);
});

module.hook("pubsub-summary/urn:example:news", ({ payload, item, actor }) => {
  assert_type<Stanza>()(item);
  assert_type<string | true | undefined>()(actor);
  return payload.get_child_text("title");
});

module.hook_global("s2s-read-timeout", ({ session }) => {
  // @ts-expect-error: it may not have named a host of ours
  assert_type<string>()(session.host);
});

module.hook("route/remote", ({ to_host }) => (to_host === "spam.example" ? false : undefined), 10);

module.hook_global("signal/SIGUSR1", (payload) => {
  assert_type<undefined>()(payload);
});

module.hook("component-disconnected", ({ session, reason }) => {
  session.log("info", "gone: %s", reason ?? "in order");
});

module.hook_object_event(http.default.events, "pre-request", (event) => {
  event.options = { ...event.options, insecure: true };
});
module.hook_object_event(http.default.events, "response", ({ code, content, response }) => {
  assert_type<HttpResponse | HttpRequest>()(response);
  if (code === 0) module.log("warn", "no answer: %s", content);
});
module.hook_object_event(http.default.events, "request", (event) => {
  // @ts-expect-error: there is no answer yet
  module.log("debug", "%s", event.response);
});
module.hook_object_event(http_server, "http-error", ({ code }) => `Error ${code}`);

const service = pubsub.new({});
module.hook_object_event(service.events, "item-published/news", ({ id, service: of_it }) => {
  of_it.retract("news", true, id);
});
module.hook_object_event(service.events, "item-retracted", (event) => {
  // @ts-expect-error: it is gone
  module.log("debug", "%s", event.item);
});
