import { setTimeout as pause } from "node:timers/promises";
import type { Element } from "@xmpp/xml";
import {
  answer,
  type Behaviour,
  type Exchange,
  half_a_body,
  normally,
  reset,
  with_etag,
} from "../support/backend_behaviour.ts";
import { type Backend, start_backend } from "../support/backend.ts";
import type { HttpAnswer } from "../support/http_request.ts";
import { type Prosody, type RequestOptions, start_prosody } from "../support/prosody.ts";
import type { ProsodyVersion } from "../support/prosody_process.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { test_clock } from "../support/test_clock.ts";
import type { Mood, Plan, SpoilingMood } from "./steps.ts";

/** In milliseconds. */
const ping_pause = 20;
const late_turn = 100;
const token = "model-token";
const outside = "outside.test";

/** Where the backend never fails in a way that counts, and where it does; asked one by one, by batches, and by few requests at a time. */
export const hosts = [
  "calm-single.test",
  "calm-batch.test",
  "calm-crowded.test",
  "stormy-single.test",
  "stormy-batch.test",
] as const;
/** How many requests may be under way at a time where that is few: of those who come together, one goes ahead, and the others follow in a batch. */
const few_places = 1;

/** `http_roster_timeout`; longer where a slow machine may keep that one place busy for so long. */
export function timeout_on(host: string): number {
  return host.includes("crowded") ? 4 : 1.5;
}

export function host_of({ is_stormy, is_batched, is_crowded }: Plan): string {
  const way = is_crowded ? "crowded" : is_batched ? "batch" : "single";
  return `${is_stormy ? "stormy" : "calm"}-${way}.test`;
}

export interface MoodOfUser {
  mood: Mood;
  milliseconds: number;
}

/** All that the sequences of a run share. */
export interface Stage {
  readonly backend: Backend;
  readonly prosody: Prosody;
  readonly moods: Map<string, MoodOfUser>;
  /** When the backend has given a user's roster, of `performance.now()`. */
  readonly answers: Map<string, number[]>;
  /** When a batch that asked about a user was last spoilt by anyone, of `performance.now()`. */
  readonly spoilt: Map<string, number>;
  /** Asks about users from a host of the same server. */
  readonly stranger: RawConnection;
  /** Is told what has arrived. */
  readonly witness: RawConnection;
  /** Those who are told about by a word about everyone on a host. */
  readonly groups: Map<string, Set<Everyone>>;
  readonly lags: { at: number; milliseconds: number }[];
  /** When the ping that measures the next of these was due, or will be, of `performance.now()`. */
  ping_due: number;
  is_over: boolean;
  arrivals: number;
  usernames: number;
}

/** A group of users, as far as words about everyone concern it. */
export interface Everyone {
  told_of_all(): (failed: Readonly<Record<string, string>> | undefined) => void;
  reloaded(): void;
}

const failures = {
  refusing: answer(403),
  unknown: answer(404),
  erring: answer(500, "sorry"),
  "breaking off": half_a_body,
  resetting: reset,
} as const;

/** Each request by the next behaviour, round and round. */
function by_turns(...behaviours: readonly Behaviour[]): Behaviour {
  let requests = 0;
  return (exchange) => (behaviours[requests++ % behaviours.length] ?? normally)(exchange);
}

/** Of who has no contacts the backend says so, or that it has forgotten them. */
const in_empty_words = by_turns(answer(204), answer(410), answer(200, []), answer(410), normally);

const spoilt_batches: Readonly<Record<SpoilingMood, Behaviour>> = {
  "erring at batches": answer(500, "sorry"),
  "complaining of batches": answer(400, "what is this?"),
  "too large for batches": answer(413),
  "breaking off batches": half_a_body,
  "garbling batches": (exchange) => answer(200, `${JSON.stringify(exchange.document).slice(0, -1)},`)(exchange),
};

function is_spoiling(mood: Mood): mood is SpoilingMood {
  return mood in spoilt_batches;
}

/** By which the backend does not give what it knows, even to whoever asks about the user alone. */
export function is_failure(mood: Mood): mood is keyof typeof failures {
  return mood in failures;
}

function note_answer(answers: Stage["answers"], username: string): void {
  answers.set(username, [...(answers.get(username) ?? []), performance.now()]);
}

function serve_by_mood(stage: Pick<Stage, "moods" | "answers">): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    const username = exchange.request.username ?? "";
    const { mood, milliseconds } = stage.moods.get(username) ?? { mood: "well", milliseconds: 0 };
    if (mood !== "well" && mood !== "conditional") await pause(milliseconds);
    if (is_failure(mood)) return await failures[mood](exchange);
    const is_empty = is_record(exchange.document) && Object.keys(exchange.document).length === 0;
    if (is_empty) await in_empty_words(exchange);
    else await (mood === "conditional" ? with_etag : normally)(exchange);
    note_answer(stage.answers, username);
  };
}

function is_record(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function failure_of_batch(mood: Mood): Behaviour[] {
  if (is_spoiling(mood)) return [spoilt_batches[mood]];
  return mood === "erring" || mood === "breaking off" || mood === "resetting" ? [failures[mood]] : [];
}

/** A batch takes as long as the slowest of its users; who is refused is left out; one who fails is enough for it to fail. */
function serve_batch_by_mood({
  moods: of_all,
  answers,
  spoilt,
}: Pick<Stage, "moods" | "answers" | "spoilt">): Behaviour {
  return async (exchange) => {
    const document = is_record(exchange.document) ? { ...exchange.document } : {};
    const usernames = Object.keys(document);
    const moods = usernames.flatMap((username) => of_all.get(username) ?? []);
    for (const username of usernames) {
      const mood = of_all.get(username)?.mood;
      if (mood === "refusing" || mood === "unknown") document[username] = null;
    }
    await pause(Math.max(0, ...moods.map(({ milliseconds }) => milliseconds)));
    const [failure] = moods.flatMap(({ mood }) => failure_of_batch(mood));
    if (failure !== undefined) for (const username of usernames) spoilt.set(username, performance.now());
    await (failure ?? normally)({ ...exchange, document });
    if (failure === undefined)
      for (const username of usernames) if (document[username] !== null) note_answer(answers, username);
  };
}

/** Each stanza in the log would cost as much as handling it. */
const log_less = `
  local log = require "core.configmanager".get("*", "log");
  log[1].levels.min = "info";
  require "core.loggingmanager".reload_logging();
`;

/**
 * Of each notice that has arrived whole the host tells the witness the number. The module is reloaded without it: the mod_http of Prosody
 * 0.12 can't unload a module to whose requests others listen.
 */
const tell_of_arrivals = `
  local server, st = require "net.http.server", require "util.stanza";
  local witness, is_reload = ...;
  local function tell(event)
    local request = event.request;
    if request.partial then return; end
    module:send(st.message({ from = module.host, to = witness, id = request.headers.x_arrival }, "arrived"));
  end
  local function event_names()
    local names = {};
    for _, event in ipairs({ "POST rosters", "PATCH rosters", "POST refresh", "GET refresh/*", "POST refresh-all" }) do
      table.insert(names, (event:gsub(" ", " "..module.host.."/roster_admin/")));
    end
    return names;
  end
  for _, name in ipairs(event_names()) do
    if is_reload then module:unhook_object_event(server, name, module.model_tell); end
  end
  if is_reload then assert(require "core.modulemanager".reload(module.host, "http_roster_admin")); end
  for _, name in ipairs(event_names()) do module:hook_object_event(server, name, tell, 1000); end
  module.model_tell = tell;
`;

/**
 * A ping that measures how late the server is goes through a timer, too: Prosody looks at its timers only where no connection has anything for
 * it, so that on a busy machine they may be seconds late while pings are answered at once.
 */
const pong_by_timer = `
  local timer, st = require "util.timer", require "util.stanza";
  module:hook("iq-get/bare/urn:xmpp:ping:ping", function (event)
    timer.add_task(0, function () event.origin.send(st.reply(event.stanza)); end);
    return true;
  end, 1);
`;

/**
 * How late the server answers, now and then, since the machine is busy: nobody's promise is broken by that. From when a ping was due, so that
 * it is seen, too, where this process has had no turn, or the whole machine.
 */
async function measure_lag(stage: Stage): Promise<void> {
  while (!stage.is_over) {
    try {
      await stage.stranger.until_pong(60_000);
    } catch (error) {
      if (stage.is_over) return;
      throw error;
    }
    stage.lags.push({ at: stage.ping_due, milliseconds: performance.now() - stage.ping_due });
    if (stage.lags.length > 2000) stage.lags.splice(0, 1000);
    stage.ping_due = performance.now() + ping_pause;
    await pause(ping_pause);
  }
}

/** How long the server has left somebody waiting since then, each time, who wanted nothing of the backend. */
function lags_since({ lags, ping_due }: Stage, since: number): number[] {
  const over = lags.filter(({ at, milliseconds }) => at + milliseconds >= since);
  return [...over.map(({ milliseconds }) => milliseconds), Math.max(0, performance.now() - ping_due)];
}

export function longest_lag(stage: Stage, since: number): number {
  return Math.max(...lags_since(stage, since));
}

/** How much later somebody may have been served since then who had to wait for two turns; or for each of those that were late. */
export function delay_since(stage: Stage, since: number): number {
  const lags = lags_since(stage, since);
  const late = lags.filter((lag) => lag >= late_turn);
  return Math.max(
    2 * Math.max(...lags),
    late.reduce((sum, lag) => sum + lag, 0),
  );
}

/** Tells Prosody something. It has arrived whole when this is given. */
export async function tell(
  stage: Stage,
  host: string,
  method: string,
  path: string,
  { headers, ...options }: RequestOptions = {},
): Promise<{ answer: Promise<HttpAnswer> }> {
  const id = `n${++stage.arrivals}`;
  const answer = stage.prosody.request(method, `/roster_admin/${path}`, {
    host,
    milliseconds: 60_000,
    headers: { Authorization: `Bearer ${token}`, "X-Arrival": id, ...headers },
    ...options,
  });
  answer.catch(() => undefined);
  const is_told = ({ name, attrs }: Element): boolean => name === "message" && attrs["id"] === id;
  await stage.witness.stanza(is_told, `${method} ${path} to arrive`, 60_000);
  return { answer };
}

export async function held(stage: Stage, host: string, username: string): Promise<HttpAnswer> {
  const headers = { Authorization: `Bearer ${token}` };
  return await stage.prosody.request("GET", `/roster_admin/rosters/${username}`, { host, headers });
}

async function enter(prosody: Prosody, username: string): Promise<RawConnection> {
  const connection = new RawConnection(prosody, outside);
  await connection.authenticate(username);
  await connection.bind("curious");
  await connection.raw("<presence/>");
  await connection.until_pong();
  return connection;
}

export async function set_up(version: ProsodyVersion, module_folder?: string): Promise<Stage> {
  const backend = await start_backend();
  const moods = new Map<string, MoodOfUser>();
  const answers = new Map<string, number[]>();
  const spoilt = new Map<string, number>();
  backend.behave_for_all(serve_by_mood({ moods, answers }));
  backend.behave_for_batches(serve_batch_by_mood({ moods, answers, spoilt }));
  const batches = { http_roster_batch_url: backend.batch_url, http_roster_batch_size: 20 };
  const options_of = (host: string): Record<string, string | number> => ({
    http_roster_url: backend.url,
    http_roster_token: token,
    http_roster_timeout: timeout_on(host),
    ...(!host.includes("single") && batches),
    ...(host.includes("crowded") && { http_roster_concurrency: few_places }),
  });
  try {
    const prosody = await start_prosody({
      version,
      ...(module_folder !== undefined && { module_folder }),
      hosts: {
        ...Object.fromEntries(hosts.map((host) => [host, options_of(host)])),
        [outside]: { modules_disabled: ["http_roster_admin"] },
      },
      options: { http_roster_cache_size: 500, limits: {} },
      lua: test_clock,
    });
    await prosody.lua(log_less);
    await prosody.lua(pong_by_timer, [], outside);
    const stranger = await enter(prosody, "stranger");
    const witness = await enter(prosody, "witness");
    for (const host of hosts) await prosody.lua(tell_of_arrivals, [witness.jid, false], host);
    const groups = new Map(hosts.map((host) => [host as string, new Set<Everyone>()]));
    const numbers = { arrivals: 0, usernames: 0 };
    const stage: Stage = {
      backend,
      prosody,
      moods,
      answers,
      spoilt,
      stranger,
      witness,
      groups,
      lags: [],
      ping_due: performance.now(),
      is_over: false,
      ...numbers,
    };
    void measure_lag(stage);
    return stage;
  } catch (error) {
    await backend.stop();
    throw error;
  }
}

export async function reload(stage: Stage): Promise<void> {
  for (const host of hosts) {
    for (const group of stage.groups.get(host) ?? []) group.reloaded();
    await stage.prosody.lua(tell_of_arrivals, [stage.witness.jid, true], host);
    for (const group of stage.groups.get(host) ?? []) group.reloaded();
  }
}

export async function tear_down(stage: Stage): Promise<void> {
  const { backend, prosody, stranger, witness } = stage;
  stage.is_over = true;
  stranger.drop();
  witness.drop();
  await prosody.stop();
  await backend.stop();
}
