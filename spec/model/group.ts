import { setTimeout as pause } from "node:timers/promises";
import { within } from "../support/deadline.ts";
import type { HttpAnswer } from "../support/http_request.ts";
import { is_record } from "../support/outcome.ts";
import type { RosterItem } from "../support/stanza.ts";
import {
  type Document,
  Knowledge,
  type Patch,
  text_of_document,
  text_of_items,
  type Word,
  wrong_push,
} from "./knowledge.ts";
import { ModelClient } from "./model_client.ts";
import {
  delay_since,
  type Everyone,
  held,
  host_of,
  is_failure,
  longest_lag,
  type Stage,
  tell,
  timeout_on,
} from "./stage.ts";
import { type Change, patch_of, type Plan, type Step, users_of_a_group } from "./steps.ts";

/** So many others are in a large body, and now and then in one that is read for as long as logins take. */
const [large_users, very_large_users] = [100, 250];
const large_contacts = 50;
/** In milliseconds. */
const long_lag = 250;
const soon = 250;
const longest_answer = 30_000;
const longest_recovery = 30_000;

/**
 * The rosters of others, with which a body becomes so large that it is read in slices. They are of another host, so that nothing else comes of
 * them: to apply and store them would take most of the time of a run.
 */
function filling(mark: string, users: number): Record<string, Document> {
  const contacts = Array.from({ length: large_contacts }, (_, i) => {
    return [`contact${i}@far.test`, { name: mark, subscription: "both" }] as const;
  });
  const document = Object.fromEntries(contacts);
  return Object.fromEntries(Array.from({ length: users }, (_, i) => [`filler${i}@elsewhere.test`, document]));
}

interface User {
  readonly username: string;
  readonly knowledge: Knowledge;
  /** Those too that are gone. */
  readonly clients: ModelClient[];
  /** The backend has failed for them, and has not said anything since. */
  is_troubled: boolean;
  is_failing: boolean;
  /** Until when it may have failed at the latest, of `performance.now()`. */
  failing_until: number;
}

/** The clients that are in, and not gone. */
function present({ clients }: User): ModelClient[] {
  return clients.filter(({ is_in, is_gone }) => is_in && !is_gone);
}

/** `true` where another client is just coming. */
function is_entered_by_others({ clients }: User, client: ModelClient): boolean {
  return clients.some((other) => other !== client && !other.is_in && !other.is_gone);
}

/** A few users who have nothing to do with anyone else, played through a plan and held against the model. */
export class Group implements Everyone {
  readonly problems: string[] = [];
  /** What happened, in words, for whoever looks into a problem. */
  readonly diary: string[] = [];
  readonly #host: string;
  readonly #users: readonly User[];
  readonly #under_way = new Set<Promise<void>>();
  #marks = 0;
  readonly #begin = performance.now();

  constructor(
    private readonly stage: Stage,
    private readonly plan: Plan,
  ) {
    this.#host = host_of(plan);
    const number = ++stage.usernames;
    this.#users = Array.from({ length: users_of_a_group }, (_, i) => ({
      username: `user${number}-${i}`,
      knowledge: new Knowledge({ "ann@far.test": { name: "at first", subscription: "both" } }),
      clients: [],
      is_troubled: false,
      is_failing: false,
      failing_until: 0,
    }));
    for (const user of this.#users) this.#publish(user);
  }

  #publish({ username, knowledge }: User): void {
    this.stage.backend.rosters.set(username, knowledge.truth);
  }

  #user(index: number): User {
    const user = this.#users[index];
    if (user === undefined) throw new Error(`there is no user ${index}`);
    return user;
  }

  #note(text: string): void {
    this.diary.push(`${((performance.now() - this.#begin) / 1000).toFixed(3)} ${text}`);
  }

  #wrong(text: string): void {
    this.#note(`WRONG: ${text}`);
    this.problems.push(text);
  }

  #jid_of(contact: string): string {
    return contact.includes("@") ? contact : `${this.#user(Number(contact)).username}@${this.#host}`;
  }

  /** Changes what the backend says of a user; gives what to tell of it. */
  #change(user: User, change: Change): Patch {
    const patch = patch_of(change, (contact) => this.#jid_of(contact), `mark ${++this.#marks}`);
    user.knowledge.change(patch);
    this.#publish(user);
    return patch;
  }

  /** Goes on while the next steps are taken. */
  #go_on(work: Promise<void>): void {
    const guarded = work
      .catch((error: unknown) => this.#wrong(error instanceof Error ? error.message : String(error)))
      .finally(() => this.#under_way.delete(guarded));
    this.#under_way.add(guarded);
  }

  told_of_all(): (failed: Readonly<Record<string, string>> | undefined) => void {
    this.#note("refresh-all arrived");
    const words = this.#users.map((user) => ({ user, word: user.knowledge.say("refresh", {}, user.is_troubled) }));
    return (failed) => {
      for (const { user, word } of words)
        this.#go_on(
          this.#settle(user, word, failed === undefined ? "no answer" : failed[user.username], "refresh-all"),
        );
    };
  }

  reloaded(): void {
    this.#note("the module is reloaded");
    for (const { knowledge } of this.#users) knowledge.doubt();
  }

  /** A word has been answered. What it made of the roster is on its user's screens when all that was sent before has come. */
  async #settle(user: User, word: Word, problem: string | undefined, what: string): Promise<void> {
    this.#note(`${what} for ${user.username} ${problem === undefined ? "is updated" : `failed: ${problem}`}`);
    if (problem !== undefined) {
      if (!word.is_excused && !this.#is_spoilt(user, word.at) && !this.#may_fail(user, word.at))
        this.#wrong(`${what} for ${user.username} failed at a healthy backend: ${problem}`);
      word.outcome = "failed";
      return;
    }
    // Whoever is just coming is served the first answer, and then the next.
    if (user.clients.some(({ entered_at, is_gone }) => entered_at > word.at && !is_gone)) return;
    const clients = present(user);
    // Where the backend fails, what is said of a user who is away may be lost, and the last known be served.
    if (clients.length === 0 && (user.is_troubled || this.plan.is_stormy)) return;
    const heard = await Promise.all(clients.map((client) => client.heard()));
    word.outcome = "updated";
    word.settled_at = performance.now();
    if (word.kind === "refresh" && !user.is_failing) user.is_troubled = false;
    clients.forEach((client, i) => {
      if (heard[i] === true && !client.is_refused)
        this.#look(user, client, word.at, `after ${what} was answered "updated"`);
    });
  }

  /** What is shown was asked for since then. */
  #look(user: User, client: ModelClient, since: number, when: string): void {
    const shown = text_of_items(client.items.values());
    const possible = user.knowledge.possible(client.heard_since).map(text_of_document);
    if (possible.includes(shown)) {
      // What is on its way to others who are just coming may be older.
      if (!is_entered_by_others(user, client)) user.knowledge.saw(shown, since);
      return;
    }
    this.#wrong(`${when} ${client.jid} shows [${shown}], possible: [${possible.join("] or [")}]`);
  }

  #read(answer: HttpAnswer, what: string, left: boolean): Readonly<Record<string, string>> | undefined {
    if (left && answer.status === 202) return {};
    const body = answer.json();
    if (!is_record(body) || typeof body["updated"] !== "number" || typeof body["errors"] !== "number")
      throw new Error(`${what} was answered ${answer.status} ${answer.body}`);
    const failed = Object.entries(is_record(body["failed"]) ? body["failed"] : {});
    return Object.fromEntries(failed.map(([username, problem]) => [username, String(problem)]));
  }

  async #say(
    users: readonly User[],
    kind: Word["kind"],
    what: string,
    left: boolean,
    request: readonly [method: string, path: string, json?: unknown],
    said: Patch = {},
  ): Promise<void> {
    const [method, path, json] = request;
    const headers: Record<string, string> = left ? { Prefer: "respond-async" } : {};
    this.#note(`${what} for ${users.map(({ username }) => username).join(", ")}: ${JSON.stringify(said)}`);
    const words = users.map((user) => ({ user, word: user.knowledge.say(kind, said, user.is_troubled) }));
    const { answer } = await tell(this.stage, this.#host, method, path, { headers, json });
    for (const { word } of words) word.arrived_at = performance.now();
    this.#go_on(
      (async (): Promise<void> => {
        const failed = this.#read(await answer, what, left);
        // Whoever does not wait for the answer does not know when it has an effect.
        if (left) return;
        await Promise.all(words.map(({ user, word }) => this.#settle(user, word, failed?.[user.username], what)));
      })(),
    );
  }

  async #log_in(user: User, resource: string): Promise<void> {
    const is_back = user.clients.some((client) => client.resource === resource && !client.is_gone);
    // While somebody comes, what is known may be asked for again, and be refused.
    if (user.is_troubled || this.plan.is_stormy) user.knowledge.doubt();
    let is_in = false;
    const client: ModelClient = new ModelClient(this.stage.prosody, this.#host, user.username, resource, {
      pushed: (item: RosterItem) => {
        const wrong = wrong_push(item, user.knowledge.possible(client.heard_since));
        if (wrong !== undefined && !client.is_gone) this.#wrong(`${client.jid} ${wrong}`);
      },
      // Who leaves while it comes looks no more.
      shown: () => {
        if (!client.is_gone) this.#look(user, client, client.asked_at, "at its login");
      },
      unsubscribed: (from) => this.#wrong(`${client.jid} was told "unsubscribed" by ${from}`),
    });
    const since = performance.now();
    this.#note(`${user.username}/${resource} logs in${is_back ? " again" : ""}`);
    user.clients.push(client);
    try {
      await within(client.enter(), () => `the login of ${user.username}/${resource}`, longest_answer);
      is_in = true;
    } catch (error) {
      // Somebody came by the same resource meanwhile, or it was left or cut off.
      if (!client.is_gone) throw error;
    }
    if (!is_in) return;
    this.#note(
      `${client.jid} is in after ${Math.round(client.waited)} ms${client.is_refused ? ", without a roster" : ""}`,
    );
    const lag = longest_lag(this.stage, since);
    if (client.waited > (timeout_on(this.#host) + 1) * 1000 + delay_since(this.stage, since))
      this.#wrong(`the login of ${client.jid} took ${Math.round(client.waited)} ms`);
    const answered = this.stage.answers.get(user.username)?.find((at) => at > client.asked_at + soon + lag);
    if (
      answered !== undefined &&
      client.entered_at > answered + soon + delay_since(this.stage, answered) &&
      !this.#may_fail(user, since)
    )
      this.#wrong(`${client.jid} was not let in when the backend had answered`);
    if (client.is_refused && !this.#may_fail(user, since))
      this.#wrong(`${client.jid} got no roster, and the backend was well`);
  }

  /** A notice about several may fail for all of them at once. Whoever logs in is served all the same. */
  #is_spoilt({ username }: User, since: number): boolean {
    return (this.stage.spoilt.get(username) ?? 0) > since;
  }

  /** The backend fails for this user; or the machine is so busy that its answers may have come too late. */
  #may_fail(user: User, since: number): boolean {
    if (user.is_troubled || user.failing_until > since || this.plan.is_stormy) return true;
    if (longest_lag(this.stage, since) < long_lag) return false;
    user.is_troubled = true;
    user.knowledge.doubt();
    return true;
  }

  async #play(step: Step): Promise<void> {
    switch (step.act) {
      case "log in":
        return this.#go_on(this.#log_in(this.#user(step.user), step.resource));
      case "leave":
      case "cut off": {
        const { clients, username } = this.#user(step.user);
        const client = clients.find(({ resource, is_gone }) => resource === step.resource && !is_gone);
        if (client === undefined) return;
        this.#note(`${step.act} ${username}/${step.resource}`);
        if (step.act === "leave") this.#go_on(client.leave());
        else client.drop();
        return;
      }
      case "change": {
        const user = this.#user(step.user);
        this.#note(`the backend of ${user.username} changes: ${JSON.stringify(this.#change(user, step.change))}`);
        return;
      }
      case "refresh": {
        const users = step.users.map((index) => this.#user(index));
        const [first] = users;
        if (first === undefined) return;
        const patch = this.#change(first, step.change);
        const usernames = users.map(({ username }) => username);
        const request =
          step.method === "GET"
            ? (["GET", `refresh/${first.username}`] as const)
            : (["POST", "refresh", usernames] as const);
        return await this.#say(users, "refresh", `${step.method} refresh`, step.left, request, patch);
      }
      case "refresh-all": {
        this.#change(this.#user(step.user), step.change);
        const ends = [...(this.stage.groups.get(this.#host) ?? [])].map((group) => group.told_of_all());
        const { answer } = await tell(this.stage, this.#host, "POST", "refresh-all");
        return this.#go_on(
          answer.then((response) => {
            const failed = this.#read(response, "refresh-all", false);
            for (const end of ends) end(failed);
          }),
        );
      }
      case "hand over":
      case "patch": {
        const user = this.#user(step.user);
        const patch = this.#change(user, step.change);
        const others = step.large
          ? filling(`mark ${this.#marks}`, this.plan.seed % 4 === 0 ? very_large_users : large_users)
          : {};
        const what = `${step.large ? "large " : ""}${step.act}`;
        if (step.act === "hand over")
          return await this.#say(
            [user],
            "hand-over",
            what,
            step.left,
            ["POST", "rosters", { ...others, [user.username]: user.knowledge.truth }],
            patch,
          );
        return await this.#say(
          [user],
          "patch",
          what,
          step.left,
          ["PATCH", "rosters", { ...others, [user.username]: patch }],
          patch,
        );
      }
      case "mood": {
        const user = this.#user(step.user);
        this.#note(`the backend of ${user.username} is ${step.mood}, ${step.milliseconds} ms`);
        this.stage.moods.set(user.username, step);
        user.is_failing = is_failure(step.mood);
        if (user.is_failing) {
          user.is_troubled = true;
          user.failing_until = performance.now() + step.milliseconds;
          user.knowledge.doubt();
        }
        return;
      }
      case "probe":
        return await this.stage.stranger.raw(
          `<presence type='probe' to='${this.#user(step.user).username}@${this.#host}'/>`,
        );
      case "wait":
        await pause(step.milliseconds);
    }
  }

  async #all_quiet(): Promise<void> {
    while (this.#under_way.size > 0) await Promise.all(this.#under_way);
  }

  /** Who may see whom is the same from both sides at the end: what comes of one-sided rosters is nobody's promise. */
  #agree(): void {
    for (const user of this.#users)
      for (const mate of this.#users) {
        if (user.username >= mate.username) continue;
        const [jid, mates_jid] = [`${user.username}@${this.#host}`, `${mate.username}@${this.#host}`];
        const subscription = user.knowledge.truth[mates_jid]?.subscription;
        const mirrored = { both: "both", to: "from", from: "to", none: "none" }[subscription ?? ""];
        const contact = mirrored === undefined ? null : { name: `mark ${++this.#marks}`, subscription: mirrored };
        mate.knowledge.change({ [jid]: contact });
        this.#publish(mate);
      }
  }

  async #refresh_until_updated(): Promise<void> {
    const usernames = this.#users.map(({ username }) => username);
    const end = performance.now() + longest_recovery;
    for (;;) {
      const words = this.#users.map((user) => ({ user, word: user.knowledge.say("refresh", {}, user.is_troubled) }));
      const { answer } = await tell(this.stage, this.#host, "POST", "refresh", { json: usernames });
      const failed = this.#read(await answer, "the last refresh", false) ?? {};
      for (const { user, word } of words) await this.#settle(user, word, failed[user.username], "the last refresh");
      if (Object.keys(failed).length === 0) return;
      if (performance.now() > end) throw new Error(`a healthy backend is not asked: ${JSON.stringify(failed)}`);
      await pause(300);
    }
  }

  /** Whose presence a client should have: its own resources', and those of mates whose rosters let it see them. */
  #visible_to(user: User): string[] {
    const jid = `${user.username}@${this.#host}`;
    return this.#users
      .filter((mate) => mate === user || ["both", "from"].includes(mate.knowledge.truth[jid]?.subscription ?? ""))
      .flatMap((mate) => present(mate).map((client) => client.jid))
      .sort();
  }

  async #compare(user: User): Promise<void> {
    const truth = text_of_document(user.knowledge.truth);
    const clients = present(user);
    for (const client of clients) {
      const shown = text_of_items(client.items.values());
      if (shown !== truth) this.#wrong(`in the end ${client.jid} shows [${shown}] instead of [${truth}]`);
      const [seen, visible] = [[...client.available_ones].sort().join(", "), this.#visible_to(user).join(", ")];
      if (seen !== visible) this.#wrong(`in the end ${client.jid} sees ${seen} instead of ${visible}`);
    }
    if (clients.length === 0) return;
    const answer = await held(this.stage, this.#host, user.username);
    const body = answer.json();
    const roster = is_record(body) && is_record(body["roster"]) ? body["roster"] : {};
    const said = Object.entries(roster).map(([jid, contact]) => {
      const { name = "", subscription = "both" } = is_record(contact) ? contact : {};
      return [jid, { name: String(name), subscription: String(subscription) }] as const;
    });
    const text = text_of_document(Object.fromEntries(said));
    if (text !== truth) this.#wrong(`in the end Prosody holds of ${user.username} [${text}] instead of [${truth}]`);
  }

  /** Before anything is asked for again, all that was said has had its effect, in the order in which it was said. */
  async #look_at_all(): Promise<void> {
    for (const user of this.#users)
      for (const client of present(user))
        if ((await client.heard()) && !client.is_refused)
          this.#look(user, client, client.asked_at, "when all was answered");
  }

  async #come_to_rest(): Promise<void> {
    await this.#all_quiet();
    await this.#look_at_all();
    for (const user of this.#users) {
      this.stage.moods.delete(user.username);
      user.is_failing = false;
    }
    this.#agree();
    await this.#refresh_until_updated();
    await this.#all_quiet();
    // What one client is sent by another one's stanzas has come when both have been heard out.
    for (let times = 0; times < 2; times++)
      for (const user of this.#users) for (const client of present(user)) await client.heard();
    for (const user of this.#users) await this.#compare(user);
  }

  async play(): Promise<void> {
    const everyone = this.stage.groups.get(this.#host);
    everyone?.add(this);
    try {
      for (const step of this.plan.steps) await this.#play(step);
      await this.#come_to_rest();
    } catch (error) {
      this.#wrong(error instanceof Error ? error.message : String(error));
    } finally {
      everyone?.delete(this);
      for (const user of this.#users) {
        for (const client of user.clients) client.drop();
        this.stage.moods.delete(user.username);
        this.stage.answers.delete(user.username);
        this.stage.spoilt.delete(user.username);
        this.stage.backend.rosters.delete(user.username);
      }
    }
  }
}
