/** Logs in on the Prosody of this network, and says who is in the roster: log_in.ts USER@HOST PASSWORD */
import { client, xml } from "@xmpp/client";

const [user = "", password = ""] = process.argv.slice(2);
const [username = "", domain = ""] = user.split("@");
const xmpp = client({ service: "xmpp://127.0.0.1:5222", domain, username, password });
await xmpp.start();
const query = await xmpp.iqCaller.get(xml("query", { xmlns: "jabber:iq:roster" }));
for (const { attrs } of query?.getChildElements() ?? []) console.log(`${attrs["jid"]} ${attrs["subscription"]}`);
await xmpp.stop();
