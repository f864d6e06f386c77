import type { Stage } from "./stages.ts";

/** Lua for the configuration: the domain of everyone who is not from here. */
export const far_away = `Component "far.test"`;

/** What an outsider wants to know. */
export type Question = "probe" | "disco" | "last activity";

/** Whether whoever brings the questions in can wait for an answer, as a connection to another server can, or can't, as one to a component. */
export type Patience = "waiting" | "impatient";

const post_all = `
  local names, question, patience = ...;
  local st = require "util.stanza";
  local async = require "util.async";
  local origin = prosody.hosts["far.test"];
  local function ask(name)
    local attr = { from = "eve@far.test", to = name.."@"..module.host, id = "asked" };
    local stanza;
    if question == "probe" then
      attr.type = "probe";
      stanza = st.stanza("presence", attr);
    else
      attr.type = "get";
      attr.from = "eve@far.test/x";
      local namespace = question == "disco" and "http://jabber.org/protocol/disco#info" or "jabber:iq:last";
      stanza = st.stanza("iq", attr):tag("query", { xmlns = namespace });
    end
    prosody.core_post_stanza(origin, stanza);
  end
  if patience == "waiting" then
    for _, name in ipairs(names) do
      async.runner(ask):run(name);
    end
  else
    require "util.timer".add_task(0, function ()
      for _, name in ipairs(names) do ask(name); end
    end);
  end
`;

/** Someone from elsewhere asks about each of these users of the host. */
export async function ask_from_afar(
  stage: Stage,
  names: readonly string[],
  { question = "probe", patience = "waiting" }: { question?: Question; patience?: Patience } = {},
): Promise<void> {
  await stage.lua(post_all, names, question, patience);
}
