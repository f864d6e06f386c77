import { type Outcome, read_outcome } from "../support/outcome.ts";
import type { RequestOptions } from "../support/prosody.ts";
import type { Account } from "./account.ts";
import { change, differences, type RosterPatch, text_of_contact } from "./documents.ts";
import type { Random } from "./random.ts";
import type { SoakClient } from "./soak_client.ts";
import { hosts, type Stage } from "./stage.ts";

const longest_answer = 90_000;

/** Tells Prosody something, and holds the answer to its form. */
async function tell(
  { prosody, figures }: Stage,
  method: string,
  path: string,
  host: string,
  { expected, ...options }: RequestOptions & { expected?: number },
): Promise<Outcome> {
  const milliseconds = longest_answer;
  const answer = await prosody.request(method, `/roster_admin/${path}`, { host, milliseconds, ...options });
  const outcome = read_outcome(answer);
  const { code, updated, errors } = outcome;
  const is_failure = updated === 0 && errors > 0;
  if (code !== (is_failure ? 500 : 200)) figures.note_problem(`${method} ${path} was answered with ${code}`);
  if (expected !== undefined && updated + errors !== expected)
    figures.note_problem(`${method} ${path} for ${expected} users counted ${updated + errors}`);
  figures.updated += updated;
  figures.failed += errors;
  return outcome;
}

/** What a client that is still there has wrong, of the whole roster or of these contacts. */
async function wrong_in(client: SoakClient, account: Account, patch?: RosterPatch): Promise<string[]> {
  if (!(await client.ping())) return [];
  if (patch === undefined) return differences(account.document, client.items);
  return Object.keys(patch).filter((jid) => {
    const [said, seen] = [account.document[jid], client.items.get(jid)];
    return (said && text_of_contact(said)) !== (seen && text_of_contact(seen));
  });
}

/** Changes a roster, tells Prosody, and holds Prosody to its word. */
async function change_and_tell(
  random: Random,
  stage: Stage,
  account: Account,
  what: string,
  notify: (patch: RosterPatch) => Promise<Outcome>,
): Promise<void> {
  const { figures } = stage;
  figures.count(what);
  const jids = stage.accounts.flatMap((other) => (other === account ? [] : [other.jid]));
  const changed = change(random, account.document, jids);
  const end = account.begin_change();
  const clients = [...account.clients];
  let wrong: string[] = [];
  let was_updated = false;
  try {
    account.document = changed.document;
    const { failed } = await notify(changed.patch);
    was_updated = failed[account.username] === undefined;
    if (was_updated) {
      const patch = what === "PATCH rosters" ? changed.patch : undefined;
      wrong = (await Promise.all(clients.map((client) => wrong_in(client, account, patch)))).flat();
    }
  } finally {
    if (end() && was_updated) {
      figures.promises_checked += clients.length;
      if (wrong.length > 0) figures.note_problem(`${account.jid} is "updated" by ${what}, but ${wrong.join(", ")}`);
    }
  }
}

export function refresh_one(random: Random, stage: Stage, account: Account): Promise<void> {
  const { username, host } = account;
  return change_and_tell(random, stage, account, "GET refresh", () =>
    tell(stage, "GET", `refresh/${username}`, host, { expected: 1 }),
  );
}

export function refresh_many(random: Random, stage: Stage, account: Account): Promise<void> {
  const { username, host } = account;
  const others = stage.accounts.filter((other) => other.host === host && random.chance(0.1));
  const json = [...new Set([username, ...others.map((other) => other.username)])];
  return change_and_tell(random, stage, account, "POST refresh", () =>
    tell(stage, "POST", "refresh", host, { json, expected: json.length }),
  );
}

export function hand_over(random: Random, stage: Stage, account: Account): Promise<void> {
  const { username, host } = account;
  return change_and_tell(random, stage, account, "POST rosters", () =>
    tell(stage, "POST", "rosters", host, { json: { [username]: account.document }, expected: 1 }),
  );
}

export function patch_roster(random: Random, stage: Stage, account: Account): Promise<void> {
  const { username, host } = account;
  const notify = (patch: RosterPatch): Promise<Outcome> =>
    tell(stage, "PATCH", "rosters", host, { json: { [username]: patch }, expected: 1 });
  return change_and_tell(random, stage, account, "PATCH rosters", notify);
}

/** A change of which Prosody is not told. */
export function change_only(random: Random, stage: Stage, account: Account): void {
  stage.figures.count("change without notice");
  const end = account.begin_change();
  const jids = stage.accounts.flatMap((other) => (other === account ? [] : [other.jid]));
  account.document = change(random, account.document, jids).document;
  end();
}

export function refresh_all(stage: Stage): Promise<Outcome[]> {
  stage.figures.count("refresh-all");
  return Promise.all(hosts.map((host) => tell(stage, "POST", "refresh-all", host, {})));
}
