import * as adns from "net.adns";
import * as net_connect from "net.connect";
import * as http from "net.http";
import * as http_server from "net.http.server";
import * as basic from "net.resolvers.basic";
import * as server from "net.server";
import * as websocket from "net.websocket";
import { assert_type } from "./assert_type";

const nothing = net_connect.connect(basic.new("example.com", 80), {
  onconnect(conn) {
    assert_type<server.Connection>()(conn.server());
    assert_type<object | undefined>()(conn.socket());
    const [sent, err] = conn.write("x");
    assert_type<number | boolean | undefined>()(sent);
    assert_type<string | undefined>()(err);
    // @ts-expect-error: only in 13.0
    conn.ssl_info();
    // @ts-expect-error: false once TLS has begun
    conn.starttls();
    if (conn.starttls !== false) conn.starttls();
  },
  onfail(_data, err) {
    assert_type<string>()(err);
  },
});
assert_type<void>()(nothing);
// @ts-expect-error: it is called without being asked for
net_connect.connect(basic.new("example.com", 80), {});

const [query, why] = adns.lookup((answer) => {
  for (const record of answer ?? []) {
    assert_type<{ pref: number; mx: string } | string | undefined>()(record.mx);
  }
}, "example.com");
assert_type<adns.DnsQuery | undefined>()(query);
assert_type<string | undefined>()(why);
// @ts-expect-error: not there with net.unbound
query?.cancel();

const [watch] = server.hook_signal(10, () => undefined);
assert_type<server.FdWatch | boolean | undefined>()(watch);
// @ts-expect-error: only its number in 13.0
server.hook_signal("SIGUSR1", () => undefined);
server.add_task(
  1,
  (now, _id, text) => {
    assert_type<number>()(now);
    assert_type<string>()(text);
  },
  "x",
);

http.request("http://localhost/", { streaming_handler: () => $multi(undefined) }, () => undefined);
http_server.add_handler("GET localhost/*", ({ response }) => {
  response.headers.set("content_type", "text/plain");
  return "x";
});
const socket = websocket.connect("ws://localhost/", { protocol: "xmpp", insecure: true }, {});
assert_type<0 | 1 | 2 | 3>()(socket.readyState);
assert_type<string | undefined>()(socket.protocol);
