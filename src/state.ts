import { type Counts, new_counts } from "./admin/statistics";
import { type EditState, new_edit_state } from "./edits/edits";
import { new_shown_requests, type ShownRequests } from "./edits/subscription_requests";
import { new_subscription_state, type SubscriptionState } from "./edits/subscriptions";
import { type BackendState, new_backend_state } from "./backend/backend";
import { type LongLines } from "./clients/delivery";
import { type Arrivals, new_arrivals } from "./rosters/arrival_order";
import { type LaterPatch } from "./rosters/knowledge";
import { type LastKnownState, new_last_known_state } from "./rosters/last_known";
import { new_roster_state, type RosterState } from "./rosters/rosters";
import { type Settings } from "./settings";
import { type FetchState, new_fetch_state } from "./upkeep/fetches";

/** All that the module remembers. It is passed on when the module is reloaded: whatever ends after that ends in the newest copy. */
export interface State {
  format: number;
  /** What the backend gives was read as what it is asked about, too: with `ask` and `request`. */
  has_requests: boolean;
  /** Where what is held comes from: the URL, as it is configured. */
  source: string;
  arrivals: Arrivals;
  backend: BackendState;
  rosters: RosterState;
  fetches: FetchState;
  /** Patches of users, in the order of their arrival, while something that arrived before them may still come. */
  patches: LuaMap<string, LaterPatch[]>;
  last_known: LastKnownState;
  long_lines: LongLines;
  edits: EditState;
  subscriptions: SubscriptionState;
  shown_requests: ShownRequests;
  counts: Counts;
}

/** To be changed with the shape of anything in {@link State}: what an older copy left is then not taken over. */
const FORMAT = 15;

/** What is held is no longer recognised in what the backend says. */
function forget_texts({ holdings }: RosterState): void {
  for (const [, holding] of holdings) {
    holding.known = undefined;
    holding.base = {};
  }
}

/** What the copy of the module before a reload has left, or a fresh start; and whether all of it comes from where nobody is asked any more. */
function take_over(
  saved: unknown,
  users: LuaMap<string, UserRecord>,
  settings: Settings,
): LuaMultiReturn<[state: State, is_outdated: boolean]> {
  const left = saved as State | undefined;
  const cache_size = settings.cache_size;
  const has_requests = settings.edit_url !== undefined;
  const source = settings.url;
  if (type(left) === "table" && left?.format === FORMAT) {
    left.rosters.offline.resize(math.max(cache_size, 1));
    const is_outdated = left.source !== source;
    if (is_outdated) {
      left.counts.last_request = undefined;
      left.counts.last_failure = undefined;
    }
    // The storage may be another one by now.
    for (const [, holding] of left.rosters.holdings) holding.stored = undefined;
    // The same texts mean something else now.
    if (is_outdated || left.has_requests !== has_requests) forget_texts(left.rosters);
    left.has_requests = has_requests;
    left.source = source;
    return $multi(left, is_outdated);
  }
  const fresh: State = {
    format: FORMAT,
    has_requests,
    source,
    arrivals: new_arrivals(),
    backend: new_backend_state(),
    rosters: new_roster_state(users, cache_size),
    fetches: new_fetch_state(),
    patches: new LuaMap(),
    last_known: new_last_known_state(),
    long_lines: new LuaMap(),
    edits: new_edit_state(),
    subscriptions: new_subscription_state(),
    shown_requests: new_shown_requests(),
    counts: new_counts(),
  };
  return $multi(fresh, false);
}

export { take_over };
