import * as storagemanager from "core.storagemanager";
import * as cache from "util.cache";
import * as util_http from "util.http";
import * as human_io from "util.human.io";
import * as ip from "util.ip";
import { assert_type } from "../assert_type";

assert_type<number | undefined>()(module.get_option_period("http_roster_timeout", "5s"));
assert_type<number | undefined>()(module.get_option_integer("http_roster_concurrency", 32, 1));
assert_type<number | undefined>()(module.get_option_number("http_roster_concurrency", 32, 1, 64));
assert_type<number | undefined>()(human_io.parse_duration("1h"));
assert_type<Record<string, string>[] | undefined | false>()(util_http.parse_forwarded("for=192.0.2.1"));
assert_type<ip.IpAddress>()(ip.truncate("192.0.2.1", 24));
cache.new<string, number>(1, (_key, _count, all) => all.resize(2));
assert_type<CombinedStore<number> | undefined>()(module.open_store<number>("rosters", "keyval+")[0]);
assert_type<CombinedStore<number> | undefined>()(storagemanager.open<number>("example.com", "rosters", "keyval+")[0]);

module.default_permission("prosody:admin", ":refresh");
module.hook("iq-set/host/urn:example:refresh", (event) => {
  assert_type<boolean | undefined>()(module.may(":refresh", event));
  assert_type<boolean | undefined>()(module.could(":refresh", "john@example.com"));
});
assert_type<number | undefined>()(module.get_option_period("http_roster_cache_ttl", false));
// @ts-expect-error: without a default nothing would be allowed
module.get_option_enum("http_roster_mode", undefined, "strict");
module.require("adhoc").new("Refresh", "refresh", () => ({ status: "completed" }), "check");
const [soft, why] = module.depends("mam", true);
assert_type<LoadedModule | undefined>()(soft);
assert_type<"disabled" | undefined>()(why);

export function keep_quiet(room: MucRoom): boolean {
  // @ts-expect-error: the plural is of another module
  room.set_allow_pm("moderators");
  return room.get_allow_pm() === "moderator" || room.set_allow_pm("affiliated");
}
