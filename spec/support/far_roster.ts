import type { Prosody } from "./prosody.ts";
import type { ContactState } from "./contact_states.ts";
import { contact_states } from "./contact_states.ts";

/** Gives a user of a server that keeps rosters itself a contact in that state, before the user logs in. */
export async function set_far_contact(
  prosody: Prosody,
  username: string,
  contact: string,
  state: ContactState,
): Promise<void> {
  const code = `
    local username, contact, subscription, ask, request = ...;
    local rostermanager = require "core.rostermanager";
    local roster = rostermanager.load_roster(username, module.host);
    if subscription ~= "" then
      roster[contact] = { subscription = subscription, ask = ask and "subscribe" or nil, name = "N.", groups = { G = true } };
    end
    roster[false].pending[contact] = request and true or nil;
    assert(rostermanager.save_roster(username, module.host, roster, contact));
  `;
  const [subscription = ""] = state.split(" ");
  await prosody.lua(code, [username, contact, subscription, state.includes("ask"), state.includes("request")]);
}

/** How a user of a server that keeps rosters itself has a contact. */
export async function far_contact(prosody: Prosody, username: string, contact: string): Promise<ContactState> {
  const code = `
    local username, contact = ...;
    local roster = require "core.rostermanager".load_roster(username, module.host);
    local item, pending = roster[contact], roster[false].pending[contact];
    local words = { item and item.subscription };
    if pending and not item then words[1] = "none"; end
    if item and item.ask then table.insert(words, "ask"); end
    if pending then table.insert(words, "request"); end
    return table.concat(words, " ");
  `;
  const text = await prosody.lua(code, [username, contact]);
  const state = contact_states.find((each) => each === text);
  if (state === undefined) throw new Error(`no state of the RFC: ${String(text)}`);
  return state;
}

/** Lets a stanza go out as it is from a server that would not send it, as that of a user of its. */
export async function post_from_afar(prosody: Prosody, stanza: string): Promise<void> {
  const code = `
    local stanza = require "util.xml".parse((...));
    stanza.attr.xmlns = nil;
    prosody.core_post_stanza(prosody.hosts[module.host], stanza);
  `;
  await prosody.lua(code, [stanza]);
}
