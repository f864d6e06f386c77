/** What the module has done since it was first loaded. */
export interface Counts {
  /** Requests to the backend by result: `roster`, `unchanged`, `empty`, `gone`, `failed`. */
  fetches: LuaMap<string, number>;
  /** Users whose roster was refreshed or handed over, and those for whom that failed. */
  updated: number;
  errors: number;
  pushes: number;
  /** Logins served from the last roster known. */
  served_last_known: number;
}

/**
 * Counts for the status page and for Prosody's own statistics, which can't be read back.
 * @noSelf
 */
export interface Statistics {
  counts: Counts;
  note_fetch: (result: string, seconds: number) => void;
  note_update: (problem: string | undefined) => void;
  note_pushes: (pushes: number) => void;
  note_served_last_known: () => void;
}

function new_counts(): Counts {
  return { fetches: new LuaMap(), updated: 0, errors: 0, pushes: 0, served_last_known: 0 };
}

function new_statistics(counts: Counts): Statistics {
  const fetches = module.metric("counter", "fetches", "", "Requests to the roster backend", ["result"]);
  const duration = module.metric(
    "histogram",
    "fetch_duration",
    "seconds",
    "Time of a request to the roster backend",
    [],
    {
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    },
  );
  const updates = module.metric("counter", "refreshes", "", "Users whose roster was to be refreshed", ["result"]);
  const pushes = module.metric("counter", "pushes", "", "Roster pushes to clients", []);
  const last_known = module.metric("counter", "served_last_known", "", "Logins served from the last roster known", []);
  return {
    counts,
    note_fetch: (result, seconds) => {
      counts.fetches.set(result, (counts.fetches.get(result) ?? 0) + 1);
      fetches.with_labels(result).add(1);
      duration.with_labels().sample(seconds);
    },
    note_update: (problem) => {
      if (problem === undefined) counts.updated++;
      else counts.errors++;
      updates.with_labels(problem === undefined ? "updated" : "failed").add(1);
    },
    note_pushes: (sent) => {
      counts.pushes += sent;
      pushes.with_labels().add(sent);
    },
    note_served_last_known: () => {
      counts.served_last_known++;
      last_known.with_labels().add(1);
    },
  };
}

export { new_counts, new_statistics };
