import { until } from "../support/deadline.ts";
import { pass } from "../support/test_clock.ts";
import { ModelClient } from "./model_client.ts";
import { hosts, type Stage, tell } from "./stage.ts";

const contact = "ann@far.test";
/** How long it takes at most, in seconds, until somebody is asked for again who was refused once. */
const longest_pause = 60;
const patience = 20_000;

/** Somebody whom the backend has refused, and would no longer. */
export interface Refused {
  client: ModelClient;
  problems: string[];
}

/** Users who are refused once, one on each host whose backend is well. To be called when nobody else is there, who might have all refreshed. */
export async function refuse(stage: Stage): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const host of hosts.filter((name) => name.startsWith("calm"))) {
    const username = `refused-${host}`;
    stage.backend.rosters.set(username, {});
    const problems: string[] = [];
    const client = new ModelClient(stage.prosody, host, username, "phone", {
      pushed: () => undefined,
      shown: () => undefined,
      unsubscribed: (from) => problems.push(`${username} was told "unsubscribed" by ${from}`),
    });
    await client.enter();
    stage.moods.set(username, { mood: "refusing", milliseconds: 0 });
    const { answer } = await tell(stage, host, "GET", `refresh/${username}`);
    const { status, body } = await answer;
    if (status < 400) problems.push(`the backend refused ${username}, and the answer was ${status} ${body}`);
    stage.moods.delete(username);
    stage.backend.rosters.set(username, { [contact]: { name: "at last", subscription: "to" } });
    refused.push({ client, problems });
  }
  return refused;
}

/** What went wrong with them, once their time has come. To be called when nobody else is there, since the clock is moved. */
export async function serve_again({ prosody }: Stage, refused: readonly Refused[]): Promise<string[]> {
  await pass(prosody, longest_pause + 1);
  const problems = refused.flatMap((each) => each.problems);
  for (const { client } of refused) {
    try {
      await until(
        () => client.items.has(contact),
        () => "the roster",
        patience,
      );
    } catch {
      problems.push(`${client.jid} was refused once, and is never asked for again`);
    }
    client.drop();
  }
  return problems;
}
