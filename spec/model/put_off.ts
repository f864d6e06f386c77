import { until } from "../support/deadline.ts";
import { pass } from "../support/test_clock.ts";
import { ModelClient } from "./model_client.ts";
import { hosts, type Stage, tell } from "./stage.ts";
import { spoiling_moods } from "./steps.ts";

const contact = "ann@far.test";
const at_last = { [contact]: { name: "at last", subscription: "to" } };
/** How long it takes at most, in seconds, until somebody is asked for again who was refused once. */
const longest_pause = 60;
const patience = 20_000;

/** Somebody who was not served what the backend says, and would be now. */
export interface PutOff {
  client: ModelClient;
  why: string;
  problems: string[];
}

/** Logs in with an empty roster. */
async function enter({ backend, prosody }: Stage, host: string, username: string, why: string): Promise<PutOff> {
  backend.rosters.set(username, {});
  const problems: string[] = [];
  const client = new ModelClient(prosody, host, username, "phone", {
    pushed: () => undefined,
    shown: () => undefined,
    unsubscribed: (from) => problems.push(`${username} was told "unsubscribed" by ${from}`),
  });
  await client.enter();
  return { client, why, problems };
}

/** Users who are refused once, one on each host whose backend is well. To be called when nobody else is there, who might have all refreshed. */
export async function refuse(stage: Stage): Promise<PutOff[]> {
  const refused: PutOff[] = [];
  for (const host of hosts.filter((name) => name.startsWith("calm"))) {
    const username = `refused-${host}`;
    const each = await enter(stage, host, username, "was refused once");
    stage.moods.set(username, { mood: "refusing", milliseconds: 0 });
    const { answer } = await tell(stage, host, "GET", `refresh/${username}`);
    const { status, body } = await answer;
    if (status < 400) each.problems.push(`the backend refused ${username}, and the answer was ${status} ${body}`);
    stage.moods.delete(username);
    stage.backend.rosters.set(username, at_last);
    refused.push(each);
  }
  return refused;
}

/** Users for whom a batch has failed in each way in which it may, since the backend stumbles at one of them, as it goes on to do. */
export async function spoil(stage: Stage): Promise<PutOff[]> {
  const spoilt: PutOff[] = [];
  const host = "calm-batch.test";
  for (const [index, mood] of spoiling_moods.entries()) {
    const usernames = ["well", "too", "spoiler"].map((name) => `${name}-${index}`);
    for (const username of usernames) {
      const why = `was in a batch with one who is ${mood}`;
      spoilt.push(await enter(stage, host, username, why));
      stage.backend.rosters.set(username, at_last);
    }
    stage.moods.set(`spoiler-${index}`, { mood, milliseconds: 0 });
    const { answer } = await tell(stage, host, "POST", "refresh", { json: usernames });
    await answer;
  }
  return spoilt;
}

/** What went wrong with them, once their time has come. To be called when nobody else is there, since the clock is moved. */
export async function serve_again({ prosody }: Stage, put_off: readonly PutOff[]): Promise<string[]> {
  await pass(prosody, longest_pause + 1);
  const problems = put_off.flatMap((each) => each.problems);
  const end = performance.now() + patience;
  for (const { client, why } of put_off) {
    try {
      await until(
        () => client.items.has(contact),
        () => "the roster",
        Math.max(0, end - performance.now()),
      );
    } catch {
      problems.push(`${client.jid} ${why}, and is never served again`);
    }
    client.drop();
  }
  return problems;
}
