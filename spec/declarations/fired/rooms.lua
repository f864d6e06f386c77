-- Runs inside the server. All that can happen in a room; the argument is a username whose client is online.
local username = ...;

local modulemanager = require "core.modulemanager";
local st = require "util.stanza";

local host = module.host;
local rooms_host = "rooms."..host;
local session = select(2, next(prosody.bare_sessions[username.."@"..host].sessions));

local address = "declared@"..rooms_host;
local function post(stanza, to)
	stanza.attr.from, stanza.attr.to = session.full_jid, to or address;
	prosody.core_post_stanza(session, stanza, true);
end
local function join(nick)
	post(st.presence():tag("x", { xmlns = "http://jabber.org/protocol/muc" }):up(), address.."/"..nick);
end
join("john");
local room = modulemanager.get_module(rooms_host, "muc").get_room_from_jid(address);
local form = st.stanza("x", { xmlns = "jabber:x:data", type = "submit" })
	:tag("field", { var = "FORM_TYPE" }):text_tag("value", "http://jabber.org/protocol/muc#roomconfig"):up()
	:tag("field", { var = "muc#roomconfig_roomname" }):text_tag("value", "Declared"):up();
post(st.iq({ type = "get", id = "form" }):query("http://jabber.org/protocol/muc#owner"):up());
post(st.iq({ type = "set", id = "form" }):query("http://jabber.org/protocol/muc#owner"):add_child(form):up());
post(st.iq({ type = "get", id = "disco" }):query("http://jabber.org/protocol/disco#info"):up());
post(st.message({ type = "groupchat" }, "x"));
post(st.message({ type = "chat" }, "x"), address.."/john");
post(st.message():tag("x", { xmlns = "http://jabber.org/protocol/muc#user" })
	:tag("invite", { to = "marie@"..host }):up():up());
post(st.message():tag("x", { xmlns = "http://jabber.org/protocol/muc#user" })
	:tag("decline", { to = "marie@"..host }):up():up());
room:set_affiliation(true, "marie@"..host, "member", "x", { key = "value" });
room:set_affiliation_data("marie@"..host, "urn:declared", "value");
room:set_role(true, address.."/john", "moderator");
join("johnny");
post(st.presence({ type = "unavailable" }), address.."/johnny");
join("john");
local other = modulemanager.get_module(rooms_host, "muc").create_room("other@"..rooms_host);
other:destroy();
