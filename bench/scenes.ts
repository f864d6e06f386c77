import type { ContestantName } from "./contestants.ts";
import { type Fields, newcomer_document, newcomer_jid, shape_of, username, usernames } from "./documents.ts";
import type { Stage } from "./stage.ts";
import type { Growth, Scene, Workload } from "./workload.ts";

const everyone: readonly ContestantName[] = ["ours", "ours_plain", "floor", "other", "native"];
const by_http: readonly ContestantName[] = ["ours", "ours_plain", "other"];
const only_ours: readonly ContestantName[] = ["ours", "ours_plain"];

/** How many users the rooms of a scene have before those that its workloads use, so that no two share any. */
let users_taken = 0;

interface LoginOptions {
  name: string;
  title: string;
  contacts: number;
  users: number;
  fields?: Fields;
  presence?: boolean;
  growth?: Growth;
  rounds?: Workload["rounds"];
  prepare?: Workload["prepare"];
  contestants?: readonly ContestantName[];
  /** The round lasts until the rosters are in the store `http_roster`. */
  written?: boolean;
}

/** Users log in one after the other, new ones in each round. */
function login({
  contacts,
  users,
  fields = "groups",
  presence = false,
  written = false,
  ...options
}: LoginOptions): Workload {
  const first = (users_taken += 10_000);
  const names = (round: number): string[] => usernames(contacts, users, first + round * users, fields);
  return {
    unit: "a login",
    contestants: everyone,
    period: 1,
    rounds: { instructions: 2, time: 5 },
    ...options,
    before: async (stage, index) => stage.provide(names(index)),
    round: async (stage, index) => {
      const since = Date.now();
      for (const name of names(index)) await stage.log_in(name, { presence });
      if (written) await stage.written(names(index), since);
      return users;
    },
    tidy: (stage, index) => stage.leave(names(index)),
  };
}

interface RefreshOptions {
  name: string;
  title: string;
  /** Those named in the notice. */
  users: readonly string[];
  /** All who are online meanwhile. */
  online?: readonly string[];
  changed: boolean;
  batch?: boolean;
  growth?: Growth | undefined;
  rounds?: Workload["rounds"];
  contestants?: readonly ContestantName[];
}

/**
 * One POST names some who are online. Where rosters change, half of the users are given a contact more and half have one
 * less, if there are several; whom it is turns around each time.
 */
function refresh(options: RefreshOptions): Workload {
  const { name, title, users, online = users, changed, batch = false, growth, contestants } = options;
  const { rounds = { instructions: 2, time: 5 } } = options;
  let changing: readonly string[] = [];
  return {
    name: `${name}${batch ? "-batch" : ""}`,
    title: `${title}, ${changed ? "one contact changed each" : "nothing changed"}${batch ? ", by batch" : ""}`,
    unit: "a user",
    ...(growth !== undefined && { growth }),
    contestants: contestants ?? (batch ? only_ours : by_http),
    period: changed && users.length === 1 ? 2 : 1,
    // In the first, only half of them change.
    warm_up: changed && users.length > 1 ? 2 : 1,
    rounds,
    prepare: (stage) => stage.log_in_all(online),
    before: async (stage, index) => {
      if (!changed) return;
      const is_odd_one_out = (user: string, place: number): boolean =>
        stage.backend.has_extra(user) !== (place % 2 === 1);
      changing = index === 0 && users.length > 1 ? users.filter(is_odd_one_out) : users;
      await stage.backend.change(changing);
    },
    round: async (stage) => {
      await stage.refresh(users, changing.length);
      return users.length;
    },
  };
}

function both(options: Omit<RefreshOptions, "changed">): Workload[] {
  return [false, true].map((changed) =>
    refresh({ ...options, name: `${changed ? "changed" : "unchanged"}-${options.name}`, changed }),
  );
}

interface FirstChangeOptions {
  name: string;
  title: string;
  contacts: number;
  count: number;
  batch: boolean;
}

/** What a notice costs for users whose roster has not changed since they came, which no other workload shows. */
function first_change({ name, title, contacts, count, batch }: FirstChangeOptions): Workload {
  const users = usernames(contacts, count, (users_taken += 10_000));
  return {
    name: `first-${name}${batch ? "-batch" : ""}`,
    title: `${title}, one contact changed each, the first time since they came${batch ? ", by batch" : ""}`,
    unit: "a user",
    contestants: batch ? only_ours : by_http,
    period: 1,
    rounds: { instructions: 1, time: 2 },
    before: async (stage) => {
      await stage.log_in_all(users);
      await stage.backend.change(users);
    },
    round: async (stage) => {
      await stage.refresh(users, users.length);
      return users.length;
    },
    tidy: (stage) => stage.leave(users),
  };
}

const patches = 10;

/** Adds a contact, and removes it again the next time. */
function patch(user: string): Workload {
  const { contacts, fields } = shape_of(user) ?? { contacts: 0, fields: "groups" };
  return {
    name: `patch-${contacts}`,
    title: `PATCH of one contact, user with ${contacts} contacts`,
    unit: "a PATCH",
    growth: { chart: "contact", at: contacts },
    contestants: only_ours,
    period: 1,
    rounds: { instructions: 2, time: 5 },
    prepare: (stage) => stage.log_in_all([user]),
    round: async (stage) => {
      for (let turn = 0; turn < patches; turn++) {
        await stage.patch({ [user]: { [newcomer_jid]: turn % 2 === 0 ? newcomer_document(fields) : null } });
      }
      return patches;
    },
  };
}

/** What is put off until later: the roster as last known, to the store. */
function write(contacts: number): Workload {
  const first = (users_taken += 10_000);
  const users = usernames(contacts, contacts > 100 ? 1 : 24, first);
  // Whose write is held, and all others behind it, so that those are measured from their very beginning.
  const blocker = usernames(1, 1, first);
  return {
    name: `write-${contacts}`,
    title: `the write of a roster of ${contacts} contacts to the store`,
    unit: "a write",
    growth: { chart: "write", at: contacts },
    contestants: only_ours,
    period: 2,
    rounds: { instructions: 1, time: 2 },
    before: async (stage) => {
      for (const names of [blocker, users]) {
        await stage.backend.change(names);
        await stage.log_in_all(names);
        await stage.leave(names);
        if (names === blocker) await stage.write_held();
      }
    },
    round: async (stage) => {
      const since = Date.now();
      await stage.handle_writes("release");
      await stage.written(users, since);
      return users.length;
    },
    tidy: (stage) => stage.handle_writes("hold"),
  };
}

/** The floor of all that changes a contact: what mod_roster does when a client says so, the write of its roster included. */
function edit(contacts: number): Workload {
  const user = username(contacts, (users_taken += 10_000));
  return {
    name: `edit-${contacts}`,
    title: `a client's own change of one contact, user with ${contacts} contacts, written at once`,
    unit: "a change",
    growth: { chart: "contact", at: contacts },
    contestants: ["native"],
    period: 2,
    rounds: { instructions: 1, time: 3 },
    prepare: (stage) => stage.log_in_all([user]),
    round: async (stage, index) => {
      await stage.edit(user, index % 2 === 0);
      return 1;
    },
  };
}

const sizes = [10, 100, 1000, 10_000] as const;

const logins: Scene = {
  name: "logins",
  batch: false,
  workloads: [
    ...sizes.map((contacts) =>
      login({
        name: `login-${contacts}`,
        title: `login + roster get, ${contacts} contacts`,
        contacts,
        users: { 10: 36, 100: 12, 1000: 2, 10_000: 1 }[contacts],
        growth: { chart: "login", at: contacts },
        rounds: contacts > 1000 ? { instructions: 1, time: 2 } : { instructions: 2, time: 5 },
      }),
    ),
    ...([10, 100, 1000] as const).map((contacts) =>
      login({
        name: `names-${contacts}`,
        title: `login + roster get, ${contacts} contacts with a name alone`,
        contacts,
        fields: "names",
        users: { 10: 12, 100: 6, 1000: 1 }[contacts],
      }),
    ),
    ...([10, 100] as const).map((contacts) =>
      login({
        name: `presence-${contacts}`,
        title: `login + roster get + presence, ${contacts} contacts`,
        contacts,
        users: { 10: 6, 100: 2 }[contacts],
        presence: true,
        rounds: { instructions: contacts === 10 ? 2 : 1, time: 3 },
      }),
    ),
  ],
};

/** The first time that users log in, all that follows from it counted in. */
const first_logins: Scene = {
  name: "first-logins",
  batch: false,
  workloads: ([10, 100, 1000] as const).map((contacts) =>
    login({
      name: `first-login-${contacts}`,
      title: `first login + roster get, ${contacts} contacts, the write to the store counted in`,
      contacts,
      users: { 10: 36, 100: 12, 1000: 2 }[contacts],
      rounds: { instructions: 2, time: 3 },
      written: true,
      prepare: (stage) => stage.handle_writes("release"),
    }),
  ),
};

function crew(users: number, batch: boolean): Scene {
  const shape = `${users}x100`;
  const title = `refresh of ${users} online users with 100 contacts`;
  return {
    name: `${shape}${batch ? "-batch" : ""}`,
    batch,
    workloads: [
      ...both({ name: shape, title, users: usernames(100, users), batch }),
      ...(users === 100 ? [first_change({ name: shape, title, contacts: 100, count: users, batch })] : []),
    ],
  };
}

const one: Scene = {
  name: "one",
  batch: false,
  workloads: sizes.flatMap((contacts) => {
    const user = username(contacts, 0);
    const rounds = { instructions: contacts > 1000 ? 2 : 8, time: contacts > 1000 ? 5 : 9 };
    return [
      ...[false, true].map((changed) =>
        refresh({
          name: `${changed ? "changed" : "unchanged"}-1x${contacts}`,
          title: `refresh of one user with ${contacts} contacts`,
          users: [user],
          changed,
          growth: { chart: changed ? "contact" : "contacts-unchanged", at: contacts },
          rounds: changed ? { instructions: rounds.instructions / 2, time: 3 } : rounds,
        }),
      ),
      patch(user),
    ];
  }),
};

/** Contacts of each user where there are many users. */
const few = 20;

const notice_sizes = [1, 10, 100, 1000] as const;
const crowd_sizes = [10, 100, 1000, 2000] as const;

function notice(size: 1 | 10 | 100 | 1000, batch: boolean): Workload[] {
  const who = size === 1 ? "1 user" : `${size} users`;
  return [false, true].map((changed) =>
    refresh({
      name: `${changed ? "changed" : "unchanged"}-notice-${size}`,
      title: `refresh of ${who} with ${few} contacts of 1000 online, in one POST`,
      users: usernames(few, size),
      online: usernames(few, 1000),
      changed,
      batch,
      growth: { chart: changed ? "notice-changed" : "notice-unchanged", at: size },
      rounds: { instructions: { 1: 6, 10: 4, 100: 2, 1000: 1 }[size], time: 3 },
      contestants: batch ? (changed ? ["ours", "floor"] : ["ours"]) : ["ours", "other"],
    }),
  );
}

function among(online: number): Workload[] {
  const all = usernames(few, online);
  return [
    refresh({
      name: `changed-online-${online}`,
      title: `refresh of 10 users with ${few} contacts while ${online} are online`,
      users: all.slice(0, 10),
      online: all,
      changed: true,
      growth: { chart: "online", at: online },
      rounds: { instructions: 2, time: 4 },
      contestants: ["ours", "other"],
    }),
    login({
      name: `login-online-${online}`,
      title: `login + roster get, ${few} contacts, while ${online} are online`,
      contacts: few,
      users: 10,
      growth: { chart: "online-login", at: online },
      contestants: ["ours", "other"],
      prepare: (stage: Stage) => stage.log_in_all(all),
    }),
  ];
}

const crowd: Scene = {
  name: "crowd",
  batch: false,
  workloads: crowd_sizes.flatMap((online) => [
    ...among(online),
    ...(online === 1000 ? notice_sizes.flatMap((size) => notice(size, false)) : []),
  ]),
};

const crowd_batch: Scene = {
  name: "crowd-batch",
  batch: true,
  workloads: notice_sizes.flatMap((size) => (size === 1 ? [] : notice(size, true))),
};

const writes: Scene = {
  name: "writes",
  batch: false,
  workloads: [...sizes.map(write), ...sizes.map(edit)],
};

/** What stands for the rest where there is little time. */
export const quick_names: readonly string[] = ["login-100", "*-20x100", "*-20x100-batch", "pings"];

/** In no full run. */
const quick: readonly Scene[] = [crew(20, false), crew(20, true)];

export const scenes: readonly Scene[] = [
  logins,
  first_logins,
  crew(100, false),
  crew(100, true),
  one,
  crowd,
  crowd_batch,
  writes,
  ...quick,
];

export const all_workloads: readonly Workload[] = scenes.flatMap(({ workloads }) => workloads);

/**
 * The scenes with only those workloads that are wanted; by default all of a full run. An asterisk in a name stands for
 * anything.
 */
export function choose(names: readonly string[] | undefined): Scene[] {
  if (names === undefined) return scenes.filter((scene) => !quick.includes(scene));
  const wanted = names.map((name) => new RegExp(`^${name.replaceAll("*", ".*")}$`));
  const is_wanted = ({ name }: Workload): boolean => wanted.some((each) => each.test(name));
  return scenes
    .map((scene) => ({ ...scene, workloads: scene.workloads.filter(is_wanted) }))
    .filter(({ workloads }) => workloads.length > 0);
}
