import { type Fetch } from "./upkeep/fetches";
import { type Draft } from "./rosters/last_known";
import { type Health, new_health } from "./backend/retry";
import { new_roster_state, type RosterState } from "./rosters/rosters";
import { type Counts, new_counts } from "./admin/statistics";
import { type Upkeep } from "./upkeep/upkeep";

/**
 * All that the module remembers. It is passed on when the module is reloaded; requests under way then still end in the functions of
 * the copy before, with this same record.
 */
export interface State {
  format: number;
  rosters: RosterState;
  fetches: LuaMap<string, Fetch>;
  drafts: LuaMap<string, Draft>;
  health: Health;
  behind: LuaMap<string, number>;
  counts: Counts;
  /** Of the newest copy: only its timers run. */
  upkeep?: Upkeep;
}

/** To be changed with the shape of anything in {@link State}: what an older copy left is then not taken over. */
const FORMAT = 1;

/** What the copy of the module before a reload has left, or a fresh start. */
function take_over(saved: unknown, users: LuaMap<string, UserRecord>, cache_size: number): State {
  const left = saved as State | undefined;
  if (type(left) === "table" && left?.format === FORMAT) {
    left.rosters.offline.resize(math.max(cache_size, 1));
    return left;
  }
  return {
    format: FORMAT,
    rosters: new_roster_state(users, cache_size),
    fetches: new LuaMap(),
    drafts: new LuaMap(),
    health: new_health(),
    behind: new LuaMap(),
    counts: new_counts(),
  };
}

export { take_over };
