import { until } from "../support/deadline.ts";
import { read_object } from "../support/outcome.ts";
import type { Prosody } from "../support/prosody.ts";
import { type History, is_outbox_empty, read_histories } from "./history.ts";
import { key_of, read_listed } from "./listed.ts";
import type { OnlineUser } from "./online_user.ts";
import { out_of_order } from "./order.ts";
import { host, type Stage } from "./stage.ts";

/** In milliseconds. What was put off at the last failure comes half a minute later, at most. */
const longest_settling = 90_000;

async function held(prosody: Prosody, username: string): Promise<string | undefined> {
  const answer = await prosody.request("GET", `/roster_admin/rosters/${username}`);
  if (answer.status !== 200) return undefined;
  const { roster, source } = read_object(answer);
  return source === "backend" ? key_of(read_listed(roster)) : undefined;
}

/** What Prosody or the client has that is not what the database has. */
async function difference(prosody: Prosody, user: OnlineUser, { now }: History): Promise<string | undefined> {
  const [wanted, by_prosody, by_client] = [key_of(now), await held(prosody, user.username), user.list];
  if (by_prosody === wanted && by_client === wanted) return undefined;
  return `${user.username} differs\n  database ${wanted}\n  Prosody  ${by_prosody}\n  client   ${by_client}`;
}

/** Waits until all have the same; nothing is changed meanwhile, but what a client asked for last may still come. */
async function settle({ postgresql, prosody, users }: Stage): Promise<Map<OnlineUser, History>> {
  let histories = new Map<OnlineUser, History>();
  let differences = ["the outbox is not empty"];
  await until(
    async () => {
      if (!(await is_outbox_empty(postgresql.url))) return false;
      const all = await read_histories(postgresql.url);
      histories = new Map(users.map((user) => [user, all(`${user.username}@${host}`)]));
      const found = await Promise.all([...histories].map(([user, history]) => difference(prosody, user, history)));
      differences = found.filter((each) => each !== undefined);
      return differences.length === 0;
    },
    () => `all to have the same:\n${differences.join("\n")}`,
    longest_settling,
  );
  return histories;
}

/** Everything is left alone, and must come to rest with the same rosters everywhere; nothing was told in the wrong order. */
export async function disagreements(stage: Stage): Promise<string[]> {
  const problems: string[] = [];
  const histories = await settle(stage).catch((error: unknown) => String(error));
  if (typeof histories === "string") return [histories];
  for (const [user, history] of histories) {
    const given = stage.witness.given.get(user.username) ?? [];
    const wrong = out_of_order(history.lists, given);
    if (wrong !== undefined) problems.push(`${user.username}: Prosody ${wrong.problem}: ${given[wrong.index]}`);
    for (const [jid, told] of user.sittings.flatMap(({ contacts }) => [...contacts])) {
      const fault = out_of_order(history.contacts.get(jid) ?? [], told);
      if (fault === undefined) continue;
      problems.push(`${user.username}'s client ${fault.problem}: ${jid} ${told[fault.index]}`);
    }
  }
  return problems;
}
