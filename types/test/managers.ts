import * as configmanager from "core.configmanager";
import * as modulemanager from "core.modulemanager";
import * as portmanager from "core.portmanager";
import * as sessionmanager from "core.sessionmanager";
import * as statsmanager from "core.statsmanager";
import * as storagemanager from "core.storagemanager";
import * as usermanager from "core.usermanager";
import { assert_type } from "./assert_type";

const [read, fault, told] = configmanager.load("/etc/prosody/prosody.cfg.lua");
if (read === true) {
  assert_type<"parser">()(fault);
  assert_type<string[]>()(told);
} else {
  assert_type<string>()(told);
}

const [loaded] = modulemanager.load("example.com", "roster");
assert_type<LoadedModule | undefined | false>()(loaded);
if (loaded) {
  const [ok, , second] = modulemanager.call_module_method(loaded, "save");
  assert_type<boolean>()(ok);
  assert_type<unknown>()(second);
}

const [next_name, state] = usermanager.users("example.com");
// @ts-expect-error: there may be no list
next_name(state);
if (next_name !== undefined && next_name !== false) assert_type<string | undefined>()(next_name(state));
// @ts-expect-error: a component has none
usermanager.get_provider("example.com").get_sasl_handler;
// @ts-expect-error: 13.0 needs the host
usermanager.is_admin("john@example.com");

// @ts-expect-error: of which name, or which service
portmanager.deactivate(undefined);
assert_type<NetProvider[]>()(portmanager.get_registered_services().get("c2s"));

declare const session: C2sSession;
sessionmanager.destroy_session(session, "over");
// @ts-expect-error: an error of util.error throws
sessionmanager.destroy_session(session, { condition: "gone" });

statsmanager.measure("distribution", "waited", "seconds");
// @ts-expect-error: its description is looked for in a number, which throws
statsmanager.measure("amount", "waiting", 5);

assert_type<OpenedStore<KeyvalStore<{ name: string }>>>()(
  storagemanager.open<{ name: string }>("example.com", "notes"),
);
// @ts-expect-error: a text can't be kept
storagemanager.open<string>("example.com", "notes");
// @ts-expect-error: only in 13.0
storagemanager.open<number>("example.com", "notes", "keyval+");
