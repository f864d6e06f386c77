import * as st from "util.stanza";
import { roster_query } from "./roster_query";
import { type Rosters } from "../rosters/rosters";

const XMLNS_VERSIONING = "urn:xmpp:features:rosterver";

/** The whole roster, or an empty result where the client's version of it is the same (RFC 6121 2.6). */
function roster_result(request: st.Stanza, roster: Roster, version: string): st.Stanza {
  const result = st.reply(request);
  if (request.tags[0]?.attr.ver === version) return result;
  result.add_direct_child(roster_query(roster, version));
  return result;
}

/** Answers a client's roster get, and refuses its roster set. */
function answer_roster_query(rosters: Rosters, event: ClientStanzaEvent): true {
  const { origin: session, stanza } = event;
  if (stanza.attr.type === "set") {
    session.send(st.error_reply(stanza, "cancel", "not-allowed", "Contacts are managed by the application"));
    return true;
  }
  session.interested = true;
  const holding = session.username === undefined ? undefined : rosters.get(session.username);
  if (holding === undefined) {
    session.send(
      st.error_reply(
        stanza,
        "wait",
        "internal-server-error",
        "Your contacts can't be loaded now; they will be sent later",
      ),
    );
  } else {
    session.send(roster_result(stanza, holding.roster, rosters.version(holding)));
  }
  return true;
}

/** Advertises roster versioning, unless mod_roster did. */
function advertise_versioning(event: StreamFeaturesEvent): void {
  const { origin, features } = event;
  if (origin.username === undefined || features.get_child("ver", XMLNS_VERSIONING) !== undefined) return;
  features.tag("ver", { xmlns: XMLNS_VERSIONING }).up();
}

export { advertise_versioning, answer_roster_query };
