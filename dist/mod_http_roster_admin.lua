-- mod_http_roster_admin 1.0.0: contact lists come from a web application, over HTTP.
--
-- Options, for a VirtualHost; only the first is needed:
--
--   http_roster_url = "http://localhost:8080/contacts/%s"  -- where a roster is fetched; %s is the username, %h the host
--   http_roster_headers = { Authorization = "Bearer …" }   -- sent with every request to the backend
--   http_roster_timeout = 5                                -- seconds for one request
--   http_roster_concurrency = 32                           -- requests at once
--   http_roster_max_age = 3600                             -- seconds that a roster is believed; 0: for ever
--   http_roster_cache_size = 1024                          -- rosters of users offline kept in memory
--   http_roster_batch_url = "http://localhost:8080/batch"  -- where many rosters are fetched at once; none if not set
--   http_roster_batch_size = 100                           -- usernames in one such request
--   http_roster_token = "…"                                -- what callers of /roster_admin must send; or a list
--   http_roster_allowed_ips = { "127.0.0.1", "::1" }       -- who may call; with a token set: everyone
--   http_roster_block_subscriptions = true                 -- drop what clients say about subscriptions
--
-- MIT license. Written in TypeScript: this file is made from src/ and is not meant to be edited.

local ____modules = {}
local ____moduleCache = {}
local ____originalRequire = require
local function require(file, ...)
    if ____moduleCache[file] then
        return ____moduleCache[file].value
    end
    if ____modules[file] then
        local module = ____modules[file]
        local value = nil
        if (select("#", ...) > 0) then value = module(...) else value = module(file) end
        ____moduleCache[file] = { value = value }
        return value
    else
        if ____originalRequire then
            return ____originalRequire(file)
        else
            error("module '" .. file .. "' not found")
        end
    end
end
____modules = {
["src.settings"] = function(...) 
local ____exports = {}
local ____quoted = require("src.json.quoted")
local quoted = ____quoted.quoted
local ____util_2Eip = require("util.ip")
local new_ip = ____util_2Eip.new_ip
local URL_EXAMPLE = "\"http://localhost:8080/contacts/%s\""
--- Refuses to load, naming the option and what it should be. The value may be a secret.
local function refuse(name, expected, value)
    return error(
        (((("option " .. name) .. ": expected ") .. expected) .. ", got ") .. (value == nil and "nothing" or "a " .. type(value)),
        0
    )
end
local function read_url(options, name)
    local value = options:get_option(name)
    if value == nil then
        return nil
    end
    local expected = "a URL such as " .. URL_EXAMPLE
    if type(value) ~= "string" then
        return refuse(name, expected, value)
    end
    if (string.find(value, "^[hH][tT][tT][pP][sS]?://[^/%s]+")) == nil or (string.find(value, "[%c ]")) ~= nil then
        error(((("option " .. name) .. ": expected ") .. expected) .. ", got text that is no http(s) URL", 0)
    end
    return value
end
local function read_roster_url(options)
    local name = "http_roster_url"
    local url = read_url(options, name)
    if url == nil then
        error((((("option " .. name) .. " is missing: set it to where rosters are fetched, as in ") .. name) .. " = ") .. URL_EXAMPLE, 0)
    end
    if (string.find(url, "%s", 1, true)) == nil then
        error((((("option " .. name) .. ": expected %s where the username belongs, as in ") .. name) .. " = ") .. URL_EXAMPLE, 0)
    end
    return url
end
local function read_number(options, name, default_value, least, whole)
    local value = options:get_option(name, default_value)
    local kind = whole and "a whole number" or "a number of seconds"
    local expected = (kind .. ", ") .. (least == 0 and "0 or more" or "at least " .. tostring(least))
    if type(value) ~= "number" then
        return refuse(name, expected, value)
    end
    if not (value >= least) or value == math.huge or whole and value % 1 ~= 0 then
        error(
            (((("option " .. name) .. ": expected ") .. expected) .. ", got ") .. tostring(value),
            0
        )
    end
    return value
end
local function read_boolean(options, name, default_value)
    local value = options:get_option(name, default_value)
    local ____temp_0
    if type(value) == "boolean" then
        ____temp_0 = value
    else
        ____temp_0 = refuse(name, "true or false", value)
    end
    return ____temp_0
end
--- The strings of an option that may be one string or a list.
local function read_strings(options, name, expected)
    local value = options:get_option(name)
    if value == nil then
        return nil
    end
    if type(value) == "string" then
        return {value}
    end
    if type(value) ~= "table" then
        return refuse(name, expected, value)
    end
    local strings = {}
    for key, entry in pairs(value) do
        if type(key) ~= "number" or type(entry) ~= "string" then
            error((("option " .. name) .. ": expected ") .. expected, 0)
        end
        strings[#strings + 1] = entry
    end
    return strings
end
local function read_tokens(options)
    local name = "http_roster_token"
    local expected = "a token, or a list of tokens, without spaces"
    local tokens = read_strings(options, name, expected) or ({})
    for ____, token in ipairs(tokens) do
        if (string.find(token, "^[!-~]+$")) == nil then
            error((("option " .. name) .. ": expected ") .. expected, 0)
        end
    end
    if #tokens == 0 and options:get_option(name) ~= nil then
        error((("option " .. name) .. ": expected ") .. expected, 0)
    end
    return tokens
end
local function read_networks(options, has_token)
    local name = "http_roster_allowed_ips"
    local expected = "addresses or CIDR ranges, as in { \"127.0.0.1\", \"10.0.0.0/8\", \"::1\" }"
    local ____read_strings_result_2 = read_strings(options, name, expected)
    if ____read_strings_result_2 == nil then
        local ____has_token_1
        if has_token then
            ____has_token_1 = nil
        else
            ____has_token_1 = {"127.0.0.1", "::1"}
        end
        ____read_strings_result_2 = ____has_token_1
    end
    local texts = ____read_strings_result_2
    if texts == nil then
        return nil
    end
    local networks = {}
    for ____, text in ipairs(texts) do
        local address, prefix = string.match(text, "^([^/]+)/?(%d*)$")
        local ____temp_3
        if address == nil then
            ____temp_3 = nil
        else
            ____temp_3 = (new_ip(address))
        end
        local ip = ____temp_3
        local ____temp_4
        if prefix == nil or prefix == "" then
            ____temp_4 = nil
        else
            ____temp_4 = tonumber(prefix)
        end
        local bits = ____temp_4
        local longest = (ip and ip.proto) == "IPv4" and 32 or 128
        local is_range = (string.find(text, "/", 1, true)) ~= nil
        if ip == nil or is_range ~= (bits ~= nil) or bits ~= nil and bits > longest then
            return error(
                (((("option " .. name) .. ": expected ") .. expected) .. ", got ") .. quoted(text),
                0
            )
        end
        networks[#networks + 1] = {ip = ip, bits = bits}
    end
    return networks
end
local function read_headers(options)
    local name = "http_roster_headers"
    local expected = "a table of header names and values, as in { Authorization = \"Bearer …\" }"
    local value = options:get_option(name)
    local headers = {}
    if value == nil then
        return headers
    end
    if type(value) ~= "table" then
        return refuse(name, expected, value)
    end
    for header, text in pairs(value) do
        if type(header) ~= "string" or type(text) ~= "string" or (string.find(header, "^[%w!#$%%&'*+.^_`|~-]+$")) == nil or (string.find(text, "%c")) ~= nil then
            error((("option " .. name) .. ": expected ") .. expected, 0)
        end
        headers[header] = text
    end
    return headers
end
--- Reads the options of a host. Throws a text that names the option to mend.
local function read_settings(options)
    local tokens = read_tokens(options)
    return {
        url = read_roster_url(options),
        batch_url = read_url(options, "http_roster_batch_url"),
        batch_size = read_number(
            options,
            "http_roster_batch_size",
            100,
            1,
            true
        ),
        headers = read_headers(options),
        timeout = read_number(
            options,
            "http_roster_timeout",
            5,
            0.1,
            false
        ),
        concurrency = read_number(
            options,
            "http_roster_concurrency",
            32,
            1,
            true
        ),
        max_age = read_number(
            options,
            "http_roster_max_age",
            3600,
            0,
            false
        ),
        cache_size = read_number(
            options,
            "http_roster_cache_size",
            1024,
            0,
            true
        ),
        tokens = tokens,
        networks = read_networks(options, #tokens > 0),
        block_subscriptions = read_boolean(options, "http_roster_block_subscriptions", true)
    }
end
____exports.read_settings = read_settings
return ____exports
 end,
["src.mod_http_roster_admin"] = function(...) 
local ____exports = {}
local ____backend = require("src.backend.backend")
local new_backend = ____backend.new_backend
local ____check_command = require("src.admin.check_command")
local run_command = ____check_command.run_command
local ____client_requests = require("src.clients.client_requests")
local advertise_versioning = ____client_requests.advertise_versioning
local answer_roster_query = ____client_requests.answer_roster_query
local ____core_rosters = require("src.clients.core_rosters")
local before_bind = ____core_rosters.before_bind
local core_cache = ____core_rosters.core_cache
local on_roster_load = ____core_rosters.on_roster_load
local ____delivery = require("src.clients.delivery")
local deliver = ____delivery.deliver
local ____expected_updates = require("src.clients.expected_updates")
local new_expected_updates = ____expected_updates.new_expected_updates
local ____fetches = require("src.upkeep.fetches")
local new_fetches = ____fetches.new_fetches
local ____http_api = require("src.api.http_api")
local serve = ____http_api.serve
local ____intake = require("src.rosters.intake")
local new_intake = ____intake.new_intake
local ____last_known = require("src.rosters.last_known")
local new_last_known = ____last_known.new_last_known
local ____module_log = require("src.admin.module_log")
local new_log = ____module_log.new_log
local ____presence_gate = require("src.clients.presence_gate")
local drop_subscription = ____presence_gate.drop_subscription
local take_probe = ____presence_gate.take_probe
local ____rosters = require("src.rosters.rosters")
local new_rosters = ____rosters.new_rosters
local ____settings = require("src.settings")
local read_settings = ____settings.read_settings
local ____shell_commands = require("src.admin.shell_commands")
local offer_shell_commands = ____shell_commands.offer_shell_commands
local ____state = require("src.state")
local take_over = ____state.take_over
local ____statistics = require("src.admin.statistics")
local new_statistics = ____statistics.new_statistics
local ____status = require("src.admin.status")
local status_document = ____status.status_document
local ____upkeep = require("src.upkeep.upkeep")
local new_upkeep = ____upkeep.new_upkeep
local BEFORE_BLOCKLIST = 110
local BEFORE_PRESENCE = 50
local BEFORE_ROSTER = 10
local BEFORE_SESSIONS_END = 400
local LAST = -1000
--- Builds the rooms of a VirtualHost and opens their doors to Prosody.
local function load(host, host_session)
    local users = host_session.sessions
    local store, store_error = module:open_store("http_roster", "keyval")
    if users == nil then
        error("mod_http_roster_admin is for VirtualHosts, not for components", 0)
    end
    if store == nil then
        error("the store http_roster can't be opened: " .. store_error, 0)
    end
    local settings = read_settings(module)
    local state = take_over(module.saved_state, users, settings.cache_size)
    local log = new_log()
    local statistics = new_statistics(state.counts)
    local expected = new_expected_updates()
    local rosters = new_rosters(
        users,
        state.rosters,
        function(username, user, changes)
            statistics.note_pushes(deliver(
                host_session,
                expected,
                username,
                user,
                changes
            ))
        end
    )
    local backend = new_backend(
        settings,
        host,
        state.health,
        {
            on_request = statistics.note_fetch,
            on_turn = function(turn, problem)
                log.turn(turn, problem)
                if turn == "lost" then
                    local ____opt_0 = state.upkeep
                    if ____opt_0 ~= nil then
                        ____opt_0.on_lost()
                    end
                else
                    local ____opt_2 = state.upkeep
                    if ____opt_2 ~= nil then
                        ____opt_2.on_back()
                    end
                end
            end
        }
    )
    local last_known = new_last_known(host, store, rosters, state.drafts)
    local intake = new_intake(host, rosters, last_known, log.faults)
    local fetches = new_fetches(
        backend,
        rosters,
        intake,
        last_known,
        settings.max_age,
        state.fetches,
        {
            on_success = function(username)
                local ____opt_4 = state.upkeep
                if ____opt_4 ~= nil then
                    ____opt_4.on_success(username)
                end
            end,
            on_failure = function(username, problem, failure)
                log.failure(username, problem, failure)
                local ____opt_6 = state.upkeep
                if ____opt_6 ~= nil then
                    ____opt_6.on_failure(username, failure)
                end
            end
        }
    )
    local upkeep = new_upkeep(
        backend,
        fetches,
        rosters,
        settings.max_age,
        state.behind
    )
    state.upkeep = upkeep
    module:hook(
        "pre-resource-bind",
        function(event) return before_bind(fetches, settings.timeout, event) end,
        LAST
    )
    module:hook(
        "roster-load",
        function(event)
            on_roster_load(rosters, fetches, settings.timeout, event)
        end,
        LAST
    )
    host_session.roster_cache = core_cache(rosters, fetches)
    module:hook(
        "resource-bind",
        function(event)
            local ____event_session_8 = event.session
            local username = ____event_session_8.username
            local ____opt_9 = rosters.get(username)
            if (____opt_9 and ____opt_9.from_backend) == false then
                statistics.note_served_last_known()
            end
            upkeep.on_bind(username)
        end
    )
    module:hook(
        "resource-unbind",
        function(event)
            local ____event_session_11 = event.session
            local username = ____event_session_11.username
            if rosters.online(username) ~= nil then
                return
            end
            rosters.on_offline(username)
            upkeep.on_offline(username)
            last_known.hasten(username)
        end
    )
    module:hook_global(
        "user-deleted",
        function(event)
            if event.host == host and rosters.online(event.username) == nil then
                fetches.hand_over(event.username, {})
            end
        end,
        BEFORE_SESSIONS_END
    )
    module:hook_global(
        "user-deleted",
        function(event)
            if event.host ~= host then
                return
            end
            fetches.drop(event.username, "the user was deleted")
            rosters.drop(event.username)
            upkeep.on_offline(event.username)
            last_known.forget(event.username)
        end,
        LAST
    )
    module:add_feature("jabber:iq:roster")
    module:hook("stream-features", advertise_versioning, LAST)
    module:hook(
        "iq/self/jabber:iq:roster:query",
        function(event) return answer_roster_query(rosters, event) end,
        BEFORE_ROSTER
    )
    for ____, kind in ipairs({"bare", "full", "host"}) do
        if settings.block_subscriptions then
            module:hook("pre-presence/" .. kind, drop_subscription, BEFORE_BLOCKLIST)
            module:hook("presence/" .. kind, drop_subscription, BEFORE_BLOCKLIST)
        end
    end
    for ____, kind in ipairs({"bare", "full"}) do
        module:hook(
            "presence/" .. kind,
            function(event) return take_probe(host_session, rosters, fetches, event) end,
            BEFORE_PRESENCE
        )
    end
    local function status()
        return status_document(state, backend)
    end
    serve(
        host,
        settings,
        rosters,
        fetches,
        last_known,
        expected,
        statistics.note_update,
        status
    )
    offer_shell_commands(host, fetches, status)
    module.save = function() return state end
    module.unload = function()
        host_session.roster_cache = nil
        upkeep.stop()
        if module.reloading == true then
            return
        end
        for username in pairs(state.fetches) do
            fetches.drop(username, "the module was unloaded")
        end
        last_known.flush()
    end
    module:hook_global("server-stopping", last_known.flush, LAST)
    upkeep.start()
end
module.command = run_command
local ____temp_12
if module.host == "*" then
    ____temp_12 = nil
else
    ____temp_12 = prosody.hosts[module.host]
end
local host_session = ____temp_12
if host_session ~= nil then
    load(module.host, host_session)
end
return ____exports
 end,
["src.json.fingerprint"] = function(...) 
local ____exports = {}
local hashes = require("util.hashes")
local LONG = 64 * 1024
--- What a text is recognised by: its hash, or for a long text, which takes longer to hash than to compare, the text itself.
local function fingerprint(text)
    return #text > LONG and text or hashes.sha1(text)
end
____exports.fingerprint = fingerprint
return ____exports
 end,
["src.backend.http_fetch"] = function(...) 
local ____exports = {}
local http = require("net.http")
local timer = require("util.timer")
local MAX_BODY = 10 * 1024 * 1024
local HEAD_ROOM = 64 * 1024
local TOO_LARGE = "an answer larger than 10 MiB"
--- The parts of a text as one; mostly there is one.
local function joined(parts)
    return #parts == 1 and parts[1] ~= nil and parts[1] or table.concat(parts)
end
--- Sends one request and calls back exactly once, within the timeout. Every request has a connection of its own: the pool of
-- `net.http` can hand one request's answer to another.
local function fetch(url, query, done)
    local settle, settled, request, deadline
    function settle(reply)
        if settled then
            return
        end
        settled = true
        timer.stop(deadline)
        if request ~= nil then
            http.destroy_request(request)
        end
        done(reply)
    end
    settled = false
    deadline = timer.add_task(
        query.timeout,
        function()
            settle({problem = ("no whole answer within " .. tostring(query.timeout)) .. " s"})
        end
    )
    local chunks
    --- Takes a body whose length is not known ahead.
    local function new_sink()
        local parts = {}
        local size = 0
        chunks = parts
        return {write = function(self, chunk)
            size = size + #chunk
            if size > MAX_BODY then
                settle({problem = TOO_LARGE})
                return false
            end
            parts[#parts + 1] = chunk
            return true
        end}
    end
    local ok, started = pcall(
        http.request,
        url,
        {
            method = query.method,
            headers = query.headers,
            body = query.body,
            suppress_errors = true,
            suppress_url = true,
            streaming_handler = function(response)
                if (response.body_length or 0) > MAX_BODY then
                    settle({problem = TOO_LARGE})
                end
                return new_sink()
            end
        },
        function(...)
            local ____bindingPattern0 = {...}
            local response
            local code
            local body
            body = ____bindingPattern0[1]
            code = ____bindingPattern0[2]
            response = ____bindingPattern0[3]
            if code == 0 then
                settle({problem = body == "max-buffer-size-exceeded" and TOO_LARGE or ("no answer (" .. tostring(body)) .. ")"})
            elseif response ~= nil and response.headers ~= nil then
                if response.chunked == true and body ~= false then
                    settle({problem = "an answer that breaks off"})
                else
                    settle({
                        code = code,
                        headers = response.headers,
                        body = chunks ~= nil and joined(chunks) or (body == false and "" or body)
                    })
                end
            end
        end
    )
    if not ok then
        settle({problem = ("no request (" .. started) .. ")"})
    elseif started ~= nil and not settled then
        request = started
        request.body_size_limit = MAX_BODY
        request.buffer_size_limit = MAX_BODY + HEAD_ROOM
    end
end
____exports.fetch = fetch
return ____exports
 end,
["src.backend.retry_after"] = function(...) 
local ____exports = {}
local MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
--- Unix time of a UTC date and time.
local function unix_time(year, month, day, seconds)
    local shifted_year = month > 2 and year or year - 1
    local shifted_month = (month + 9) % 12
    local days = 365 * shifted_year + math.floor(shifted_year / 4) - math.floor(shifted_year / 100) + math.floor(shifted_year / 400) + math.floor((153 * shifted_month + 2) / 5) + day - 1 - 719468
    return days * 86400 + seconds
end
--- The number that some digits are.
local function number(digits)
    return tonumber(digits) or 0
end
--- Seconds to wait that a `Retry-After` header asks for, as a number or as a date (RFC 9110 10.2.3); nil where it says nothing.
local function read_retry_after(header, now)
    if header == nil then
        return nil
    end
    local seconds = string.match(header, "^%s*(%d+)%s*$")
    if seconds ~= nil then
        return tonumber(seconds)
    end
    local day, month_name, year, hour, minute, second = string.match(header, "^%a+, (%d%d) (%a%a%a) (%d%d%d%d) (%d%d):(%d%d):(%d%d) GMT$")
    local position = string.find(MONTHS, month_name or "?", 1, true)
    if position == nil or position % 3 ~= 1 then
        return nil
    end
    local month = math.floor((position + 2) / 3)
    local time_of_day = number(hour) * 3600 + number(minute) * 60 + number(second)
    return math.max(
        0,
        unix_time(
            number(year),
            month,
            number(day),
            time_of_day
        ) - now
    )
end
____exports.read_retry_after = read_retry_after
return ____exports
 end,
["src.json.half_surrogates"] = function(...) 
local ____exports = {}
--- Lets half a surrogate pair, which JSON allows and `util.json` does not, stand for a character that XML can't carry: it spoils one
-- contact, not the roster.
local function without_half_surrogates(text)
    if (string.find(text, "\\u", 1, true)) == nil then
        return text
    end
    if (string.find(text, "\\u[dD][89a-fA-F]")) == nil then
        return text
    end
    local plain = text
    plain = string.gsub(plain, "\\\\", "\\u005c")
    plain = string.gsub(plain, "\\u([dD][89abAB]%x%x)\\u([dD][c-fC-F]%x%x)", "\\U%1\\U%2")
    plain = string.gsub(plain, "\\u[dD][89a-fA-F]%x%x", "\\uffff")
    plain = string.gsub(plain, "\\U", "\\u")
    return plain
end
____exports.without_half_surrogates = without_half_surrogates
return ____exports
 end,
["src.json.json_scan"] = function(...) 
local ____exports = {}
--- Position of the quote that ends a string which begins at `opening`.
local function string_end(text, opening)
    local at = string.find(text, "[\"\\]", opening + 1)
    while at ~= nil and string.byte(text, at) == 92 do
        at = string.find(text, "[\"\\]", at + 2)
    end
    return at
end
____exports.string_end = string_end
return ____exports
 end,
["src.json.lua_cjson"] = function(...) 
local ____exports = {}
--- Of JSON from outside: arrays and objects in one another.
local MAX_DEPTH = 32
--- lua-cjson, many times as fast, where the admin has installed it.
local function load_cjson()
    local ok, library = pcall(require, "cjson.safe")
    if not ok then
        return nil
    end
    local cjson = library.new()
    cjson.decode_max_depth(MAX_DEPTH)
    cjson.decode_invalid_numbers(false)
    return cjson
end
local cjson = load_cjson()
____exports.cjson = cjson
____exports.MAX_DEPTH = MAX_DEPTH
return ____exports
 end,
["src.json.json_value"] = function(...) 
local ____exports = {}
local json = require("util.json")
local ____lua_cjson = require("src.json.lua_cjson")
local cjson = ____lua_cjson.cjson
local array = require("util.array")
local ____temp_0
if cjson == nil then
    ____temp_0 = nil
else
    ____temp_0 = cjson.null
end
local CJSON_NULL = ____temp_0
local ARRAY = getmetatable(array())
--- `true` for JSON null.
local function is_null(value)
    return value == json.null or value ~= nil and value == CJSON_NULL
end
--- `true` for a field that is left out or set to `null`, which means the same.
local function is_absent(value)
    return value == nil or is_null(value)
end
--- `true` for a JSON object. An empty array passes for one: PHP encodes an empty object so.
local function is_object(value)
    return type(value) == "table" and value ~= json.null and value[1] == nil
end
--- `true` for a JSON array; for an empty one only if it was decoded exactly.
local function is_array(value)
    if type(value) ~= "table" or value == json.null then
        return false
    end
    return value[1] ~= nil or getmetatable(value) == ARRAY
end
--- What a JSON value is, in words for whoever sent it.
local function kind_of(value)
    if is_absent(value) then
        return "null"
    end
    if is_array(value) then
        return "an array"
    end
    if is_object(value) then
        return "an object"
    end
    local lua_type = type(value)
    return lua_type == "boolean" and "true or false" or "a " .. lua_type
end
____exports.is_absent = is_absent
____exports.is_array = is_array
____exports.is_null = is_null
____exports.is_object = is_object
____exports.kind_of = kind_of
return ____exports
 end,
["src.json.json_reader"] = function(...) 
local ____exports = {}
local json = require("util.json")
local ____half_surrogates = require("src.json.half_surrogates")
local without_half_surrogates = ____half_surrogates.without_half_surrogates
local ____json_scan = require("src.json.json_scan")
local string_end = ____json_scan.string_end
local ____lua_cjson = require("src.json.lua_cjson")
local MAX_DEPTH = ____lua_cjson.MAX_DEPTH
local ____string_0 = string
local find = ____string_0.find
local BLANK = "[ \t\r\n]*"
local FIRST = "^" .. BLANK
local NEXT = (("^" .. BLANK) .. ",") .. BLANK
local NAME = (("\"([^\"\\]*)\"" .. BLANK) .. ":") .. BLANK
local FIRST_NAME = FIRST .. NAME
local NEXT_NAME = NEXT .. NAME
local STRING = "^\"([^\"\\]*)\""
local COLON = (("^" .. BLANK) .. ":") .. BLANK
local OBJECT_END = ("^" .. BLANK) .. "}"
local ARRAY_END = ("^" .. BLANK) .. "%]"
local TEXT_END = ("^" .. BLANK) .. "$"
local LITERALS = {}
LITERALS["true"] = true
LITERALS["false"] = false
LITERALS.null = json.null
--- Reads a string that has escapes.
local function read_escaped_string(text, opening)
    local closing = string_end(text, opening)
    if closing == nil then
        return
    end
    local value = json.decode(without_half_surrogates(string.sub(text, opening, closing)))
    if type(value) == "string" then
        return value, closing
    end
    return
end
--- Reads a member's name that has escapes, and the colon behind it.
local function read_escaped_name(text, at, before)
    local ____, last = find(text, before, at)
    if last == nil or string.byte(text, last + 1) ~= 34 then
        return
    end
    local name, closing = read_escaped_string(text, last + 1)
    if name == nil then
        return
    end
    local ____, colon = find(text, COLON, closing + 1)
    if colon == nil then
        return
    end
    return name, colon
end
--- Reads `true`, `false`, `null` or a number.
local function read_literal(text, at)
    local ____, end_of_word, word = find(text, "^(%a+)", at)
    if end_of_word ~= nil then
        local value = LITERALS[word]
        if value == nil then
            return
        end
        return value, end_of_word
    end
    local ____, end_of_number, digits = find(text, "^(-?%d[%d.eE+-]*)", at)
    if end_of_number == nil then
        return
    end
    local value = tonumber(digits)
    if value == nil then
        return
    end
    return value, end_of_number
end
--- Reads the members of an object from behind its opening bracket.
local function read_object(text, start, depth, read_member)
    local object = {}
    local at = start
    local is_first = true
    while true do
        local ____, colon, name = find(text, is_first and FIRST_NAME or NEXT_NAME, at)
        if colon == nil then
            local ____, bracket = find(text, OBJECT_END, at)
            if bracket ~= nil then
                return object, bracket
            end
            name, colon = read_escaped_name(text, at, is_first and FIRST or NEXT)
            if colon == nil or name == nil then
                return
            end
        end
        local value, last = read_member(text, colon + 1, depth)
        if value == nil then
            return
        end
        object[name] = value
        at = last + 1
        is_first = false
    end
end
--- Reads the values of an array from behind its opening bracket.
local function read_array(text, start, depth, read_element)
    local values = {}
    local at = start
    local count = 0
    while true do
        local ____, before = find(text, count == 0 and FIRST or NEXT, at)
        if before == nil then
            break
        end
        local value, last = read_element(text, before + 1, depth)
        if value == nil then
            break
        end
        count = count + 1
        values[count] = value
        at = last + 1
    end
    local ____, bracket = find(text, ARRAY_END, at)
    if bracket == nil then
        return
    end
    return values, bracket
end
--- Reads any value that begins at a position, inside so many brackets.
local function read_value(text, at, depth)
    local ____, last, value = find(text, STRING, at)
    if last ~= nil then
        return value, last
    end
    local char = string.byte(text, at)
    if char == 34 then
        return read_escaped_string(text, at)
    end
    if char ~= 123 and char ~= 91 then
        return read_literal(text, at)
    end
    if depth == MAX_DEPTH then
        return
    end
    if char == 123 then
        return read_object(text, at + 1, depth + 1, read_value)
    end
    return read_array(text, at + 1, depth + 1, read_value)
end
--- Decodes JSON, `[]` as `{}`; nil for what `util.json` must look at.
local function read_json(text)
    local ____, before = find(text, FIRST)
    local value, last = read_value(text, (before or 0) + 1, 0)
    if value == nil or (find(text, TEXT_END, last + 1)) == nil then
        return nil
    end
    return value
end
____exports.read_json = read_json
return ____exports
 end,
["src.json.json_text"] = function(...) 
local ____exports = {}
local json = require("util.json")
local ____half_surrogates = require("src.json.half_surrogates")
local without_half_surrogates = ____half_surrogates.without_half_surrogates
local ____json_reader = require("src.json.json_reader")
local read_json = ____json_reader.read_json
local ____lua_cjson = require("src.json.lua_cjson")
local cjson = ____lua_cjson.cjson
local MAX_DEPTH = ____lua_cjson.MAX_DEPTH
local TOO_MANY_OPEN = string.rep("[%[{]", MAX_DEPTH + 1)
local TOO_DEEP = ("nested deeper than " .. tostring(MAX_DEPTH)) .. " levels"
--- What is wrong with the nesting of a JSON text, found before a recursive decoder sees it. Strings are cut out first, so that only
-- brackets are left; then each pass takes away the innermost level.
local function nesting_problem(text)
    local brackets = text
    if (string.find(text, "\\", 1, true)) ~= nil then
        brackets = string.gsub(brackets, "\\.", "")
    end
    brackets = string.gsub(brackets, "\"[^\"]*\"", "")
    brackets = string.gsub(brackets, "[^%[%]{}]+", "")
    for _ = 1, MAX_DEPTH do
        if brackets == "" then
            return nil
        end
        if (string.find(brackets, TOO_MANY_OPEN)) ~= nil then
            return TOO_DEEP
        end
        local shorter, ____pairs = string.gsub(brackets, "[%[{][%]}]", "")
        if ____pairs == 0 then
            return "brackets that do not match"
        end
        brackets = shorter
    end
    local ____temp_0
    if brackets == "" then
        ____temp_0 = nil
    else
        ____temp_0 = TOO_DEEP
    end
    return ____temp_0
end
--- The letter or underscore that `\u00HEX` stands for; anything else stays escaped.
local function plain_letter(hex)
    local char = string.char(tonumber(hex, 16) or 0)
    return (string.find(char, "^[%a_]")) == nil and "\\u00" .. hex or char
end
--- Takes the magic out of the keys `__array` and `__hash`, with which `util.json` lets a text plant any key in a table. They become
-- keys that are no JID.
local function without_magic_keys(text)
    local plain = text
    if (string.find(plain, "\\u00", 1, true)) ~= nil and (string.find(plain, "\\u00[4-7]")) ~= nil then
        plain = string.gsub(plain, "\\\\", "\\u005c")
        plain = string.gsub(plain, "\\u00([4-7]%x)", plain_letter)
    end
    if (string.find(plain, "__array", 1, true)) ~= nil then
        plain = string.gsub(plain, "\"__array\"(%s*:)", "\"__array/\"%1")
    end
    if (string.find(plain, "__hash", 1, true)) ~= nil then
        plain = string.gsub(plain, "\"__hash\"(%s*:)", "\"__hash/\"%1")
    end
    return plain
end
--- What `util.json` makes of a text. Throws what is wrong with it.
local function decode_or_throw(text)
    local value, problem = json.decode(text)
    local ____temp_1
    if value == nil then
        ____temp_1 = error(
            tostring(problem),
            0
        )
    else
        ____temp_1 = value
    end
    return ____temp_1
end
--- Decodes JSON from outside: the value, or nil and what is wrong with the text. Never throws. Tells `[]` from `{}`.
local function decode_exactly(text)
    local problem = nesting_problem(text)
    if problem ~= nil then
        return nil, ("not JSON that can be read (" .. problem) .. ")"
    end
    local ok, value = pcall(
        decode_or_throw,
        without_magic_keys(without_half_surrogates(text))
    )
    if not ok then
        return nil, ("not JSON (" .. value) .. ")"
    end
    return value
end
--- Decodes most JSON in less time, with lua-cjson where that is installed; nil for what `util.json` must look at.
local function decode_fast(text)
    local plain = without_magic_keys(text)
    if cjson == nil or (string.find(plain, "\0", 1, true)) ~= nil then
        return read_json(plain)
    end
    local value = cjson.decode(plain)
    return value
end
--- The same as {@link decode_exactly}, faster where it can be. May take `[]` for `{}`.
local function decode(text)
    local value = decode_fast(text)
    if value == nil then
        return decode_exactly(text)
    end
    return value
end
____exports.decode = decode
____exports.decode_exactly = decode_exactly
return ____exports
 end,
["src.json.text_blocks"] = function(...) 
local ____exports = {}
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local SHORTEST = 1024
local BLOCKS = 16
local SHORTEST_BLOCK = 512
local LONGEST_BLOCK = 4096
local LONG = 64 * 1024
local function names_of(document)
    local names = {}
    for name in pairs(document) do
        names[#names + 1] = name
    end
    return names
end
--- A block of members and what they decode to; nothing where they are none.
local function read_block(text, is_first, is_last)
    if not is_last and string.byte(text, -1) ~= 125 then
        return
    end
    local document = decode((is_first and "" or "{") .. text .. (is_last and "" or "}"))
    if not is_object(document) then
        return
    end
    return {
        text = text,
        names = names_of(document)
    }, document
end
--- Decodes an object block by block. Blocks end where a member seems to: each is an object when taken by itself, so together they are one,
-- too. Nothing for a text that is short or no such object, or has a name twice.
local function decode_blocks(text)
    if #text < SHORTEST then
        return
    end
    local length = math.min(
        LONGEST_BLOCK,
        math.max(
            SHORTEST_BLOCK,
            math.ceil(#text / BLOCKS)
        )
    )
    local blocks = {}
    local whole = {}
    local start = 1
    while start <= #text do
        local border = string.find(text, "},[ \t\r\n]*\"", start + length)
        local last = border or #text
        local block, document = read_block(
            string.sub(text, start, last),
            start == 1,
            border == nil
        )
        if block == nil then
            return
        end
        blocks[#blocks + 1] = block
        for name, value in pairs(document) do
            if whole[name] ~= nil then
                return
            end
            whole[name] = value
        end
        start = last + 2
    end
    return whole, blocks
end
--- Decodes JSON: block by block, if that can be, a long text, and one in whose place another was known, since then more
-- may follow.
local function decode_text(text, known)
    local was_known = (known and known.fingerprint) ~= nil or (known and known.blocks) ~= nil
    if (known and known.blocks) ~= "scattered" and (was_known or #text > LONG) then
        local document, blocks = decode_blocks(text)
        if document ~= nil then
            return document, nil, blocks
        end
    end
    return decode(text)
end
--- `true` where a block stands at a position of a text. Makes no string to compare, as cutting it out would.
local function is_at(block, text, start)
    return (string.find(text, block.text, start, true)) == start
end
--- How many blocks stand at the beginning of a text, each with a comma behind it, and where the next member begins.
local function common_beginning(blocks, text)
    local start = 1
    for position, block in ipairs(blocks) do
        if string.byte(text, start + #block.text) ~= 44 or not is_at(block, text, start) then
            return position - 1, start
        end
        start = start + (#block.text + 1)
    end
    return #blocks, start
end
--- How many of these blocks stand at the end of a text, behind a member that begins at `start` or later, and where that one ends.
local function common_end(blocks, text, start)
    local count = 0
    local last = #text
    for position = #blocks, 1, -1 do
        local block = blocks[position]
        if block == nil then
            break
        end
        local comma = last - #block.text
        if comma <= start or string.byte(text, comma) ~= 44 or not is_at(block, text, comma + 1) then
            break
        end
        last = comma - 1
        count = count + 1
    end
    return count, last
end
--- `true` where one of these names is in a block other than the one they are from. Each block is looked through once, however many they are.
local function are_elsewhere(names, blocks, from)
    if (next(names)) == nil then
        return false
    end
    for ____, block in ipairs(blocks) do
        if block ~= from then
            for ____, name in ipairs(block.names) do
                if names[name] ~= nil then
                    return true
                end
            end
        end
    end
    return false
end
--- Finds the part in which a text is not that of the blocks. `same`: there is none; `scattered`: most of it is not; `large`: it is not worth
-- while, or can't be read by itself.
local function changed_part(blocks, text)
    if blocks == "scattered" then
        return blocks
    end
    local before, start = common_beginning(blocks, text)
    local after, last = common_end(blocks, text, start)
    local replaced = #blocks - before - after
    local part = string.sub(text, start, last)
    local ____temp_8 = replaced == 1
    if ____temp_8 then
        local ____opt_6 = blocks[before + 1]
        ____temp_8 = part == (____opt_6 and ____opt_6.text)
    end
    if ____temp_8 then
        return "same"
    end
    if replaced * 2 > #blocks + 1 then
        return "scattered"
    end
    if (last - start) * 4 > math.max(#text, 4 * SHORTEST) then
        return "large"
    end
    local block, document = read_block(part, before == 0, after == 0)
    if block == nil then
        return "large"
    end
    local names = {}
    local changed = {}
    for position, known in ipairs(blocks) do
        if position <= before or position > before + replaced then
            changed[#changed + 1] = known
        else
            for ____, name in ipairs(known.names) do
                names[name] = true
            end
        end
        if position == before + replaced then
            changed[#changed + 1] = block
        end
    end
    local new_names = {}
    for ____, name in ipairs(block.names) do
        if not (names[name] ~= nil) then
            new_names[name] = true
        end
    end
    if are_elsewhere(new_names, changed, block) then
        return "large"
    end
    return {blocks = blocks, document = document, names = names, changed = changed}
end
____exports.changed_part = changed_part
____exports.decode_text = decode_text
return ____exports
 end,
["src.backend.wish"] = function(...) 
local ____exports = {}
return ____exports
 end,
["src.backend.answer"] = function(...) 
local ____exports = {}
local ____fingerprint = require("src.json.fingerprint")
local fingerprint = ____fingerprint.fingerprint
local ____retry_after = require("src.backend.retry_after")
local read_retry_after = ____retry_after.read_retry_after
local ____text_blocks = require("src.json.text_blocks")
local changed_part = ____text_blocks.changed_part
--- What a status other than 200 says.
local function read_status(code, headers, now)
    if code == 204 then
        return {kind = "empty"}
    end
    if code == 304 then
        return {kind = "unchanged", etag = headers.etag}
    end
    if code == 410 then
        return {kind = "gone"}
    end
    local passing = code == 429 or code >= 500
    local ____passing_0
    if passing then
        ____passing_0 = read_retry_after(headers["retry-after"], now)
    else
        ____passing_0 = nil
    end
    local retry_after = ____passing_0
    return {
        kind = "failed",
        problem = string.format("backend answered %d", code),
        passing = passing,
        retry_after = retry_after
    }
end
--- What a reply to the request for one roster says.
local function read_reply(reply, known, now)
    if reply.code == nil then
        return {kind = "failed", problem = reply.problem, passing = true}
    end
    local ____reply_1 = reply
    local code = ____reply_1.code
    local headers = ____reply_1.headers
    local body = ____reply_1.body
    if code == 304 and (known and known.etag) == nil then
        return {kind = "failed", problem = "backend answered 304 to a request without If-None-Match", passing = false}
    end
    if code ~= 200 then
        return read_status(code, headers, now)
    end
    local etag = headers.etag
    local part = (known and known.blocks) == nil and "large" or changed_part(known.blocks, body)
    if part == "same" then
        return {kind = "unchanged", etag = etag}
    end
    if part ~= "large" and part ~= "scattered" then
        return {kind = "roster", text = body, part = part, etag = etag}
    end
    local found = fingerprint(body)
    if (known and known.fingerprint) == found and known.size == #body then
        return {kind = "unchanged", etag = etag}
    end
    return {kind = "roster", text = body, fingerprint = found, etag = etag}
end
--- What a reply to a batch says as a whole.
local function read_batch_reply(reply, now)
    if reply.code == nil then
        return {kind = "failed", problem = reply.problem, passing = true}
    end
    if reply.code == 200 then
        return {kind = "roster", text = reply.body}
    end
    local answer = read_status(reply.code, reply.headers, now)
    if answer.kind == "failed" then
        return answer
    end
    return {
        kind = "failed",
        problem = string.format("backend answered %d to a batch", reply.code),
        passing = false
    }
end
____exports.read_batch_reply = read_batch_reply
____exports.read_reply = read_reply
return ____exports
 end,
["src.backend.batch_document"] = function(...) 
local ____exports = {}
local ____fingerprint = require("src.json.fingerprint")
local fingerprint = ____fingerprint.fingerprint
local ____json_scan = require("src.json.json_scan")
local string_end = ____json_scan.string_end
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____text_blocks = require("src.json.text_blocks")
local changed_part = ____text_blocks.changed_part
local decode_text = ____text_blocks.decode_text
--- Begins to read a batch answer; nil where it is no object.
local function new_batch_reader(text)
    if (string.find(text, "^%s*%[%s*%]%s*$")) ~= nil then
        return {text = "{}", position = 2, careful = false}
    end
    local ____, opening = string.find(text, "^%s*{")
    local ____temp_0
    if opening == nil then
        ____temp_0 = nil
    else
        ____temp_0 = {text = text, position = opening + 1, careful = false}
    end
    return ____temp_0
end
--- Position of the last character of an object or array that begins at `first`, read with an eye for strings.
local function brackets_end(text, first)
    local depth = 0
    local at = string.find(text, "[\"%[%]{}]", first)
    while at ~= nil do
        local char = string.byte(text, at)
        if char == 34 then
            local ____end = string_end(text, at)
            if ____end == nil then
                return nil
            end
            at = ____end
        else
            depth = depth + ((char == 123 or char == 91) and 1 or -1)
            if depth == 0 then
                return at
            end
        end
        at = string.find(text, "[\"%[%]{}]", at + 1)
    end
    return nil
end
--- The name of the next member, with the reader left at its value; nil at the end of the object, or, with a problem, where it is
-- broken.
local function next_name(reader)
    local ____reader_1 = reader
    local text = ____reader_1.text
    local ____, before = string.find(text, "^[%s,]*", reader.position)
    local opening = (before or reader.position) + 1
    if string.byte(text, opening) == 125 then
        local ____end = string.find(text, "^%s*$", opening + 1)
        return nil, ____end == nil and "text after its end" or nil
    end
    local ____temp_2
    if string.byte(text, opening) == 34 then
        ____temp_2 = string_end(text, opening)
    else
        ____temp_2 = nil
    end
    local closing = ____temp_2
    local ____, colon = string.find(text, "^%s*:%s*", (closing or 0) + 1)
    if closing == nil or colon == nil then
        return nil, "a username expected"
    end
    reader.position = colon + 1
    local raw = string.sub(text, opening + 1, closing - 1)
    if (string.find(raw, "\\", 1, true)) == nil then
        return raw
    end
    local name = decode(string.sub(text, opening, closing))
    if type(name) == "string" then
        return name
    end
    return nil, "a username that can't be read"
end
--- Skips the value ahead if its text is the known one, by length and fingerprint. Nothing of it is read.
local function skip_known(reader, size, known)
    local ____reader_3 = reader
    local text = ____reader_3.text
    local position = ____reader_3.position
    local last = position + size - 1
    if (string.find(text, "^%s*[,}]", last + 1)) == nil then
        return false
    end
    if fingerprint(string.sub(text, position, last)) ~= known then
        return false
    end
    reader.position = last + 1
    return true
end
--- Decodes what stands between two positions, and steps over it if that is a value.
local function take_until(reader, last, known)
    if last == nil then
        return
    end
    local text = string.sub(reader.text, reader.position, last)
    local value, ____, blocks = decode_text(text, known)
    if value == nil then
        return
    end
    reader.position = last + 1
    return text, value, blocks
end
--- Reads the value ahead, in whose place `known` was.
local function take_value(reader, known)
    local ____reader_4 = reader
    local text = ____reader_4.text
    local position = ____reader_4.position
    local first = string.byte(text, position)
    if first == 34 then
        return take_until(
            reader,
            string_end(text, position),
            known
        )
    end
    if first ~= 123 and first ~= 91 then
        return take_until(
            reader,
            select(
                2,
                string.find(text, "^[^,}%s]+", position)
            ),
            known
        )
    end
    if not reader.careful then
        local ____, quick = string.find(text, first == 123 and "^%b{}" or "^%b[]", position)
        local quick_text, quick_value, blocks = take_until(reader, quick, known)
        if quick_text ~= nil then
            return quick_text, quick_value, blocks
        end
        reader.careful = true
    end
    return take_until(
        reader,
        brackets_end(text, position),
        known
    )
end
--- Reads of the object ahead only the part in which it is not what the blocks are of, if any; nothing where all must be read.
local function take_part(reader, blocks)
    local first, last = string.find(reader.text, "^%b{}", reader.position)
    if first == nil then
        return
    end
    local text = string.sub(reader.text, first, last)
    local part = changed_part(blocks, text)
    if part == "large" or part == "scattered" then
        return
    end
    reader.position = last + 1
    return text, part
end
____exports.new_batch_reader = new_batch_reader
____exports.next_name = next_name
____exports.skip_known = skip_known
____exports.take_part = take_part
____exports.take_value = take_value
return ____exports
 end,
["src.backend.line"] = function(...) 
local ____exports = {}
local function new_line()
    return {items = {}, first = 1, behind = 1}
end
local function length_of(line)
    return line.behind - line.first
end
local function enqueue(line, item)
    line.items[line.behind] = item
    line.behind = line.behind + 1
end
--- Takes out who has waited longest; nil where nobody waits.
local function dequeue(line)
    local item = line.items[line.first]
    if item == nil then
        return nil
    end
    line.items[line.first] = nil
    line.first = line.first + 1
    if line.first == line.behind then
        line.first = 1
        line.behind = 1
    end
    return item
end
____exports.dequeue = dequeue
____exports.enqueue = enqueue
____exports.length_of = length_of
____exports.new_line = new_line
return ____exports
 end,
["src.slices"] = function(...) 
local ____exports = {}
local time = require("util.time")
local timer = require("util.timer")
local ____line = require("src.backend.line")
local dequeue = ____line.dequeue
local enqueue = ____line.enqueue
local length_of = ____line.length_of
local new_line = ____line.new_line
local SHARE = 0.005
local waiting = new_line()
local current
local is_turn_over = false
--- Takes steps until this turn's share of time is used up.
local function work_on()
    local ____end = time.monotonic() + SHARE
    while time.monotonic() < ____end do
        if current == nil then
            current = dequeue(waiting)
        end
        if current == nil then
            return
        end
        local ok, goes_on = pcall(current)
        if not ok then
            module:log("error", "internal error: %s", goes_on)
        end
        if not ok or not goes_on then
            current = nil
        end
    end
end
--- The next turn, when everyone else has had theirs.
local function next_turn()
    is_turn_over = current ~= nil or length_of(waiting) > 0
    if not is_turn_over then
        return nil
    end
    work_on()
    return 0
end
--- Works a few milliseconds at a time, for all that is to be done together, so that everyone else gets their turn. One piece of work comes after
-- the other; where there is no other, it begins at once.
local function in_slices(work)
    enqueue(waiting, work)
    if is_turn_over then
        return
    end
    is_turn_over = true
    work_on()
    timer.add_task(0, next_turn)
end
____exports.in_slices = in_slices
return ____exports
 end,
["src.backend.batch_answer"] = function(...) 
local ____exports = {}
local ____fingerprint = require("src.json.fingerprint")
local fingerprint = ____fingerprint.fingerprint
local ____batch_document = require("src.backend.batch_document")
local new_batch_reader = ____batch_document.new_batch_reader
local next_name = ____batch_document.next_name
local skip_known = ____batch_document.skip_known
local take_part = ____batch_document.take_part
local take_value = ____batch_document.take_value
local ____json_value = require("src.json.json_value")
local is_null = ____json_value.is_null
local ____slices = require("src.slices")
local in_slices = ____slices.in_slices
local LEFT_OUT = {kind = "failed", problem = "backend's batch answer leaves this user out", passing = false}
--- Gives each user of a batch their part of the answer.
local function hand_out(answer, wishes)
    local by_name = {}
    for ____, wish in ipairs(wishes) do
        by_name[wish.username] = wish
    end
    local reader = new_batch_reader(answer)
    local problem = reader == nil and "is no JSON object of usernames" or nil
    local function give_next()
        if reader == nil then
            return false
        end
        local name, wrong = next_name(reader)
        if name == nil then
            if wrong ~= nil then
                problem = ("is not JSON (" .. wrong) .. ")"
            end
            return false
        end
        local wish = by_name[name]
        local known = wish and wish.known
        if (known and known.fingerprint) ~= nil and known.size ~= nil and skip_known(reader, known.size, known.fingerprint) then
            by_name[name] = nil
            if wish ~= nil then
                wish.on_answer({kind = "unchanged"})
            end
            return true
        end
        if (known and known.blocks) ~= nil then
            local text, part = take_part(reader, known.blocks)
            if text ~= nil then
                by_name[name] = nil
                if wish ~= nil then
                    wish.on_answer(part == "same" and ({kind = "unchanged"}) or ({kind = "roster", text = text, part = part}))
                end
                return true
            end
        end
        local text, document, blocks = take_value(reader, known)
        if text == nil then
            problem = ("is not JSON (at the roster of " .. name) .. ")"
            return false
        end
        if wish ~= nil and not is_null(document) then
            by_name[name] = nil
            wish.on_answer({
                kind = "roster",
                text = text,
                fingerprint = fingerprint(text),
                document = document,
                blocks = blocks
            })
        end
        return true
    end
    in_slices(function()
        if give_next() then
            return true
        end
        local failure = problem == nil and LEFT_OUT or ({kind = "failed", problem = "backend's batch answer " .. problem, passing = false})
        for ____, wish in ipairs(wishes) do
            if by_name[wish.username] ~= nil then
                wish.on_answer(failure)
            end
        end
        return false
    end)
end
____exports.hand_out = hand_out
return ____exports
 end,
["src.backend.retry"] = function(...) 
local ____exports = {}
local AWAY_AFTER = 5
local FIRST_PAUSE = 1
local LONGEST_PAUSE = 60
local LONGEST_RETRY_AFTER = 3600
local function new_health()
    return {failures = 0, away = false, not_before = 0}
end
--- Seconds to wait before the next try, after so many failures in a row: doubling from 1 to 60, of which a random half (`chance`, 0
-- to 1) keeps users apart. A backend that says how long (`retry_after`, seconds) is not asked before.
local function pause_after(failures, chance, retry_after)
    local steps = math.min(failures, 8) - 1
    local longest = math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ^ steps)
    local pause = math.max(FIRST_PAUSE, longest * (0.5 + 0.5 * chance))
    if retry_after == nil then
        return pause
    end
    return math.max(
        pause,
        math.min(retry_after, LONGEST_RETRY_AFTER)
    )
end
--- Counts a failure that is the backend's, not the request's.
local function note_failure(health, now, chance, retry_after)
    if health.away and now < health.not_before then
        return nil
    end
    health.failures = health.failures + 1
    if health.failures < AWAY_AFTER then
        return nil
    end
    health.not_before = now + pause_after(health.failures - AWAY_AFTER + 1, chance, retry_after)
    if health.away then
        return nil
    end
    health.away = true
    return "lost"
end
--- Counts an answer, whatever it said.
local function note_answer(health)
    health.failures = 0
    if not health.away then
        return nil
    end
    health.away = false
    return "back"
end
____exports.new_health = new_health
____exports.note_answer = note_answer
____exports.note_failure = note_failure
____exports.pause_after = pause_after
return ____exports
 end,
["src.json.quoted"] = function(...) 
local ____exports = {}
local ____util_2Eencodings = require("util.encodings")
local utf8 = ____util_2Eencodings.utf8
local LONGEST = 100
--- Shows text from outside in a message: quoted, on one line, and cut where it is long.
local function quoted(text)
    local shown = string.gsub(
        string.sub(text, 1, LONGEST),
        "%c",
        "?"
    )
    if not utf8.valid(shown) then
        shown = string.gsub(shown, "[^ -~]", "?")
    end
    return (("\"" .. shown) .. (#text > LONGEST and "..." or "")) .. "\""
end
____exports.quoted = quoted
return ____exports
 end,
["src.backend.backend"] = function(...) 
local ____exports = {}
local ____util_2Ehttp = require("util.http")
local urlencode = ____util_2Ehttp.urlencode
local json = require("util.json")
local time = require("util.time")
local timer = require("util.timer")
local ____answer = require("src.backend.answer")
local read_batch_reply = ____answer.read_batch_reply
local read_reply = ____answer.read_reply
local ____batch_answer = require("src.backend.batch_answer")
local hand_out = ____batch_answer.hand_out
local ____http_fetch = require("src.backend.http_fetch")
local fetch = ____http_fetch.fetch
local ____retry = require("src.backend.retry")
local note_answer = ____retry.note_answer
local note_failure = ____retry.note_failure
local ____slices = require("src.slices")
local in_slices = ____slices.in_slices
local ____line = require("src.backend.line")
local dequeue = ____line.dequeue
local enqueue = ____line.enqueue
local length_of = ____line.length_of
local new_line = ____line.new_line
local LONGEST_LINE = 100000
local MOST_BATCHES = 2
local MOST_A_TURN = 2
local AWAY = {kind = "failed", problem = "backend is away", passing = true}
local CROWDED = {kind = "failed", problem = "too many rosters are waited for", passing = true}
--- Puts a username and a host into a URL, each percent-encoded as one segment.
local function fill_url(url, username, host)
    local filled = string.gsub(
        url,
        "%%[sh]",
        {
            ["%s"] = urlencode(username),
            ["%h"] = urlencode(host)
        }
    )
    return filled
end
--- `true` for an ETag that can be sent back as it is.
local function is_etag(etag)
    return etag ~= nil and #etag <= 1000 and (string.find(etag, "^[^%c%s]+$")) ~= nil
end
local function new_backend(settings, host, health, events)
    local take, dismiss_all, next_turn, take_in_background, pump, headers_for, send, send_one, send_batch, batch_url, batch_size, urgent_line, line, in_flight, batches_in_flight, sent_this_turn, is_turning, gathering
    function take(from)
        local wish = dequeue(from)
        while (wish and wish.taken) == true do
            wish = dequeue(from)
        end
        if wish ~= nil then
            wish.taken = true
        end
        return wish
    end
    function dismiss_all()
        for ____, from in ipairs({urgent_line, line}) do
            local wish = take(from)
            while wish ~= nil do
                wish.on_answer(AWAY)
                wish = take(from)
            end
        end
    end
    function next_turn()
        is_turning = false
        sent_this_turn = 0
        pump()
    end
    function take_in_background()
        local is_gathering = batch_url ~= nil and gathering > 0 and length_of(line) < batch_size
        if is_gathering or batches_in_flight >= MOST_BATCHES or sent_this_turn >= MOST_A_TURN then
            return nil
        end
        local wish = take(line)
        if wish == nil then
            return nil
        end
        sent_this_turn = sent_this_turn + 1
        if not is_turning then
            is_turning = true
            timer.add_task(0, next_turn)
        end
        return wish
    end
    function pump()
        while in_flight < (health.away and 1 or settings.concurrency) do
            local wish = take(urgent_line) or take_in_background()
            if wish == nil then
                return
            end
            local wishes = {wish}
            if batch_url ~= nil and not wish.urgent and not health.away then
                while #wishes < batch_size do
                    local another = take(line)
                    if another == nil then
                        break
                    end
                    wishes[#wishes + 1] = another
                end
            end
            if batch_url == nil or #wishes == 1 then
                send_one(wish)
            else
                send_batch(batch_url, wishes)
            end
        end
    end
    function headers_for(wish)
        local headers = {Accept = "application/json", Connection = "close"}
        for name, value in pairs(settings.headers) do
            headers[name] = value
        end
        local ____opt_3 = wish and wish.known
        local etag = ____opt_3 and ____opt_3.etag
        if is_etag(etag) then
            headers["If-None-Match"] = etag
        end
        return headers
    end
    function send(url, query, wishes, read, done)
        in_flight = in_flight + 1
        if #wishes > 1 then
            batches_in_flight = batches_in_flight + 1
        end
        local started = time.monotonic()
        fetch(
            url,
            query,
            function(reply)
                local seconds = time.monotonic() - started
                local function finish()
                    in_flight = in_flight - 1
                    if #wishes > 1 then
                        batches_in_flight = batches_in_flight - 1
                    end
                    local answer = read(reply)
                    events.on_request(answer.kind, seconds)
                    local problem = answer.kind == "failed" and answer.problem or ""
                    local ____temp_7
                    if answer.kind == "failed" and answer.passing then
                        ____temp_7 = note_failure(
                            health,
                            time.now(),
                            math.random(),
                            answer.retry_after
                        )
                    else
                        ____temp_7 = note_answer(health)
                    end
                    local turn = ____temp_7
                    if turn ~= nil then
                        events.on_turn(turn, problem)
                    end
                    done(answer)
                    if health.away and answer.kind == "failed" then
                        dismiss_all()
                    end
                    pump()
                    return false
                end
                local ____opt_8 = wishes[1]
                if (____opt_8 and ____opt_8.urgent) == true then
                    finish()
                else
                    in_slices(finish)
                end
            end
        )
    end
    function send_one(wish)
        wish.known = wish.on_sent()
        local url = fill_url(settings.url, wish.username, host)
        local query = {
            method = "GET",
            headers = headers_for(wish),
            timeout = settings.timeout
        }
        send(
            url,
            query,
            {wish},
            function(reply) return read_reply(
                reply,
                wish.known,
                time.now()
            ) end,
            wish.on_answer
        )
    end
    function send_batch(url, wishes)
        local usernames = {}
        for ____, wish in ipairs(wishes) do
            wish.known = wish.on_sent()
            usernames[#usernames + 1] = wish.username
        end
        local headers = headers_for(nil)
        headers["Content-Type"] = "application/json"
        local query = {
            method = "POST",
            headers = headers,
            body = json.encode_array(usernames),
            timeout = settings.timeout
        }
        send(
            fill_url(url, "", host),
            query,
            wishes,
            function(reply) return read_batch_reply(
                reply,
                time.now()
            ) end,
            function(answer)
                if answer.kind == "roster" then
                    hand_out(answer.text, wishes)
                else
                    for ____, wish in ipairs(wishes) do
                        wish.on_answer(answer)
                    end
                end
            end
        )
    end
    local ____settings_0 = settings
    batch_url = ____settings_0.batch_url
    batch_size = ____settings_0.batch_size
    urgent_line = new_line()
    line = new_line()
    in_flight = 0
    batches_in_flight = 0
    sent_this_turn = 0
    is_turning = false
    local pump_soon = false
    gathering = 0
    return {
        ask = function(wish)
            local chosen = wish.urgent and urgent_line or line
            if health.away and wish.urgent then
                wish.on_answer(AWAY)
                return
            end
            if length_of(chosen) >= LONGEST_LINE then
                wish.on_answer(CROWDED)
                return
            end
            enqueue(chosen, wish)
            if batch_url == nil or wish.urgent then
                pump()
            elseif not pump_soon then
                pump_soon = true
                timer.add_task(
                    0,
                    function()
                        pump_soon = false
                        pump()
                    end
                )
            end
        end,
        hurry = function(wish)
            if wish.urgent or wish.taken == true then
                return
            end
            wish.urgent = true
            enqueue(urgent_line, wish)
        end,
        gather = function(change)
            gathering = gathering + change
            if gathering == 0 then
                pump()
            end
        end,
        health = health,
        load = function() return length_of(urgent_line) + length_of(line), in_flight end
    }
end
____exports.fill_url = fill_url
____exports.new_backend = new_backend
return ____exports
 end,
["src.rosters.contact"] = function(...) 
local ____exports = {}
local ____util_2Eencodings = require("util.encodings")
local utf8 = ____util_2Eencodings.utf8
local jid = require("util.jid")
local json = require("util.json")
local ____quoted = require("src.json.quoted")
local quoted = ____quoted.quoted
local ____json_value = require("src.json.json_value")
local is_array = ____json_value.is_array
local is_null = ____json_value.is_null
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local SUBSCRIPTIONS = {}
SUBSCRIPTIONS.both = "both"
SUBSCRIPTIONS.to = "to"
SUBSCRIPTIONS.from = "from"
SUBSCRIPTIONS.none = "none"
local NULL = json.null
local NOT_XML = "characters that XML can't carry"
local NO_GROUPS = {}
local single_groups = setmetatable({}, {__mode = "v"})
local MOST_GROUPS_COMPARED = 8
local MAX_PLAIN_JID = 1000
local FORBIDDEN_CONTROL = ("[^%C\t\n\r" .. string.char(127)) .. "]"
local NONCHARACTER = ((string.char(239, 191) .. "[") .. string.char(190, 191)) .. "]"
--- `true` for text that XML can carry.
local function is_xml_text(text)
    if (string.find(text, "[^ -~]")) == nil then
        return true
    end
    if (string.find(text, FORBIDDEN_CONTROL)) ~= nil then
        return false
    end
    return utf8.valid(text) and (string.find(text, NONCHARACTER)) == nil
end
local NOT_A_HOST = "[%c%s!\"#$%%&'()*+,/;<=>?@\\^`{|}~]"
local ENDS_IN_DOT = "%.$"
--- The bare JID that a text stands for, normalised; nil where it is no JID.
local function bare_jid(text)
    if #text <= MAX_PLAIN_JID and (string.find(text, "^[a-z0-9_.-]+@[a-z0-9.-]*[a-z0-9]$")) ~= nil then
        return text
    end
    local node, host = jid.prepped_split(text)
    if host == nil or host == "" or node == "" or (string.find(host, NOT_A_HOST)) ~= nil then
        return nil
    end
    local bare = jid.join(node, host)
    if not is_xml_text(bare) or (string.find(bare, ENDS_IN_DOT)) ~= nil then
        return nil
    end
    local ____temp_0
    if bare == "pending" then
        ____temp_0 = nil
    else
        ____temp_0 = bare
    end
    return ____temp_0
end
--- The groups of a list of names, each once.
local function group_set(names)
    local first = names[1]
    if first == nil then
        return NO_GROUPS
    end
    if #names == 1 then
        local groups = single_groups[first]
        if groups == nil then
            groups = {}
            groups[first] = true
            single_groups[first] = groups
        end
        return groups
    end
    local groups = {}
    for ____, name in ipairs(names) do
        groups[name] = true
    end
    return groups
end
--- The groups that a `groups` field leaves of the `held` ones: an array of names replaces them, of an object the keys are added, and
-- removed where they are `null`.
local function read_groups(held, value)
    local names = {}
    local seen = {}
    if is_array(value) then
        for ____, name in pairs(value) do
            if type(name) ~= "string" then
                return nil, ("one of its groups is " .. kind_of(name)) .. ", expected a string"
            end
            if name ~= "" and not (seen[name] ~= nil) then
                seen[name] = true
                names[#names + 1] = name
            end
        end
    elseif is_object(value) then
        for name in pairs(held) do
            if value[name] == nil then
                names[#names + 1] = name
            end
        end
        for name, flag in pairs(value) do
            if name ~= "" and not is_null(flag) then
                names[#names + 1] = name
            end
        end
    else
        return nil, ("its \"groups\" is " .. kind_of(value)) .. ", expected an array of strings"
    end
    for ____, name in ipairs(names) do
        if not is_xml_text(name) then
            return nil, "one of its groups has " .. NOT_XML
        end
    end
    return group_set(names)
end
--- The roster item that a contact becomes when fields from outside are laid over it: a field left out stays as `held`, `null` sets
-- it back. Or nil and what is wrong with the fields.
local function merge_contact(held, fields)
    if not is_object(fields) then
        return nil, ("it is " .. kind_of(fields)) .. ", expected an object"
    end
    local name = held and held.name
    local groups = held == nil and NO_GROUPS or held.groups
    local subscription = held == nil and "both" or held.subscription
    local new_name = fields.name
    if is_null(new_name) or new_name == "" then
        name = nil
    elseif new_name ~= nil then
        if type(new_name) ~= "string" then
            return nil, ("its \"name\" is " .. kind_of(new_name)) .. ", expected a string"
        end
        if not is_xml_text(new_name) then
            return nil, "its \"name\" has " .. NOT_XML
        end
        name = new_name
    end
    local new_groups = fields.groups
    if is_null(new_groups) then
        groups = NO_GROUPS
    elseif new_groups ~= nil then
        local read, problem = read_groups(groups, new_groups)
        if read == nil then
            return nil, problem
        end
        groups = read
    end
    local new_subscription = fields.subscription
    if is_null(new_subscription) then
        subscription = "both"
    elseif new_subscription ~= nil then
        local known = SUBSCRIPTIONS[new_subscription]
        if known == nil then
            local given = type(new_subscription) == "string" and quoted(new_subscription) or kind_of(new_subscription)
            return nil, ("its \"subscription\" is " .. given) .. ", expected \"both\", \"to\", \"from\" or \"none\""
        end
        subscription = known
    end
    return {subscription = subscription, name = name, groups = groups}
end
--- `true` where both have the same groups.
local function same_groups(a, b)
    if a == b then
        return true
    end
    for group in pairs(a) do
        if not (b[group] ~= nil) then
            return false
        end
    end
    for group in pairs(b) do
        if not (a[group] ~= nil) then
            return false
        end
    end
    return true
end
--- `true` where a client would see no difference.
local function same_item(a, b)
    return a.name == b.name and a.subscription == b.subscription and same_groups(a.groups, b.groups)
end
--- `true` for a short list that has nothing twice; of a long one it would take too long to say.
local function is_distinct(list)
    for a, value in pairs(list) do
        if a > MOST_GROUPS_COMPARED then
            return false
        end
        for b, other in pairs(list) do
            if a ~= b and value == other then
                return false
            end
        end
    end
    return true
end
--- The groups that a `groups` field names, if that is none or one that has been met before; nil for any other field.
local function known_groups(value)
    if type(value) ~= "table" or value == NULL then
        return nil
    end
    local key, flag = next(value)
    if key == nil then
        return NO_GROUPS
    end
    if (next(value, key)) ~= nil then
        return nil
    end
    if type(key) ~= "string" then
        return single_groups[flag]
    end
    local ____temp_3
    if flag ~= true and is_null(flag) then
        ____temp_3 = nil
    else
        ____temp_3 = single_groups[key]
    end
    return ____temp_3
end
--- `true` where a `groups` field names the groups held.
local function names_groups(value, groups)
    if is_null(value) then
        return (next(groups)) == nil
    end
    if type(value) ~= "table" then
        return false
    end
    local named = 0
    for key, flag in pairs(value) do
        local is_key = type(key) == "string"
        if not (groups[is_key and key or flag] ~= nil) or is_key and is_null(flag) then
            return false
        end
        named = named + 1
    end
    local held = 0
    for _ in pairs(groups) do
        held = held + 1
    end
    return named == held and (not is_array(value) or is_distinct(value))
end
--- `true` where a contact in a backend's document is what is held already, found without building anything. `false` says nothing:
-- it may be the same in other words. For a refresh this is the work a contact costs, so it calls as little as it can.
local function is_unchanged(item, value)
    if type(value) ~= "table" or value == NULL or value[1] ~= nil then
        return false
    end
    local fields = value
    local name = fields.name
    if name ~= item.name and not (item.name == nil and is_null(name)) then
        return false
    end
    local subscription = fields.subscription
    if subscription ~= item.subscription then
        if item.subscription ~= "both" or not (subscription == nil or is_null(subscription)) then
            return false
        end
    end
    local groups = fields.groups
    if groups == nil then
        return (next(item.groups)) == nil
    end
    return known_groups(groups) == item.groups or names_groups(groups, item.groups)
end
--- The roster item that a contact in a backend's document stands for; or nil and what is wrong with it. Contacts as they mostly are
-- are read here, all others where every case is thought of.
local function read_item(value)
    if type(value) ~= "table" or value == NULL or value[1] ~= nil then
        return merge_contact(nil, value)
    end
    local fields = value
    local name = fields.name
    if name ~= nil and (type(name) ~= "string" or name == "" or (string.find(name, "[^ -~]")) ~= nil) then
        return merge_contact(nil, fields)
    end
    local given_subscription = fields.subscription
    local subscription = given_subscription == nil and "both" or SUBSCRIPTIONS[given_subscription]
    local given_groups = fields.groups
    local groups = given_groups == nil and NO_GROUPS or known_groups(given_groups)
    if subscription == nil or groups == nil then
        return merge_contact(nil, fields)
    end
    return {subscription = subscription, name = name, groups = groups}
end
____exports.bare_jid = bare_jid
____exports.is_unchanged = is_unchanged
____exports.is_xml_text = is_xml_text
____exports.merge_contact = merge_contact
____exports.read_item = read_item
____exports.same_item = same_item
return ____exports
 end,
["src.rosters.roster_document"] = function(...) 
local ____exports = {}
local ____contact = require("src.rosters.contact")
local bare_jid = ____contact.bare_jid
local is_unchanged = ____contact.is_unchanged
local merge_contact = ____contact.merge_contact
local read_item = ____contact.read_item
local same_item = ____contact.same_item
local ____quoted = require("src.json.quoted")
local quoted = ____quoted.quoted
local ____json_value = require("src.json.json_value")
local is_null = ____json_value.is_null
local array = require("util.array")
--- Notes that a contact can't be used, and why.
local function add_fault(reading, name, problem)
    local ____reading_faults_0 = reading.faults
    ____reading_faults_0[#____reading_faults_0 + 1] = (("contact " .. quoted(name)) .. ": ") .. problem
end
local NO_ENTRIES = {renamed = {}, jids = {}}
--- Sorts out the names that are no JIDs in their normal form, in an order that does not depend on the table's; a name in its normal
-- form goes before any other for the same JID.
local function rename(reading, document, others)
    if #others == 0 then
        return NO_ENTRIES
    end
    local entries = {renamed = {}, jids = {}}
    table.sort(
        others,
        function(a, b) return a[1] < b[1] end
    )
    for ____, ____value in ipairs(others) do
        local name = ____value[1]
        local value = ____value[2]
        local jid = bare_jid(name)
        if jid == nil then
            add_fault(reading, name, "not a JID")
        elseif document[jid] ~= nil or entries.jids[jid] ~= nil then
            add_fault(
                reading,
                name,
                quoted(jid) .. " is in the roster already"
            )
        else
            entries.jids[jid] = true
            local ____entries_renamed_1 = entries.renamed
            ____entries_renamed_1[#____entries_renamed_1 + 1] = {name, jid, value}
        end
    end
    return entries
end
--- What becomes of one contact in a whole roster, `held` being what is known of it.
local function read_contact(reading, name, jid, held, value)
    local item, problem = read_item(value)
    if item == nil then
        add_fault(reading, name, problem)
    elseif held == nil or not same_item(held, item) then
        local ____reading_changes_2 = reading.changes
        ____reading_changes_2[#____reading_changes_2 + 1] = {jid = jid, item = item}
    end
end
--- Compares a whole roster, as a backend gave it, with the one held. Contacts that did not change cost nothing but the comparison;
-- one that can't be used stays as it is held.
local function read_roster(document, roster, own_jid)
    local reading = {changes = {}, faults = {}}
    local others = {}
    for name, value in pairs(document) do
        local held = roster[name]
        if name == own_jid then
        elseif held ~= nil then
            if not is_unchanged(held, value) then
                read_contact(
                    reading,
                    name,
                    name,
                    held,
                    value
                )
            end
        elseif bare_jid(name) == name then
            local item, problem = read_item(value)
            if item == nil then
                add_fault(reading, name, problem)
            else
                local ____reading_changes_3 = reading.changes
                ____reading_changes_3[#____reading_changes_3 + 1] = {jid = name, item = item}
            end
        else
            others[#others + 1] = {name, value}
        end
    end
    if #others > 0 then
        reading.is_irregular = true
    end
    local ____rename_result_4 = rename(reading, document, others)
    local renamed = ____rename_result_4.renamed
    local jids = ____rename_result_4.jids
    for ____, ____value in ipairs(renamed) do
        local name = ____value[1]
        local jid = ____value[2]
        local value = ____value[3]
        if jid ~= own_jid then
            read_contact(
                reading,
                name,
                jid,
                roster[jid],
                value
            )
        end
    end
    for jid in pairs(roster) do
        if jid ~= false and (jid == own_jid or not (document[jid] ~= nil or jids[jid] ~= nil)) then
            local ____reading_changes_5 = reading.changes
            ____reading_changes_5[#____reading_changes_5 + 1] = {jid = jid}
        end
    end
    return reading
end
--- Reads only the part of a roster's text that changed. Nil where the whole must be read: names in other than their normal form.
local function read_part(part, roster, own_jid)
    local reading = {changes = {}, faults = {}}
    for name, value in pairs(part.document) do
        local held = roster[name]
        if held ~= nil then
            if not is_unchanged(held, value) then
                read_contact(
                    reading,
                    name,
                    name,
                    held,
                    value
                )
            end
        elseif bare_jid(name) ~= name then
            return nil
        elseif name ~= own_jid then
            read_contact(
                reading,
                name,
                name,
                nil,
                value
            )
        end
    end
    for name in pairs(part.names) do
        if not (part.document[name] ~= nil) and roster[name] ~= nil then
            local ____reading_changes_6 = reading.changes
            ____reading_changes_6[#____reading_changes_6 + 1] = {jid = name}
        end
    end
    return reading
end
--- What a patch makes of one contact.
local function patch_contact(reading, name, jid, roster, fields)
    local held = roster[jid]
    if is_null(fields) then
        if held ~= nil then
            local ____reading_changes_7 = reading.changes
            ____reading_changes_7[#____reading_changes_7 + 1] = {jid = jid}
        end
        return
    end
    local item, problem = merge_contact(held, fields)
    if item == nil then
        add_fault(reading, name, problem)
    elseif held == nil or not same_item(held, item) then
        local ____reading_changes_8 = reading.changes
        ____reading_changes_8[#____reading_changes_8 + 1] = {jid = jid, item = item}
    end
end
--- Reads a JSON merge patch (RFC 7396) of the roster held: contacts to add or change, in the fields given, and `null` to remove.
local function read_patch(patch, roster, own_jid)
    local reading = {changes = {}, faults = {}}
    local others = {}
    for name, fields in pairs(patch) do
        if bare_jid(name) ~= name then
            others[#others + 1] = {name, fields}
        elseif name ~= own_jid then
            patch_contact(
                reading,
                name,
                name,
                roster,
                fields
            )
        end
    end
    for ____, ____value in ipairs(rename(reading, patch, others).renamed) do
        local name = ____value[1]
        local jid = ____value[2]
        local fields = ____value[3]
        if jid ~= own_jid then
            patch_contact(
                reading,
                name,
                jid,
                roster,
                fields
            )
        end
    end
    return reading
end
--- A contact's fields as a backend would give them.
local function contact_document(item)
    local groups = {}
    for group in pairs(item.groups) do
        groups[#groups + 1] = group
    end
    table.sort(groups)
    local fields = {}
    if item.name ~= nil then
        fields.name = item.name
    end
    fields.groups = array(groups)
    fields.subscription = item.subscription
    return fields
end
--- A roster as a backend would give it.
local function roster_document(roster)
    local document = {}
    for jid, item in pairs(roster) do
        if jid ~= false then
            document[jid] = contact_document(item)
        end
    end
    return document
end
--- A text as it stands between quotes in JSON.
local function escaped(text)
    if (string.find(text, "[%c\"\\]")) == nil then
        return text
    end
    local plain = string.gsub(
        text,
        "[%c\"\\]",
        function(char) return string.format(
            "\\u%04x",
            string.byte(char)
        ) end
    )
    return plain
end
--- The elements of a `groups` array in JSON.
local function groups_text(groups)
    local first = next(groups)
    if first == nil then
        return ""
    end
    if (next(groups, first)) == nil then
        return "\"" .. escaped(first) .. "\""
    end
    local names = {}
    for group in pairs(groups) do
        names[#names + 1] = escaped(group)
    end
    return ("\"" .. table.concat(names, "\",\"")) .. "\""
end
--- One contact's member of a roster in JSON; `both` is what a subscription is if left out. Of parts nested like this Lua makes one
-- string, else one for each part.
local function member_text(jid, ____bindingPattern0)
    local subscription
    local groups
    local name
    name = ____bindingPattern0.name
    groups = ____bindingPattern0.groups
    subscription = ____bindingPattern0.subscription
    local name_field = name == nil and "" or "\"name\":\"" .. escaped(name) .. "\","
    local subscription_field = subscription == "both" and "" or "\"subscription\":\"" .. subscription .. "\","
    local groups_field = "\"groups\":[" .. groups_text(groups) .. "]}"
    return "\"" .. escaped(jid) .. "\":{" .. name_field .. subscription_field .. groups_field
end
--- A roster in JSON, as a backend would give it: written straight from the roster, since it may be large.
local function roster_text(roster)
    local members = {}
    for jid, item in pairs(roster) do
        if jid ~= false then
            members[#members + 1] = member_text(jid, item)
        end
    end
    return ("{" .. table.concat(members, ",")) .. "}"
end
____exports.read_part = read_part
____exports.read_patch = read_patch
____exports.read_roster = read_roster
____exports.roster_document = roster_document
____exports.roster_text = roster_text
return ____exports
 end,
["src.admin.check_command"] = function(...) 
local ____exports = {}
local async = require("util.async")
local jid = require("util.jid")
local time = require("util.time")
local ____answer = require("src.backend.answer")
local read_reply = ____answer.read_reply
local ____backend = require("src.backend.backend")
local fill_url = ____backend.fill_url
local ____http_fetch = require("src.backend.http_fetch")
local fetch = ____http_fetch.fetch
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local ____roster_document = require("src.rosters.roster_document")
local read_roster = ____roster_document.read_roster
local ____settings = require("src.settings")
local read_settings = ____settings.read_settings
local USAGE = "Usage: prosodyctl mod_http_roster_admin check USERNAME@HOST"
--- A URL without the password that may be in it.
local function public_url(url)
    return (string.gsub(url, "//[^/@]*@", "//***@"))
end
--- Asks the backend, and waits for what it says.
local function ask(settings, url)
    local reply = {problem = "no answer"}
    local headers = {Accept = "application/json", Connection = "close"}
    for name, value in pairs(settings.headers) do
        headers[name] = value
    end
    local wait, done = async.waiter()
    fetch(
        url,
        {method = "GET", headers = headers, timeout = settings.timeout},
        function(received)
            reply = received
            done()
        end
    )
    wait()
    return reply
end
--- Shows what a client would get, and what can't be used.
local function print_reading(reading)
    local lines = {}
    for ____, ____value in ipairs(reading.changes) do
        local contact = ____value.jid
        local item = ____value.item
        if item ~= nil then
            local groups = {}
            for group in pairs(item.groups) do
                groups[#groups + 1] = group
            end
            table.sort(groups)
            lines[#lines + 1] = string.format(
                "  %s  %s  %s  [%s]",
                contact,
                item.subscription,
                item.name or "-",
                table.concat(groups, ", ")
            )
        end
    end
    table.sort(lines)
    print(string.format("%d contacts (JID, subscription, name, groups):", #lines))
    for ____, line in ipairs(lines) do
        print(line)
    end
    for ____, fault in ipairs(reading.faults) do
        print("Passed over: " .. fault)
    end
end
--- Fetches a roster as the module would, and prints what comes of it. Returns the exit code.
local function check(username, host, settings)
    local url = fill_url(settings.url, username, host)
    local started = time.monotonic()
    local reply = ask(settings, url)
    local answer = read_reply(
        reply,
        nil,
        time.now()
    )
    local code = reply.code == nil and "no answer" or string.format("%d", reply.code)
    print(string.format(
        "GET %s: %s, %.0f ms",
        public_url(url),
        code,
        (time.monotonic() - started) * 1000
    ))
    if answer.kind == "failed" then
        print(("Failed: " .. answer.problem) .. ". Clients keep the roster last known.")
        return 1
    end
    if answer.kind ~= "roster" then
        print(answer.kind == "gone" and "The backend has forgotten this user: no contacts." or "No contacts.")
        return 0
    end
    local document, problem = decode(answer.text)
    if document == nil or not is_object(document) then
        local found = document == nil and problem or kind_of(document)
        print(("Failed: the answer is " .. tostring(found)) .. ", expected a JSON object, contact JID to contact.")
        return 1
    end
    local reading = read_roster(document, {}, (username .. "@") .. host)
    print_reading(reading)
    return #reading.faults == 0 and 0 or 1
end
--- `prosodyctl mod_http_roster_admin check USERNAME@HOST`.
local function run_command(args)
    local username, host = jid.prepped_split(args[2])
    if args[1] ~= "check" or username == nil or host == nil then
        print(USAGE)
        return 2
    end
    local ok, settings = pcall(
        read_settings,
        module:context(host)
    )
    if not ok then
        print(settings)
        return 1
    end
    return check(username, host, settings)
end
____exports.run_command = run_command
return ____exports
 end,
["src.clients.element"] = function(...) 
local ____exports = {}
local st = require("util.stanza")
--- Makes an element without the checks of `util.stanza`, which cost more than all else in answering a roster get: what is in a roster
-- was checked on its way in. It is made with all its fields at once, and `children` go into its own list, so that no table grows twice.
local function element(name, attr, tags, children)
    local fields = {name = name, attr = attr, tags = tags}
    local list = fields
    for position, child in ipairs(children) do
        list[position] = child
    end
    return setmetatable(fields, st.stanza_mt)
end
____exports.element = element
return ____exports
 end,
["src.rosters.roster_version"] = function(...) 
local ____exports = {}
local hashes = require("util.hashes")
local struct = require("util.struct")
local PART = 281474976710656
local SEPARATOR = ""
--- The groups of an item, in an order that depends on them alone.
local function joined_groups(groups)
    local first = next(groups)
    if first == nil then
        return ""
    end
    if (next(groups, first)) == nil then
        return first
    end
    local names = {}
    for group in pairs(groups) do
        names[#names + 1] = group
    end
    table.sort(names)
    return table.concat(names, SEPARATOR)
end
--- Adds one item's hash `times` (1 or -1) to a sum.
local function add_item(sum, jid, item, times)
    local rest = SEPARATOR .. (item.name or "") .. SEPARATOR .. joined_groups(item.groups)
    local text = jid .. SEPARATOR .. item.subscription .. rest
    local high, low = struct.unpack(
        ">I6I6",
        hashes.sha1(text)
    )
    sum[1] = (sum[1] + times * high) % PART
    sum[2] = (sum[2] + times * low) % PART
end
--- The sum of a whole roster.
local function sum_of(roster)
    local sum = {0, 0}
    for jid, item in pairs(roster) do
        if jid ~= false then
            add_item(sum, jid, item, 1)
        end
    end
    return sum
end
--- The `ver` (RFC 6121 2.6) that stands for a sum.
local function version_of(sum)
    return string.format("%012x%012x", sum[1], sum[2])
end
____exports.add_item = add_item
____exports.sum_of = sum_of
____exports.version_of = version_of
return ____exports
 end,
["src.rosters.rosters"] = function(...) 
local ____exports = {}
local cache = require("util.cache")
local ____roster_version = require("src.rosters.roster_version")
local add_item = ____roster_version.add_item
local sum_of = ____roster_version.sum_of
local version_of = ____roster_version.version_of
--- `users` are those online.
local function new_roster_state(users, cache_size)
    local holdings = {}
    local offline = cache.new(
        math.max(cache_size, 1),
        function(username)
            if not (users[username] ~= nil) then
                holdings[username] = nil
            end
        end
    )
    return {holdings = holdings, offline = offline}
end
local function new_rosters(users, state, on_change)
    local ____state_0 = state
    local holdings = ____state_0.holdings
    local offline = ____state_0.offline
    --- Takes a contact's change into the roster, and into the sum if there is one.
    local function carry_out(holding, change)
        local ____holding_1 = holding
        local roster = ____holding_1.roster
        local sum = ____holding_1.sum
        local before = roster[change.jid]
        if change.item == nil then
            roster[change.jid] = nil
        else
            roster[change.jid] = change.item
        end
        if sum ~= nil then
            if before ~= nil then
                add_item(sum, change.jid, before, -1)
            end
            if change.item ~= nil then
                add_item(sum, change.jid, change.item, 1)
            end
        end
        return before
    end
    return {
        get = function(username) return holdings[username] end,
        online = function(username) return users[username] end,
        usernames_online = function()
            local usernames = {}
            for username in pairs(users) do
                usernames[#usernames + 1] = username
            end
            return usernames
        end,
        usernames_offline = function()
            local usernames = {}
            for username in offline:items() do
                usernames[#usernames + 1] = username
            end
            return usernames
        end,
        keep = function(username, holding)
            holdings[username] = holding
            if users[username] == nil then
                offline:set(username, true)
            end
        end,
        drop = function(username)
            holdings[username] = nil
            offline:set(username, nil)
        end,
        apply = function(username, holding, changes)
            local user = users[username]
            if user == nil and holding.sum == nil then
                local ____holding_2 = holding
                local roster = ____holding_2.roster
                for ____, ____value in ipairs(changes) do
                    local jid = ____value.jid
                    local item = ____value.item
                    if item == nil then
                        roster[jid] = nil
                    else
                        roster[jid] = item
                    end
                end
                return
            end
            if user == nil then
                for ____, change in ipairs(changes) do
                    carry_out(holding, change)
                end
                return
            end
            if holding.sum == nil then
                holding.sum = sum_of(holding.roster)
            end
            local applied = {}
            for ____, change in ipairs(changes) do
                local before = carry_out(holding, change)
                applied[#applied + 1] = {
                    jid = change.jid,
                    before = before,
                    after = change.item,
                    version = version_of(holding.sum)
                }
            end
            on_change(username, user, applied)
        end,
        fill = function(username, roster)
            local user = users[username]
            if user ~= nil then
                offline:set(username, nil)
            end
            for jid in pairs(roster) do
                if jid ~= false then
                    roster[jid] = nil
                end
            end
            local holding = holdings[username]
            if holding == nil then
                return
            end
            for jid, item in pairs(holding.roster) do
                if jid ~= false then
                    roster[jid] = item
                end
            end
            if user == nil or user.roster == roster then
                holding.roster = roster
            end
        end,
        version = function(holding)
            if holding.sum == nil then
                holding.sum = sum_of(holding.roster)
            end
            return version_of(holding.sum)
        end,
        on_offline = function(username)
            holdings[username] = nil
        end
    }
end
____exports.new_roster_state = new_roster_state
____exports.new_rosters = new_rosters
return ____exports
 end,
["src.clients.roster_query"] = function(...) 
local ____exports = {}
local id = require("util.id")
local ____element = require("src.clients.element")
local element = ____element.element
local XMLNS_ROSTER = "jabber:iq:roster"
local group_elements = setmetatable({}, {__mode = "v"})
local function group_element(group)
    local made = group_elements[group]
    if made == nil then
        made = element("group", {}, {}, {group})
        group_elements[group] = made
    end
    return made
end
--- The elements of an item's groups.
local function group_tags(groups)
    local first = next(groups)
    if first == nil then
        return {}
    end
    if (next(groups, first)) == nil then
        return {group_element(first)}
    end
    local tags = {}
    for group in pairs(groups) do
        tags[#tags + 1] = group_element(group)
    end
    return tags
end
local function item_element(jid, item)
    local tags = group_tags(item.groups)
    local attr = {jid = jid, subscription = item.subscription, name = item.name, ask = item.ask}
    return element("item", attr, tags, tags)
end
--- `<query/>` with a whole roster.
local function roster_query(roster, version)
    local items = {}
    for jid, item in pairs(roster) do
        if jid ~= false then
            items[#items + 1] = item_element(jid, item)
        end
    end
    return element("query", {xmlns = XMLNS_ROSTER, ver = version}, items, items)
end
--- A roster push (RFC 6121 2.1.6) of one change. Without `from`, or clients drop it.
local function roster_push(change)
    local ____change_0 = change
    local jid = ____change_0.jid
    local after = ____change_0.after
    local version = ____change_0.version
    local item = after == nil and element("item", {jid = jid, subscription = "remove"}, {}, {}) or item_element(jid, after)
    local query = {element("query", {xmlns = XMLNS_ROSTER, ver = version}, {item}, {item})}
    return element(
        "iq",
        {
            type = "set",
            id = id.short()
        },
        query,
        query
    )
end
____exports.roster_push = roster_push
____exports.roster_query = roster_query
return ____exports
 end,
["src.clients.client_requests"] = function(...) 
local ____exports = {}
local st = require("util.stanza")
local ____roster_query = require("src.clients.roster_query")
local roster_query = ____roster_query.roster_query
local XMLNS_VERSIONING = "urn:xmpp:features:rosterver"
--- The whole roster, or an empty result where the client's version of it is the same (RFC 6121 2.6).
local function roster_result(request, roster, version)
    local result = st.reply(request)
    local ____opt_0 = request.tags[1]
    if (____opt_0 and ____opt_0.attr.ver) == version then
        return result
    end
    result:add_direct_child(roster_query(roster, version))
    return result
end
--- Answers a client's roster get, and refuses its roster set.
local function answer_roster_query(rosters, event)
    local ____event_2 = event
    local session = ____event_2.origin
    local stanza = ____event_2.stanza
    if stanza.attr.type == "set" then
        session.send(st.error_reply(stanza, "cancel", "not-allowed", "Contacts are managed by the application"))
        return true
    end
    session.interested = true
    local ____temp_3
    if session.username == nil then
        ____temp_3 = nil
    else
        ____temp_3 = rosters.get(session.username)
    end
    local holding = ____temp_3
    if holding == nil then
        session.send(st.error_reply(stanza, "wait", "internal-server-error", "Your contacts can't be loaded now; they will be sent later"))
    else
        session.send(roster_result(
            stanza,
            holding.roster,
            rosters.version(holding)
        ))
    end
    return true
end
--- Advertises roster versioning, unless mod_roster did.
local function advertise_versioning(event)
    local ____event_4 = event
    local origin = ____event_4.origin
    local features = ____event_4.features
    if origin.username == nil or features:get_child("ver", XMLNS_VERSIONING) ~= nil then
        return
    end
    features:tag("ver", {xmlns = XMLNS_VERSIONING}):up()
end
____exports.advertise_versioning = advertise_versioning
____exports.answer_roster_query = answer_roster_query
return ____exports
 end,
["src.rosters.last_known"] = function(...) 
local ____exports = {}
local async = require("util.async")
local time = require("util.time")
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local ____roster_document = require("src.rosters.roster_document")
local read_roster = ____roster_document.read_roster
local roster_text = ____roster_document.roster_text
local BYTES_PER_SECOND = 2000
local SHORTEST_PAUSE = 1
local TICK = 0.5
local TICK_BUDGET = 0.01
local LAST_BUDGET = 2
local PAUSE_AFTER_ERROR = 60
local function new_last_known(host, store, rosters, drafts)
    local tick_while_needed, writer, is_ticking
    function tick_while_needed()
        if is_ticking or (next(drafts)) == nil then
            return
        end
        is_ticking = true
        module:add_timer(
            TICK,
            function(now)
                is_ticking = (next(drafts)) ~= nil
                if not is_ticking then
                    return nil
                end
                writer:run(now)
                return TICK
            end
        )
    end
    local is_failing = false
    local retry_at = 0
    --- Reports the first of a row of failures: the admin needs one line, not one a user.
    local function note_result(problem)
        if problem ~= nil and not is_failing then
            module:log("warn", "The store http_roster fails, so that rosters may be missing while the backend is away: %s", problem)
        elseif problem == nil and is_failing then
            module:log("info", "The store http_roster works again")
        end
        is_failing = problem ~= nil
    end
    local function get_or_throw(username)
        local stored, err = store:get(username)
        local ____temp_0
        if err == nil then
            ____temp_0 = stored
        else
            ____temp_0 = error(err, 0)
        end
        return ____temp_0
    end
    local function set_or_throw(username, stored)
        local ____, err = store:set(username, stored)
        if err ~= nil then
            error(err, 0)
        end
    end
    --- The stored roster; nil where there is none or it can't be read.
    local function load(username)
        local ok, stored = pcall(get_or_throw, username)
        if not ok then
            note_result(stored)
        end
        local ____temp_1
        if ok and type(stored) == "table" then
            ____temp_1 = stored
        else
            ____temp_1 = nil
        end
        return ____temp_1
    end
    local function save(username, stored)
        local ok, problem = pcall(set_or_throw, username, stored)
        local ____note_result_3 = note_result
        local ____ok_2
        if ok then
            ____ok_2 = nil
        else
            ____ok_2 = problem
        end
        ____note_result_3(____ok_2)
        return ok
    end
    local function write(username, draft)
        drafts[username] = nil
        local version = rosters.version(draft.holding)
        local ____opt_4 = load(username)
        if (____opt_4 and ____opt_4.version) == version then
            return
        end
        local ____draft_holding_6 = draft.holding
        local etag = ____draft_holding_6.etag
        local asked_at = ____draft_holding_6.asked_at
        if not save(
            username,
            {
                roster = roster_text(draft.holding.roster),
                etag = etag,
                asked_at = asked_at,
                version = version
            }
        ) then
            retry_at = time.now() + PAUSE_AFTER_ERROR
            drafts[username] = draft
            tick_while_needed()
        end
    end
    --- Writes what is due by some time, for so many seconds. Returns how many are left.
    local function write_due(due_at, seconds)
        if is_failing and time.now() < retry_at then
            return 0
        end
        local names = {}
        for username, draft in pairs(drafts) do
            if draft.due_at <= due_at then
                names[#names + 1] = username
            end
        end
        local ____end = time.monotonic() + seconds
        local left = #names
        for ____, username in ipairs(names) do
            local draft = drafts[username]
            if draft ~= nil then
                write(username, draft)
            end
            left = left - 1
            if is_failing or time.monotonic() > ____end then
                break
            end
        end
        return left
    end
    writer = async.runner(function(now)
        write_due(now, TICK_BUDGET)
    end)
    is_ticking = false
    tick_while_needed()
    return {
        recall = function(username)
            local draft = drafts[username]
            if draft ~= nil then
                return draft.holding
            end
            local stored = load(username)
            if stored == nil then
                return nil
            end
            local document = decode(stored.roster)
            if not is_object(document) then
                return nil
            end
            local roster = {}
            for ____, change in ipairs(read_roster(document, roster, (username .. "@") .. host).changes) do
                if change.item ~= nil then
                    roster[change.jid] = change.item
                end
            end
            return {roster = roster, from_backend = false, asked_at = stored.asked_at or 0, etag = stored.etag}
        end,
        note = function(username, holding)
            local draft = drafts[username]
            if draft == nil then
                local due_at = time.now() + SHORTEST_PAUSE + (holding.size or 0) / BYTES_PER_SECOND
                drafts[username] = {holding = holding, due_at = due_at}
                tick_while_needed()
            else
                draft.holding = holding
            end
        end,
        hasten = function(username)
            local draft = drafts[username]
            if draft ~= nil then
                draft.due_at = math.min(
                    draft.due_at,
                    time.now() + SHORTEST_PAUSE
                )
            end
        end,
        forget = function(username)
            drafts[username] = nil
            if load(username) ~= nil then
                save(username, nil)
            end
        end,
        flush = function()
            local left = write_due(math.huge, LAST_BUDGET)
            if left > 0 then
                module:log("warn", "%d rosters were not written to the store http_roster for want of time", left)
            end
        end
    }
end
____exports.new_last_known = new_last_known
return ____exports
 end,
["src.rosters.intake"] = function(...) 
local ____exports = {}
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local ____fingerprint = require("src.json.fingerprint")
local fingerprint = ____fingerprint.fingerprint
local ____roster_document = require("src.rosters.roster_document")
local read_part = ____roster_document.read_part
local read_patch = ____roster_document.read_patch
local read_roster = ____roster_document.read_roster
local ____text_blocks = require("src.json.text_blocks")
local changed_part = ____text_blocks.changed_part
local decode_text = ____text_blocks.decode_text
local function new_intake(host, rosters, last_known, on_faults)
    --- What is held, or a start to hold something.
    local function holding_of(username)
        local held = rosters.get(username)
        if held ~= nil then
            return held
        end
        local ____opt_0 = rosters.online(username)
        local roster = ____opt_0 and ____opt_0.roster or ({})
        return {roster = roster, from_backend = false, asked_at = 0}
    end
    --- Makes the roster held what a reading of it says; `known` is what its text is recognised by, where it was given as a text.
    local function take_reading(username, reading, asked_at, known)
        local ____reading_2 = reading
        local changes = ____reading_2.changes
        local faults = ____reading_2.faults
        local is_irregular = ____reading_2.is_irregular
        local holding = holding_of(username)
        if #faults > 0 then
            on_faults(username, faults)
        end
        local is_new = rosters.get(username) == nil
        rosters.keep(username, holding)
        rosters.apply(username, holding, changes)
        local ____temp_5
        if is_irregular == true then
            ____temp_5 = nil
        else
            ____temp_5 = known and known.fingerprint
        end
        holding.fingerprint = ____temp_5
        local ____temp_8
        if is_irregular == true then
            ____temp_8 = nil
        else
            ____temp_8 = known and known.blocks
        end
        holding.blocks = ____temp_8
        holding.size = known and known.size
        holding.etag = known and known.etag
        holding.asked_at = asked_at
        holding.from_backend = true
        if is_new or #changes > 0 then
            last_known.note(username, holding)
        end
    end
    local function take_roster(username, document, asked_at, known)
        local ____holding_of_result_13 = holding_of(username)
        local roster = ____holding_of_result_13.roster
        local reading = read_roster(document, roster, (username .. "@") .. host)
        take_reading(username, reading, asked_at, known)
    end
    --- Reads no more of a text than the part that changed. Returns whether that is all there is to it.
    local function take_part(username, part, from, asked_at)
        local held = rosters.get(username)
        if (held and held.blocks) ~= part.blocks then
            return false
        end
        local reading = read_part(part, held.roster, (username .. "@") .. host)
        if reading == nil then
            return false
        end
        take_reading(username, reading, asked_at, {size = #from.text, etag = from.etag, blocks = part.changed})
        return true
    end
    local function take_text(username, from, asked_at)
        if from.part ~= nil and take_part(username, from.part, from, asked_at) then
            return nil
        end
        local held = rosters.get(username)
        local ____from_16 = from
        local document = ____from_16.document
        local blocks = ____from_16.blocks
        if document == nil then
            local decoded, problem, found = decode_text(from.text, held)
            if decoded == nil then
                return "backend's answer is " .. problem
            end
            document = decoded
            blocks = found
        end
        if not is_object(document) then
            return ("backend's answer is " .. kind_of(document)) .. ", expected an object of contacts"
        end
        if (held and held.blocks) ~= nil and changed_part(held.blocks, from.text) == "scattered" then
            blocks = "scattered"
        end
        local ____from_19 = from
        local text = ____from_19.text
        local etag = ____from_19.etag
        local known = {
            size = #text,
            etag = etag,
            fingerprint = from.fingerprint or fingerprint(text),
            blocks = blocks
        }
        take_roster(username, document, asked_at, known)
        return nil
    end
    --- The roster held is what the backend has.
    local function confirm(username, etag, asked_at)
        local held = rosters.get(username)
        if held == nil or (held.etag or held.fingerprint or held.blocks) == nil then
            return "the roster has changed meanwhile"
        end
        held.asked_at = asked_at
        held.from_backend = true
        if etag ~= nil then
            held.etag = etag
        end
        return nil
    end
    return {
        answer = function(username, answer, asked_at)
            if answer.kind == "failed" then
                return answer.problem
            end
            if answer.kind == "roster" then
                return take_text(username, answer, asked_at)
            end
            if answer.kind == "unchanged" then
                return confirm(username, answer.etag, asked_at)
            end
            take_roster(username, {}, asked_at)
            if answer.kind == "gone" then
                last_known.forget(username)
            end
            return nil
        end,
        roster = function(username, document, now)
            if not is_object(document) then
                return ("its roster is " .. kind_of(document)) .. ", expected an object of contacts"
            end
            take_roster(username, document, now)
            return nil
        end,
        patch = function(username, patch)
            local held = rosters.get(username)
            if held == nil then
                return
            end
            local ____read_patch_result_20 = read_patch(patch, held.roster, (username .. "@") .. host)
            local changes = ____read_patch_result_20.changes
            local faults = ____read_patch_result_20.faults
            if #faults > 0 then
                on_faults(username, faults)
            end
            if #changes == 0 then
                return
            end
            rosters.apply(username, held, changes)
            held.fingerprint = nil
            held.etag = nil
            held.blocks = nil
            last_known.note(username, held)
        end
    }
end
____exports.new_intake = new_intake
return ____exports
 end,
["src.upkeep.fetches"] = function(...) 
local ____exports = {}
local time = require("util.time")
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local LAST_ROUND = 3
local function new_fetches(backend, rosters, intake, last_known, max_age, fetches, events)
    local recall, fall_back, is_still_known, finish, start
    function recall(username)
        if rosters.get(username) ~= nil then
            return
        end
        local recalled = last_known.recall(username)
        if recalled ~= nil then
            rosters.keep(username, recalled)
        end
    end
    function fall_back(username)
        recall(username)
        local held = rosters.get(username)
        if held ~= nil then
            held.from_backend = false
        end
    end
    function is_still_known(username, known)
        local held = rosters.get(username)
        if held == nil or known == nil then
            return false
        end
        return held.fingerprint == known.fingerprint and held.blocks == known.blocks and held.etag == known.etag
    end
    function finish(fetch, answer)
        local ____fetch_wish_0 = fetch.wish
        local username = ____fetch_wish_0.username
        if fetches[username] ~= fetch then
            return
        end
        fetches[username] = nil
        if answer.kind == "unchanged" and not is_still_known(username, fetch.wish.known) then
            fetch.again = true
            fetch.outdated = true
        end
        local problem
        if fetch.outdated then
            for ____, done in ipairs(fetch.waiters) do
                local ____fetch_later_1 = fetch.later
                ____fetch_later_1[#____fetch_later_1 + 1] = done
            end
            fetch.waiters = {}
        else
            local ok, result = pcall(
                intake.answer,
                username,
                answer,
                fetch.sent_at or time.now()
            )
            local ____ok_2
            if ok then
                ____ok_2 = result
            else
                ____ok_2 = ("internal error (" .. result) .. ")"
            end
            problem = ____ok_2
            if problem == nil then
                events.on_success(username)
            else
                local ____opt_3 = rosters.online(username)
                if (____opt_3 and ____opt_3.roster) == nil then
                    fall_back(username)
                end
                events.on_failure(username, problem, answer.kind == "failed" and answer or nil)
            end
        end
        if fetch.again then
            start(username, fetch.wish.urgent, fetch.later, fetch.outdated and fetch.round + 1 or 0)
        end
        for ____, done in ipairs(fetch.waiters) do
            done(problem)
        end
    end
    function start(username, urgent, waiters, round)
        local fetch
        fetch = {
            wish = {
                username = username,
                urgent = urgent,
                on_sent = function()
                    fetch.sent_at = time.now()
                    local held = rosters.get(username)
                    if held == nil then
                        return nil
                    end
                    local etag = held.etag
                    local fingerprint = held.fingerprint
                    local size = held.size
                    local blocks = held.blocks
                    return {etag = etag, fingerprint = fingerprint, size = size, blocks = blocks}
                end,
                on_answer = function(answer)
                    finish(fetch, answer)
                end
            },
            waiters = waiters,
            again = false,
            later = {},
            outdated = false,
            round = round
        }
        fetches[username] = fetch
        backend.ask(fetch.wish)
    end
    local function is_believed(holding)
        return holding.from_backend and (max_age == 0 or time.now() - holding.asked_at < max_age)
    end
    --- What a request that is out already brings may be older than what is known now.
    local function outdate(fetch)
        if fetch.sent_at == nil then
            return
        end
        fetch.again = true
        if fetch.round < LAST_ROUND then
            fetch.outdated = true
        end
    end
    --- Asks, or waits for what was asked already.
    local function ask(username, urgent, done)
        local fetch = fetches[username]
        if fetch == nil then
            start(username, urgent, {done}, 0)
        else
            local ____fetch_waiters_5 = fetch.waiters
            ____fetch_waiters_5[#____fetch_waiters_5 + 1] = done
            if urgent then
                backend.hurry(fetch.wish)
            end
        end
    end
    local function refresh(username, done)
        local fetch = fetches[username]
        if rosters.online(username) == nil then
            rosters.drop(username)
            if fetch ~= nil then
                outdate(fetch)
            end
            done()
        elseif (fetch and fetch.sent_at) ~= nil then
            fetch.again = true
            local ____fetch_later_8 = fetch.later
            ____fetch_later_8[#____fetch_later_8 + 1] = done
        else
            ask(username, false, done)
        end
    end
    --- Tells all who wait, and lets an answer still to come go unheard.
    local function drop(username, problem)
        local fetch = fetches[username]
        if fetch == nil then
            return
        end
        fetches[username] = nil
        for ____, done in ipairs(fetch.waiters) do
            done(problem)
        end
        for ____, done in ipairs(fetch.later) do
            done(problem)
        end
    end
    return {
        is_believed = is_believed,
        recall = recall,
        drop = drop,
        login = function(username, done)
            local ____temp_11 = rosters.online(username) ~= nil
            if ____temp_11 then
                local ____opt_9 = rosters.get(username)
                ____temp_11 = (____opt_9 and ____opt_9.from_backend) == true
            end
            if ____temp_11 then
                done()
            else
                ask(username, true, done)
            end
        end,
        need = function(username, done)
            local held = rosters.get(username)
            if held ~= nil and (rosters.online(username) ~= nil or is_believed(held)) then
                done()
            else
                ask(username, true, done)
            end
        end,
        update = function(username, done)
            ask(username, false, done)
        end,
        refresh = refresh,
        gather = backend.gather,
        refresh_offline = function()
            for ____, username in ipairs(rosters.usernames_offline()) do
                rosters.drop(username)
            end
            for username, fetch in pairs(fetches) do
                if rosters.online(username) == nil then
                    outdate(fetch)
                end
            end
        end,
        hand_over = function(username, document)
            local problem = intake.roster(
                username,
                document,
                time.now()
            )
            if problem ~= nil then
                return problem
            end
            drop(username)
            events.on_success(username)
            return nil
        end,
        patch = function(username, patch, done)
            if not is_object(patch) then
                done(("its patch is " .. kind_of(patch)) .. ", expected an object of contacts")
                return
            end
            if rosters.get(username) == nil then
                refresh(username, done)
                return
            end
            intake.patch(username, patch)
            local fetch = fetches[username]
            if fetch ~= nil then
                outdate(fetch)
            end
            done()
        end
    }
end
____exports.new_fetches = new_fetches
return ____exports
 end,
["src.clients.waiting"] = function(...) 
local ____exports = {}
local async = require("util.async")
local timer = require("util.timer")
--- Pauses the stanza or request being handled until what `begin` starts is done, or so many seconds are over. Where pausing is
-- impossible, `begin` starts it all the same and nobody waits.
local function wait_for(seconds, begin)
    if not (async.ready()) then
        begin(function() return nil end)
        return
    end
    local wait, resume = async.waiter()
    local deadline
    local over = false
    local function ____end()
        if over then
            return
        end
        over = true
        if deadline ~= nil then
            timer.stop(deadline)
        end
        resume()
    end
    begin(____end)
    if over then
        return
    end
    deadline = timer.add_task(seconds, ____end)
    wait()
end
____exports.wait_for = wait_for
return ____exports
 end,
["src.clients.core_rosters"] = function(...) 
local ____exports = {}
local jid = require("util.jid")
local ____waiting = require("src.clients.waiting")
local wait_for = ____waiting.wait_for
--- Stands where core keeps the rosters of users offline, whose loading fires no `roster-load`: core finds there what is held, as long
-- as that is believed, and never a roster that has since been refreshed.
local function core_cache(rosters, fetches)
    return {
        get = function(self, bare_jid)
            local username = jid.split(bare_jid)
            if username == nil or rosters.online(username) ~= nil then
                return nil
            end
            local held = rosters.get(username)
            if held == nil or not (held.roster[false] ~= nil) or not fetches.is_believed(held) then
                return nil
            end
            return held.roster
        end,
        set = function(self)
            return true
        end
    }
end
--- Fetches the roster of a user who logs in, before there is a session that anyone could see.
local function before_bind(fetches, timeout, event)
    local ____event_0 = event
    local session = ____event_0.session
    local ____session_1 = session
    local username = ____session_1.username
    local session_type = ____session_1.type
    if username == nil then
        return nil
    end
    wait_for(
        timeout,
        function(done)
            fetches.login(username, done)
        end
    )
    local ____temp_2
    if session.type == session_type then
        ____temp_2 = nil
    else
        ____temp_2 = false
    end
    return ____temp_2
end
--- Fills the roster that core loads. Waits only where nobody is logging in, for whoever asks about a user offline.
local function on_roster_load(rosters, fetches, timeout, event)
    local ____event_3 = event
    local username = ____event_3.username
    local roster = ____event_3.roster
    if rosters.online(username) == nil then
        wait_for(
            timeout,
            function(done)
                fetches.need(username, done)
            end
        )
    end
    fetches.recall(username)
    rosters.fill(username, roster)
end
____exports.before_bind = before_bind
____exports.core_cache = core_cache
____exports.on_roster_load = on_roster_load
return ____exports
 end,
["src.clients.expected_updates"] = function(...) 
local ____exports = {}
local function new_expected_updates()
    local expected = {}
    return {
        expect = function(username)
            local expectation = expected[username]
            if expectation == nil then
                expected[username] = {left = 1, waiting = {}}
            else
                expectation.left = expectation.left + 1
            end
        end,
        arrived = function(username)
            local expectation = expected[username]
            if expectation == nil then
                return
            end
            expectation.left = expectation.left - 1
            if expectation.left > 0 then
                return
            end
            expected[username] = nil
            for ____, act in ipairs(expectation.waiting) do
                act()
            end
        end,
        after = function(username, act)
            local expectation = expected[username]
            if expectation == nil then
                return false
            end
            local ____expectation_waiting_0 = expectation.waiting
            ____expectation_waiting_0[#____expectation_waiting_0 + 1] = act
            return true
        end
    }
end
____exports.new_expected_updates = new_expected_updates
return ____exports
 end,
["src.clients.presence_rules"] = function(...) 
local ____exports = {}
--- `true` where the contact may see the user.
local function is_seen_by(subscription)
    return subscription == "both" or subscription == "from"
end
--- `true` where the user may see the contact.
local function is_seeing(subscription)
    return subscription == "both" or subscription == "to"
end
--- What follows from a contact's subscription before and after a change; nil stands for no contact.
local function presence_change(before, after)
    return {
        shown = is_seen_by(after) and not is_seen_by(before),
        hidden = is_seen_by(before) and not is_seen_by(after),
        probe = is_seeing(after) and not is_seeing(before)
    }
end
____exports.is_seeing = is_seeing
____exports.is_seen_by = is_seen_by
____exports.presence_change = presence_change
return ____exports
 end,
["src.clients.delivery"] = function(...) 
local ____exports = {}
local jid = require("util.jid")
local st = require("util.stanza")
local ____element = require("src.clients.element")
local element = ____element.element
local ____presence_rules = require("src.clients.presence_rules")
local is_seeing = ____presence_rules.is_seeing
local is_seen_by = ____presence_rules.is_seen_by
local presence_change = ____presence_rules.presence_change
local ____roster_query = require("src.clients.roster_query")
local roster_push = ____roster_query.roster_push
--- Sends from a client's session as if the client had, so that block lists are respected.
local function send(session, stanza)
    prosody.core_post_stanza(session, stanza, true)
end
--- A contact may see the user from now on: it gets what each available resource last said.
local function show(user, contact)
    for ____, session in pairs(user.sessions) do
        if session.presence ~= nil then
            local presence = st.clone(session.presence)
            presence.attr.to = contact
            send(session, presence)
        end
    end
end
--- A contact may not see the user any more.
local function hide(user, contact)
    for ____, session in pairs(user.sessions) do
        if session.presence ~= nil then
            send(
                session,
                element("presence", {type = "unavailable", from = session.full_jid, to = contact}, {}, {})
            )
        end
    end
end
--- Asks for a contact's presence, once for all resources that are available to hear of it.
local function probe(user, bare_jid, contact)
    for ____, session in pairs(user.sessions) do
        if session.presence ~= nil then
            send(
                session,
                element("presence", {type = "probe", from = bare_jid, to = contact}, {}, {})
            )
            return
        end
    end
end
--- Shows the user to a contact; but to one of this host whose own roster is just being brought up to date only after that: then they
-- have been told who it is, and have asked.
local function show_in_time(host_session, expected, username, user, contact)
    local bare_jid = (username .. "@") .. host_session.host
    local node, host = jid.split(contact)
    local users = host_session.sessions
    if users == nil or node == nil or host ~= host_session.host or users[node] == nil then
        show(user, contact)
        return
    end
    local function sees_already()
        local ____is_seeing_6 = is_seeing
        local ____opt_4 = users[node]
        local ____opt_2 = ____opt_4 and ____opt_4.roster
        local ____opt_0 = ____opt_2 and ____opt_2[bare_jid]
        return ____is_seeing_6(____opt_0 and ____opt_0.subscription)
    end
    local is_put_off = not sees_already() and expected.after(
        node,
        function()
            if users[username] ~= user or sees_already() then
                return
            end
            local ____is_seen_by_11 = is_seen_by
            local ____opt_9 = user.roster
            local ____opt_7 = ____opt_9 and ____opt_9[contact]
            if ____is_seen_by_11(____opt_7 and ____opt_7.subscription) then
                show(user, contact)
            end
        end
    )
    if not is_put_off then
        show(user, contact)
    end
end
--- Tells the user's clients, and the contacts concerned, what has changed in a roster. Returns how many pushes went out.
local function deliver(host_session, expected, username, user, changes)
    local bare_jid = (username .. "@") .. host_session.host
    local pushes = 0
    for ____, change in ipairs(changes) do
        local push
        for ____, session in pairs(user.sessions) do
            if session.interested == true then
                if push == nil then
                    push = roster_push(change)
                end
                session.send(push)
                pushes = pushes + 1
            end
        end
    end
    for ____, change in ipairs(changes) do
        local ____presence_change_17 = presence_change
        local ____opt_12 = change.before
        local ____temp_16 = ____opt_12 and ____opt_12.subscription
        local ____opt_14 = change.after
        local presence = ____presence_change_17(____temp_16, ____opt_14 and ____opt_14.subscription)
        if presence.shown then
            show_in_time(
                host_session,
                expected,
                username,
                user,
                change.jid
            )
        end
        if presence.hidden then
            hide(user, change.jid)
        end
        if presence.probe then
            probe(user, bare_jid, change.jid)
        end
    end
    return pushes
end
____exports.deliver = deliver
return ____exports
 end,
["src.api.http_access"] = function(...) 
local ____exports = {}
local hashes = require("util.hashes")
local ____util_2Eip = require("util.ip")
local match = ____util_2Eip.match
local new_ip = ____util_2Eip.new_ip
--- `true` where an address is in one of the networks.
local function is_allowed(address, networks)
    local ip = new_ip(address)
    if ip == nil then
        return false
    end
    for ____, network in ipairs(networks) do
        if network.ip.proto == ip.proto and match(ip, network.ip, network.bits) then
            return true
        end
    end
    return false
end
--- `true` where a request carries one of the tokens. Takes the same time for each wrong one.
local function has_token(authorization, tokens)
    local token = string.match(authorization or "", "^[bB][eE][aA][rR][eE][rR] +(%S+)$")
    if token == nil then
        return false
    end
    local hash = hashes.sha256(token)
    local found = false
    for ____, known in ipairs(tokens) do
        if hashes.equals(
            hash,
            hashes.sha256(known)
        ) then
            found = true
        end
    end
    return found
end
--- Says why a caller may not call; nil where they may.
local function refusal(request, settings)
    local ____request_0 = request
    local headers = ____request_0.headers
    local ip = ____request_0.ip
    local ____settings_1 = settings
    local tokens = ____settings_1.tokens
    local networks = ____settings_1.networks
    if #tokens == 0 and (headers.x_forwarded_for ~= nil or headers.forwarded ~= nil) then
        return {code = 403, message = "requests through a proxy need a token: set http_roster_token in Prosody's configuration"}
    end
    if networks ~= nil and not is_allowed(ip, networks) then
        return {code = 403, message = ip .. " may not call: add it to http_roster_allowed_ips in Prosody's configuration"}
    end
    if #tokens > 0 and not has_token(headers.authorization, tokens) then
        local given = headers.authorization ~= nil and "a wrong token" or "no token"
        return {code = 401, message = given .. ": send \"Authorization: Bearer TOKEN\" with a token of http_roster_token"}
    end
    return nil
end
____exports.refusal = refusal
return ____exports
 end,
["src.api.refresh_summary"] = function(...) 
local ____exports = {}
local function new_tally(users)
    return {left = users, updated = 0, errors = 0, failed = {}}
end
--- Counts one user's outcome; a problem is why the roster is not up to date.
local function count_user(tally, name, problem)
    tally.left = tally.left - 1
    if problem == nil then
        tally.updated = tally.updated + 1
    else
        tally.errors = tally.errors + 1
        tally.failed[name] = problem
    end
end
--- What the caller is told: the HTTP status and the answer.
local function summary(tally)
    local ____tally_0 = tally
    local updated = ____tally_0.updated
    local errors = ____tally_0.errors
    local failed = ____tally_0.failed
    local is_failure = errors > 0 and updated == 0
    local answer = {}
    answer.status = is_failure and "error" or "ok"
    answer.message = is_failure and "roster update failed" or "roster update complete"
    answer.updated = updated
    answer.errors = errors
    if errors > 0 then
        answer.failed = failed
    end
    return is_failure and 500 or 200, answer
end
____exports.count_user = count_user
____exports.new_tally = new_tally
____exports.summary = summary
return ____exports
 end,
["src.api.usernames"] = function(...) 
local ____exports = {}
local ____util_2Eencodings = require("util.encodings")
local stringprep = ____util_2Eencodings.stringprep
local jid = require("util.jid")
--- The user of this host that a name stands for, normalised; or why there is none. `john@HOST` is `john`.
local function read_username(name, host)
    local node = name
    if (string.find(name, "@", 1, true)) ~= nil then
        local given_node, given_host, resource = jid.prepped_split(name)
        if given_node == nil or given_host == nil or resource ~= nil then
            return nil, "not a username"
        end
        if given_host ~= host then
            return nil, "not a user of " .. host
        end
        node = given_node
    end
    local ____temp_0
    if #node <= 1023 and node ~= "" then
        ____temp_0 = stringprep.nodeprep(node)
    else
        ____temp_0 = nil
    end
    local username = ____temp_0
    if username == nil or username == "" then
        return nil, "not a username"
    end
    return username
end
____exports.read_username = read_username
return ____exports
 end,
["src.api.http_api"] = function(...) 
local ____exports = {}
local ____util_2Eencodings = require("util.encodings")
local utf8 = ____util_2Eencodings.utf8
local json = require("util.json")
local time = require("util.time")
local ____http_access = require("src.api.http_access")
local refusal = ____http_access.refusal
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local decode_exactly = ____json_text.decode_exactly
local ____json_value = require("src.json.json_value")
local is_array = ____json_value.is_array
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local ____refresh_summary = require("src.api.refresh_summary")
local count_user = ____refresh_summary.count_user
local new_tally = ____refresh_summary.new_tally
local summary = ____refresh_summary.summary
local ____roster_document = require("src.rosters.roster_document")
local roster_document = ____roster_document.roster_document
local ____slices = require("src.slices")
local in_slices = ____slices.in_slices
local ____usernames = require("src.api.usernames")
local read_username = ____usernames.read_username
local LARGEST_AT_ONCE = 256 * 1024
local LONGEST_NAME = 1023
--- Offers a text like a file to read from, piece by piece.
local function text_file(text)
    local position = 1
    return {read = function(self, size)
        local piece = string.sub(text, position, position + size - 1)
        position = position + size
        local ____temp_0
        if piece == "" then
            ____temp_0 = nil
        else
            ____temp_0 = piece
        end
        return ____temp_0
    end}
end
local function reply(response, code, answer)
    local body = json.encode_ordered(answer)
    response.status_code = code
    response.headers.content_type = "application/json"
    if #body > LARGEST_AT_ONCE then
        response.headers.content_length = string.format("%d", #body)
        response:send_file(text_file(body))
    else
        response:send(body)
    end
    return true
end
--- An answer that says why nothing was done.
local function reply_error(response, code, message)
    local answer = {}
    answer.status = "error"
    answer.message = message
    answer.updated = 0
    answer.errors = 0
    return reply(response, code, answer)
end
--- A name in a form that JSON can carry, and cut where it is too long to be one.
local function printable(name)
    local shown = #name > LONGEST_NAME and string.sub(name, 1, LONGEST_NAME) .. "..." or name
    return utf8.valid(shown) and shown or (string.gsub(shown, "[^ -~]", "?"))
end
--- Adds a user, unless the request names them already.
local function add_target(targets, seen, target)
    local key = target.username or target.name
    if seen[key] ~= nil then
        return
    end
    seen[key] = true
    targets[#targets + 1] = target
end
local function read_target(host, name, value)
    if value == nil then
        value = json.null
    end
    local username, problem = read_username(name, host)
    return {
        name = printable(username or name),
        username = username,
        problem = problem,
        value = value
    }
end
--- The users in a JSON array of usernames; or what is wrong with it.
local function read_usernames(body, host)
    local expected = "expected a JSON array of usernames"
    if body == "" then
        return nil, ("no body: " .. expected) .. ", with Content-Length"
    end
    local value, problem = decode_exactly(body)
    if value == nil then
        return nil, (("the body is " .. problem) .. ": ") .. expected
    end
    if not is_array(value) then
        return nil, (("the body is " .. kind_of(value)) .. ": ") .. expected
    end
    local targets = {}
    local seen = {}
    for position = 1, #value do
        local name = value[position]
        if type(name) ~= "string" then
            return nil, ((("entry " .. tostring(position)) .. " is ") .. kind_of(name)) .. ": expected a username, a string"
        end
        add_target(
            targets,
            seen,
            read_target(host, name)
        )
    end
    return targets
end
--- The users in a JSON object of usernames and what is said of each; or what is wrong with it.
local function read_objects(body, host, decode_body)
    local expected = "expected a JSON object, username to roster"
    if body == "" then
        return nil, ("no body: " .. expected) .. ", with Content-Length"
    end
    local value, problem = decode_body(body)
    if value == nil then
        return nil, (("the body is " .. problem) .. ": ") .. expected
    end
    if not is_object(value) then
        return nil, (("the body is " .. kind_of(value)) .. ": ") .. expected
    end
    local targets = {}
    local seen = {}
    for name, said in pairs(value) do
        add_target(
            targets,
            seen,
            read_target(host, name, said)
        )
    end
    return targets
end
local function read_rosters(body, host)
    return read_objects(body, host, decode)
end
--- In a patch `[]` is not `{}`: one leaves no group, the other changes nothing.
local function read_patches(body, host)
    return read_objects(body, host, decode_exactly)
end
--- Offers the HTTP endpoints of a host (protocol section 3).
local function serve(host, settings, rosters, fetches, last_known, expected, note_update, status)
    --- Carries out a request for some users, and answers once the last one's outcome is known; or at once, if the caller prefers.
    local function update_all(event, targets, act)
        local ____event_1 = event
        local request = ____event_1.request
        local response = ____event_1.response
        local tally = new_tally(#targets)
        local is_async = (string.find(
            string.lower(request.headers.prefer or ""),
            "respond-async",
            1,
            true
        )) ~= nil
        local answered = false
        local function answer()
            if answered or tally.left > 0 then
                return
            end
            answered = true
            local code, body = summary(tally)
            reply(response, code, body)
        end
        if is_async then
            answered = true
            local ____, accepted = summary(new_tally(0))
            accepted.message = "roster update under way"
            reply(response, 202, accepted)
        end
        answer()
        for ____, target in ipairs(targets) do
            if target.username ~= nil then
                expected.expect(target.username)
            end
        end
        local position = 0
        fetches.gather(1)
        in_slices(function()
            local target = targets[position + 1]
            if target == nil then
                fetches.gather(-1)
                return false
            end
            position = position + 1
            local function done(problem)
                if target.username ~= nil then
                    expected.arrived(target.username)
                end
                note_update(problem)
                count_user(tally, target.name, problem)
                answer()
            end
            if target.username == nil then
                done(target.problem)
            else
                act(target.username, target.value, done)
            end
            return true
        end)
        return true
    end
    --- A handler that turns away whoever may not call, and bodies that are too large.
    local function guarded(handle)
        return function(event, path)
            local ____event_2 = event
            local request = ____event_2.request
            local response = ____event_2.response
            local refused = refusal(request, settings)
            if refused ~= nil then
                if refused.code == 401 then
                    response.headers.www_authenticate = "Bearer"
                end
                return reply_error(response, refused.code, refused.message)
            end
            if request.body == false then
                return reply_error(response, 413, "the body is larger than http_max_content_size in Prosody's configuration")
            end
            return handle(event, request.body, path or "")
        end
    end
    local function refresh(username, _, done)
        fetches.refresh(username, done)
    end
    local function hand_over(username, value, done)
        done(fetches.hand_over(username, value))
    end
    local function patch(username, value, done)
        fetches.patch(username, value, done)
    end
    --- Handles a body that names users.
    local function for_body(read, act)
        return guarded(function(event, body)
            local targets, problem = read(body, host)
            if targets == nil then
                return reply_error(event.response, 400, problem)
            end
            return update_all(event, targets, act)
        end)
    end
    --- The user that a path names, or 400.
    local function for_path(act)
        return guarded(function(event, _, path) return act(
            event,
            read_target(host, path)
        ) end)
    end
    module:depends("http")
    module:provides(
        "http",
        {
            cors = {enabled = false},
            streaming_uploads = true,
            route = {
                ["POST /refresh"] = for_body(read_usernames, refresh),
                ["GET /refresh/*"] = for_path(function(event, target) return update_all(event, {target}, refresh) end),
                ["POST /refresh-all"] = guarded(function(event)
                    local targets = {}
                    fetches.refresh_offline()
                    for ____, username in ipairs(rosters.usernames_online()) do
                        targets[#targets + 1] = {name = username, username = username, value = json.null}
                    end
                    return update_all(event, targets, refresh)
                end),
                ["POST /rosters"] = for_body(read_rosters, hand_over),
                ["PATCH /rosters"] = for_body(read_patches, patch),
                ["GET /rosters/*"] = for_path(function(event, target)
                    local ____event_3 = event
                    local response = ____event_3.response
                    if target.username == nil then
                        return reply_error(
                            response,
                            404,
                            (target.name .. ": ") .. tostring(target.problem)
                        )
                    end
                    local held = rosters.get(target.username) or last_known.recall(target.username)
                    if held == nil then
                        return reply_error(response, 404, ("no roster of " .. target.username) .. " is held")
                    end
                    local answer = {}
                    answer.roster = roster_document(held.roster)
                    answer.source = held.from_backend and "backend" or "last known"
                    answer.age = math.floor(math.max(
                        0,
                        time.now() - held.asked_at
                    ))
                    answer.version = rosters.version(held)
                    return reply(response, 200, answer)
                end),
                ["GET /status"] = guarded(function(event) return reply(
                    event.response,
                    200,
                    status()
                ) end)
            }
        }
    )
end
____exports.serve = serve
return ____exports
 end,
["src.admin.module_log"] = function(...) 
local ____exports = {}
local throttle = require("util.throttle")
local FAILURES_A_MINUTE = 5
local FAULTS_A_MINUTE = 60
local FAULTS_A_DOCUMENT = 10
local function new_log()
    local failures = throttle.create(FAILURES_A_MINUTE, 60)
    local fault_lines = throttle.create(FAULTS_A_MINUTE, 60)
    --- The level for a line of which there may be many.
    local function level_within(limit)
        local is_within = limit:poll(1)
        return is_within and "warn" or "debug"
    end
    return {
        turn = function(turn, problem)
            if turn == "lost" then
                module:log("warn", "The roster backend is away (%s): users keep the rosters last known until it answers again", problem)
            else
                module:log("info", "The roster backend is back")
            end
        end,
        failure = function(username, problem, failure)
            local level = (failure and failure.passing) == true and "debug" or level_within(failures)
            module:log(level, "The roster of %s stays as it was: %s", username, problem)
        end,
        faults = function(username, faults)
            for position, fault in ipairs(faults) do
                if position > FAULTS_A_DOCUMENT then
                    module:log(
                        level_within(fault_lines),
                        "In the roster of %s, %d more contacts are passed over",
                        username,
                        #faults - FAULTS_A_DOCUMENT
                    )
                    return
                end
                module:log(
                    level_within(fault_lines),
                    "In the roster of %s, %s",
                    username,
                    fault
                )
            end
        end
    }
end
____exports.new_log = new_log
return ____exports
 end,
["src.clients.presence_gate"] = function(...) 
local ____exports = {}
local jid = require("util.jid")
local st = require("util.stanza")
local ____presence_rules = require("src.clients.presence_rules")
local is_seen_by = ____presence_rules.is_seen_by
local SUBSCRIPTION_TYPES = {}
for ____, presence_type in ipairs({"subscribe", "subscribed", "unsubscribe", "unsubscribed"}) do
    SUBSCRIPTION_TYPES[presence_type] = true
end
--- Drops subscription stanzas: the backend alone says who is whose contact.
local function drop_subscription(event)
    local ____event_stanza_attr_0 = event.stanza.attr
    local presence_type = ____event_stanza_attr_0.type
    local ____temp_1
    if presence_type ~= nil and SUBSCRIPTION_TYPES[presence_type] ~= nil then
        ____temp_1 = true
    else
        ____temp_1 = nil
    end
    return ____temp_1
end
--- Answers for a user who is offline, once their roster has come. The prober has not waited; the user may have come online meanwhile.
local function answer_later(host_session, rosters, username, from)
    local bare_jid = (username .. "@") .. host_session.host
    if rosters.online(username) ~= nil then
        prosody.core_post_stanza(
            host_session,
            st.presence({type = "probe", from = from, to = bare_jid})
        )
        return
    end
    local held = rosters.get(username)
    if held == nil then
        return
    end
    local prober = jid.bare(from)
    if prober == nil then
        return
    end
    local ____is_seen_by_4 = is_seen_by
    local ____opt_2 = held.roster[prober]
    if ____is_seen_by_4(____opt_2 and ____opt_2.subscription) then
        prosody.core_post_stanza(
            host_session,
            st.presence({type = "unavailable", from = bare_jid, to = from}),
            true
        )
    elseif held.from_backend then
        prosody.core_post_stanza(
            host_session,
            st.presence({type = "unsubscribed", from = bare_jid, to = prober}),
            true
        )
    end
end
--- Takes over a probe for a user of this host where core would answer from a roster that nobody has yet: the sender does not wait,
-- and nobody is told `unsubscribed` because the backend is slow or away.
local function take_probe(host_session, rosters, fetches, event)
    local ____event_stanza_attr_5 = event.stanza.attr
    local from = ____event_stanza_attr_5.from
    local to = ____event_stanza_attr_5.to
    local presence_type = ____event_stanza_attr_5.type
    if presence_type ~= "probe" or from == nil then
        return nil
    end
    local username = jid.split(to)
    if username == nil then
        return nil
    end
    if rosters.online(username) ~= nil then
        local ____temp_6
        if rosters.get(username) == nil then
            ____temp_6 = true
        else
            ____temp_6 = nil
        end
        return ____temp_6
    end
    local prober, prober_host = jid.split(from)
    if prober ~= nil and prober_host == host_session.host and rosters.online(prober) ~= nil then
        local ____temp_7
        if rosters.get(prober) == nil then
            ____temp_7 = true
        else
            ____temp_7 = nil
        end
        return ____temp_7
    end
    fetches.need(
        username,
        function()
            answer_later(host_session, rosters, username, from)
        end
    )
    return true
end
____exports.drop_subscription = drop_subscription
____exports.take_probe = take_probe
return ____exports
 end,
["src.admin.shell_commands"] = function(...) 
local ____exports = {}
local promise = require("util.promise")
local ____usernames = require("src.api.usernames")
local read_username = ____usernames.read_username
--- Adds `roster_admin:…` to the admin shell of Prosody 13.0; older ones take no notice.
local function offer_shell_commands(host, fetches, status)
    module:add_item(
        "shell-command",
        {
            section = "roster_admin",
            section_desc = "Rosters that come from the application",
            name = "refresh",
            desc = "Ask the application for a user's roster again",
            args = {{name = "jid", type = "string"}},
            host_selector = "jid",
            handler = function(self, name)
                local username, problem = read_username(name or "", host)
                if username == nil then
                    return nil, problem
                end
                return promise.new(function(resolve, reject)
                    fetches.refresh(
                        username,
                        function(failed)
                            if failed == nil then
                                resolve("The roster is up to date")
                            else
                                reject(failed)
                            end
                        end
                    )
                end)
            end
        }
    )
    module:add_item(
        "shell-command",
        {
            section = "roster_admin",
            section_desc = "Rosters that come from the application",
            name = "status",
            desc = "Show how fetching rosters is going",
            args = {{name = "host", type = "string"}},
            host_selector = "host",
            handler = function(self)
                local lines = {}
                for name, value in pairs(status()) do
                    if type(value) ~= "table" then
                        lines[#lines + 1] = (name .. ": ") .. tostring(value)
                    end
                end
                table.sort(lines)
                for ____, line in ipairs(lines) do
                    self.session.print(line)
                end
                return true
            end
        }
    )
end
____exports.offer_shell_commands = offer_shell_commands
return ____exports
 end,
["src.admin.statistics"] = function(...) 
local ____exports = {}
local function new_counts()
    return {
        fetches = {},
        updated = 0,
        errors = 0,
        pushes = 0,
        served_last_known = 0
    }
end
local function new_statistics(counts)
    local fetches = module:metric(
        "counter",
        "fetches",
        "",
        "Requests to the roster backend",
        {"result"}
    )
    local duration = module:metric(
        "histogram",
        "fetch_duration",
        "seconds",
        "Time of a request to the roster backend",
        {},
        {buckets = {
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10
        }}
    )
    local updates = module:metric(
        "counter",
        "refreshes",
        "",
        "Users whose roster was to be refreshed",
        {"result"}
    )
    local pushes = module:metric(
        "counter",
        "pushes",
        "",
        "Roster pushes to clients",
        {}
    )
    local last_known = module:metric(
        "counter",
        "served_last_known",
        "",
        "Logins served from the last roster known",
        {}
    )
    return {
        counts = counts,
        note_fetch = function(result, seconds)
            counts.fetches[result] = (counts.fetches[result] or 0) + 1
            fetches:with_labels(result):add(1)
            duration:with_labels():sample(seconds)
        end,
        note_update = function(problem)
            if problem == nil then
                counts.updated = counts.updated + 1
            else
                counts.errors = counts.errors + 1
            end
            updates:with_labels(problem == nil and "updated" or "failed"):add(1)
        end,
        note_pushes = function(sent)
            counts.pushes = counts.pushes + sent
            pushes:with_labels():add(sent)
        end,
        note_served_last_known = function()
            counts.served_last_known = counts.served_last_known + 1
            last_known:with_labels():add(1)
        end
    }
end
____exports.new_counts = new_counts
____exports.new_statistics = new_statistics
return ____exports
 end,
["src.upkeep.upkeep"] = function(...) 
local ____exports = {}
local time = require("util.time")
local ____retry = require("src.backend.retry")
local pause_after = ____retry.pause_after
local CATCH_UP_RATE = 50
local SHORTEST_SWEEP = 1
local LONGEST_SWEEP = 60
--- `behind`: users online who are not served what the backend says, and how often in a row that failed.
local function new_upkeep(backend, fetches, rosters, max_age, behind)
    local timers = {}
    local knocking
    local sweeping
    local function ignore()
    end
    local function stop_timer(username)
        local ____opt_0 = timers[username]
        if ____opt_0 ~= nil then
            ____opt_0:stop()
        end
        timers[username] = nil
    end
    local function try_after(username, seconds)
        stop_timer(username)
        local timer = module:add_timer(
            seconds,
            function()
                timers[username] = nil
                fetches.update(username, ignore)
            end
        )
        timers[username] = timer
    end
    --- While the backend is away, one user's request at a time asks whether it is back.
    local function knock()
        if knocking ~= nil then
            return
        end
        knocking = module:add_timer(
            math.max(
                0,
                backend.health.not_before - time.now()
            ),
            function()
                knocking = nil
                local username = next(behind)
                if backend.health.away and username ~= nil then
                    fetches.update(username, ignore)
                end
            end
        )
    end
    local function note_failure(username, retry_after)
        local failures = (behind[username] or 0) + 1
        behind[username] = failures
        if backend.health.away then
            knock()
        else
            try_after(
                username,
                pause_after(
                    failures,
                    math.random(),
                    retry_after
                )
            )
        end
    end
    local function remove(username)
        behind[username] = nil
        stop_timer(username)
    end
    --- Brings all who are behind up to date, spread out.
    local function catch_up()
        local position = 0
        for username in pairs(behind) do
            try_after(username, position / CATCH_UP_RATE)
            position = position + 1
        end
    end
    if max_age > 0 then
        local pause = math.min(
            LONGEST_SWEEP,
            math.max(SHORTEST_SWEEP, max_age / 20)
        )
        sweeping = module:add_timer(
            pause,
            function(now)
                if backend.health.away then
                    return pause
                end
                for ____, username in ipairs(rosters.usernames_online()) do
                    local held = rosters.get(username)
                    local limit = max_age * (0.8 + 0.2 * math.random())
                    if held ~= nil and now - held.asked_at > limit and not (behind[username] ~= nil) then
                        fetches.update(username, ignore)
                    end
                end
                return pause
            end
        )
    end
    return {
        on_failure = function(username, failure)
            if (failure and failure.passing) == false or rosters.online(username) == nil then
                return
            end
            note_failure(username, failure and failure.retry_after)
        end,
        on_success = remove,
        on_offline = remove,
        on_bind = function(username)
            local ____opt_6 = rosters.get(username)
            if (____opt_6 and ____opt_6.from_backend) ~= true and not (behind[username] ~= nil) then
                note_failure(username, nil)
            end
        end,
        on_lost = function()
            for ____, timer in pairs(timers) do
                timer:stop()
            end
            for username in pairs(behind) do
                timers[username] = nil
            end
            knock()
        end,
        on_back = catch_up,
        stop = function()
            if knocking ~= nil then
                knocking:stop()
            end
            if sweeping ~= nil then
                sweeping:stop()
            end
            for ____, timer in pairs(timers) do
                timer:stop()
            end
        end,
        start = function()
            for ____, username in ipairs(rosters.usernames_online()) do
                if rosters.get(username) == nil then
                    behind[username] = behind[username] or 0
                end
            end
            if backend.health.away then
                knock()
            else
                catch_up()
            end
        end
    }
end
____exports.new_upkeep = new_upkeep
return ____exports
 end,
["src.state"] = function(...) 
local ____exports = {}
local ____retry = require("src.backend.retry")
local new_health = ____retry.new_health
local ____rosters = require("src.rosters.rosters")
local new_roster_state = ____rosters.new_roster_state
local ____statistics = require("src.admin.statistics")
local new_counts = ____statistics.new_counts
--- To be changed with the shape of anything in {@link State}: what an older copy left is then not taken over.
local FORMAT = 1
--- What the copy of the module before a reload has left, or a fresh start.
local function take_over(saved, users, cache_size)
    local left = saved
    if type(left) == "table" and (left and left.format) == FORMAT then
        left.rosters.offline:resize(math.max(cache_size, 1))
        return left
    end
    return {
        format = FORMAT,
        rosters = new_roster_state(users, cache_size),
        fetches = {},
        drafts = {},
        health = new_health(),
        behind = {},
        counts = new_counts()
    }
end
____exports.take_over = take_over
return ____exports
 end,
["src.admin.status"] = function(...) 
local ____exports = {}
--- How many entries a table has.
local function size_of(map)
    local size = 0
    for _ in pairs(map) do
        size = size + 1
    end
    return size
end
--- How the module is doing, as the status page shows it.
local function status_document(state, backend)
    local ____state_0 = state
    local counts = ____state_0.counts
    local health = ____state_0.health
    local waiting, in_flight = backend.load()
    local by_result = {}
    for result, count in pairs(counts.fetches) do
        by_result[result] = count
    end
    local status = {}
    status.status = health.away and "error" or "ok"
    status.message = health.away and "backend is away" or "backend answers"
    status.backend = health.away and "away" or "here"
    status.failures_in_a_row = health.failures
    status.fetches = by_result
    status.fetches_under_way = in_flight
    status.fetches_waiting = waiting
    status.rosters_held = size_of(state.rosters.holdings)
    status.users_behind = size_of(state.behind)
    status.users_updated = counts.updated
    status.users_failed = counts.errors
    status.pushes = counts.pushes
    status.served_last_known = counts.served_last_known
    return status
end
____exports.status_document = status_document
return ____exports
 end,
}
local ____entry = require("src.mod_http_roster_admin", ...)
return ____entry
