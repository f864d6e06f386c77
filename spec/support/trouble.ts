import type { Stage } from "./stages.ts";

/**
 * Where another module, `mod_test_trouble`, fails: an event that it hooks, what it has put in the way of what is sent to a session, or in the place of
 * what prepares JIDs or ends requests; or Prosody's statistics. `hanging up`: what is sent to a session ends its connection.
 */
export type Place =
  | "presence/bare"
  | "pre-presence/bare"
  | "iq/self"
  | "pre-resource-bind"
  | "resource-bind"
  | "roster-load"
  | "send"
  | "hanging up"
  | "filter"
  | "prepped_split"
  | "destroy_request"
  | "metrics";

/** What Prosody itself logs of it. */
export const trouble_in_log = /trouble at|traceback/i;

/** From now on, whatever concerns these users fails there. */
export async function begin_trouble(
  stage: Stage,
  place: Place,
  names: readonly string[],
  resource?: string,
): Promise<void> {
  const args = resource === undefined ? [place, names] : [place, names, resource];
  await stage.lua("prosody.test_trouble[module.host].begin(...)", ...args);
}

export async function stop_trouble(stage: Stage, place: Place): Promise<void> {
  await stage.lua("prosody.test_trouble[module.host].stop(...)", place);
}
