/** The example's application without its outbox: Prosody is told of each change at once, and the caller waits for that. */
import { createServer, type IncomingMessage } from "node:http";
import { find_route } from "../examples/backend/application.ts";
import { Contacts } from "../examples/backend/contacts.ts";
import { host_of } from "../examples/backend/edits.ts";
import { outcome_of } from "../examples/backend/hand_over.ts";
import { open_database } from "../examples/backend/open_database.ts";
import { refresh } from "../examples/backend/prosody.ts";
import { prosodys_of, read_settings } from "../examples/backend/settings.ts";

const settings = read_settings(process.env);
const database = await open_database(settings, (line) => console.log(line));
const prosodys = prosodys_of(settings.xmpp_hosts, settings.prosody_url, settings.token);

async function tell(owners: ReadonlySet<string>): Promise<void> {
  for (const owner of owners) {
    const prosody = prosodys.get(host_of(owner));
    if (prosody === undefined) throw new Error(`no Prosody for ${owner}`);
    const [username = ""] = owner.split("@");
    const outcome = outcome_of(await refresh(prosody, host_of(owner), [username]));
    if (outcome.kind === "refused" || outcome.failed.size > 0) throw new Error(`Prosody was not told of ${owner}`);
  }
}

async function answer(request: IncomingMessage): Promise<string> {
  const { route, names } = find_route(request.method, request.url ?? "");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
  const { result, changed } = await database.transaction(async (queries) => {
    const contacts = new Contacts(queries);
    const scope = { contacts, xmpp_hosts: settings.xmpp_hosts };
    return { result: await route.handle(scope, { names, body, key: undefined }), changed: contacts.changed };
  });
  await tell(changed);
  return JSON.stringify(result.body ?? null);
}

const server = createServer((request, response) => {
  answer(request).then(
    (text) => response.writeHead(200).end(text),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(settings.port, "127.0.0.1", () => console.log("listening"));
