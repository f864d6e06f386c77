-- mod_http_roster_admin 1.0.0: contact lists come from a web application, over HTTP.
--
-- Options, for a VirtualHost; only the first is needed:
--
--   http_roster_url = "http://localhost:8080/contacts/%s"  -- where a roster is fetched; %s is the username, %h the host
--   http_roster_headers = { Authorization = "Bearer …" }   -- sent with every request to the backend
--   http_roster_timeout = 5                                -- seconds for one request
--   http_roster_login_wait = 5                             -- seconds that a login waits if a roster is known; as timeout
--   http_roster_concurrency = 32                           -- requests at once
--   http_roster_max_age = 3600                             -- seconds that a roster is believed; 0: for ever
--   http_roster_cache_size = 1024                          -- rosters of users offline kept in memory
--   http_roster_batch_url = "http://localhost:8080/batch"  -- where many rosters are fetched at once; none if not set
--   http_roster_batch_size = 100                           -- usernames in one such request
--   http_roster_token = "…"                                -- what callers of /roster_admin must send; or a list
--   http_roster_allowed_ips = { "127.0.0.1", "::1" }       -- who may call; with a token set: everyone
--   http_roster_edit_url = "http://localhost:8080/edits"   -- where what clients want to change is asked; none if not set
--   http_roster_block_subscriptions = true                 -- drop what clients say about subscriptions
--
-- What is where below, in this order:
--
--   settings, configuration: options, checked; what else the configuration says
--   attempt, waiting_line, deadlines, time_slices, user_turns, version: calls that may fail, waiting lines, deadlines, work in slices of time, or in a user's turn, the version; knows nothing of the rest
--   json/: text to tables: decoding, the blocks of a text, what a text is recognised by
--     json_value, json_reader, json_text, text_blocks
--   backend/: what is asked, when and in which order: queue, breaker, requests, and what an answer means
--     http_fetch, breaker, queue, answer, batch_answer, backend
--   rosters/: documents, contacts and versions; who holds what, since when; the only place that writes rosters
--     contact, roster_document, arrival_order, roster_version, rosters, stored_text, last_known, knowledge
--   upkeep/: when a roster is asked for, who waits for it, and what becomes of a failure
--     interest, fetches, upkeep
--   clients/: roster queries, gates, Prosody's own caches; changes to pushes and presence
--     presence_rules, roster_query, delivery, core_rosters, presence_gate
--   api/: what the application tells Prosody, who may, and what it is told
--     request_body, http_access, reply, http_api
--   edits/: what clients and contacts elsewhere want: asked, decided by the application, carried out, and said to contacts
--     sibling_hosts, block_lists, edit_lanes, edit_question, subscription_handshake, subscriptions, verdict, edits, subscription_requests, delegation
--   admin/: check, shell, status, statistics, log
--     diagnosis, check_command, module_log, new_options, shell_commands, statistics, status
--   state, mod_http_roster_admin: what is remembered over a reload; options read, rooms built, hooks and routes registered
--
-- MIT license. Written in TypeScript: this file is made from src/ and is not meant to be edited.

local error, ipairs, math, next, pairs, pcall, setmetatable, string, table, tostring, type =
    error, ipairs, math, next, pairs, pcall, setmetatable, string, table, tostring, type
local rooms, built = {}, {}
local prosody_require = require
--- A room of this file, built when it is first asked for; or a module of Prosody's.
local function require(name)
    if rooms[name] == nil then
        return prosody_require(name)
    end
    if built[name] == nil then
        built[name] = rooms[name]()
    end
    return built[name]
end

-- src/settings.ts
rooms["src.settings"] = function()
local ____exports = {}
local ____util_2Eip = require("util.ip")
local new_ip = ____util_2Eip.new_ip
local ____json_value = require("src.json.json_value")
local quoted = ____json_value.quoted
local OPTION_NAMES = {
    "http_roster_url",
    "http_roster_headers",
    "http_roster_timeout",
    "http_roster_login_wait",
    "http_roster_concurrency",
    "http_roster_max_age",
    "http_roster_cache_size",
    "http_roster_batch_url",
    "http_roster_batch_size",
    "http_roster_token",
    "http_roster_allowed_ips",
    "http_roster_edit_url",
    "http_roster_block_subscriptions"
}
local URL_EXAMPLE = "\"http://localhost:8080/contacts/%s\""
--- Refuses to load, naming the option and what it should be. The value may be a secret.
local function refuse(name, expected, value)
    return error(
        (((("option " .. name) .. ": expected ") .. expected) .. ", got ") .. (value == nil and "nothing" or "a " .. type(value)),
        0
    )
end
--- `true` where what stands before a URL's first slash names a host, and maybe who asks and a port.
local function is_site(site)
    local place = string.gsub((string.gsub(site, "%%h", "h")), "^[^@]*@", "")
    return (string.find(place, "^[^%[%]:@?#]+:?%d*$")) ~= nil or (string.find(place, "^%[[%x:.]+%]:?%d*$")) ~= nil
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
    local site = string.match(value, "^[hH][tT][tT][pP][sS]?://([^/]*)")
    if site ~= nil and (string.find(site, "%s", 1, true)) ~= nil then
        error(((("option " .. name) .. ": expected %s in the path, as in ") .. URL_EXAMPLE) .. ", got it before the first /: usernames would decide whom Prosody asks", 0)
    end
    if not is_site(site or "") or (string.find(value, "[%c ]")) ~= nil then
        error(((("option " .. name) .. ": expected ") .. expected) .. ", got text that is no http(s) URL", 0)
    end
    return value
end
--- What of a URL is sent: Prosody's HTTP client leaves out what follows a `#`, and in the path what follows a `;`.
local function sent_part(url)
    local path, query = string.match((string.gsub(url, "#.*$", "")), "^%a+://[^/]*([^?;]*)[^?]*(.*)$")
    return tostring(path) .. tostring(query)
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
    if (string.find(
        sent_part(url),
        "%s",
        1,
        true
    )) == nil then
        error(((((("option " .. name) .. ": expected %s in what is sent, as in ") .. name) .. " = ") .. URL_EXAMPLE) .. ", got it behind a # or a ; of the path, which is not", 0)
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
    local timeout = read_number(
        options,
        "http_roster_timeout",
        5,
        0.1,
        false
    )
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
        edit_url = read_url(options, "http_roster_edit_url"),
        headers = read_headers(options),
        timeout = timeout,
        login_wait = read_number(
            options,
            "http_roster_login_wait",
            timeout,
            0,
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
____exports.OPTION_NAMES = OPTION_NAMES
____exports.read_settings = read_settings
return ____exports
end

-- src/configuration.ts: What a host's configuration says besides the right options.
rooms["src.configuration"] = function()
local ____exports = {}
local is_table, is_within, is_equal
local ____core_2Econfigmanager = require("core.configmanager")
local getconfig = ____core_2Econfigmanager.getconfig
local ____core_2Emodulemanager = require("core.modulemanager")
local get_modules_for_host = ____core_2Emodulemanager.get_modules_for_host
local ____settings = require("src.settings")
local OPTION_NAMES = ____settings.OPTION_NAMES
local read_settings = ____settings.read_settings
function is_table(value)
    return type(value) == "table"
end
function is_within(a, b)
    for key, value in pairs(a) do
        if not is_equal(value, b[key]) then
            return false
        end
    end
    return true
end
function is_equal(a, b)
    local ____temp_0
    if is_table(a) and is_table(b) then
        ____temp_0 = is_within(a, b) and is_within(b, a)
    else
        ____temp_0 = a == b
    end
    return ____temp_0
end
local PREFIX = "http_roster_"
local MOST_SLIPS = 2
local OPTIONS = {}
for ____, option in ipairs(OPTION_NAMES) do
    OPTIONS[option] = true
end
--- The slips that make the beginnings of `b` of so many letters of `a`, given those for one letter and for two fewer.
local function next_row(a, b, at, above, two_above)
    local letter = string.byte(a, at)
    local letter_before = string.byte(a, at - 1)
    local row = {}
    row[0] = at
    for position = 1, #b do
        local other = string.byte(b, position)
        local changed = above[position - 1] + (letter == other and 0 or 1)
        local slips = math.min(changed, above[position] + 1, row[position - 1] + 1)
        local is_swapped = letter_before == other and letter == string.byte(b, position - 1)
        if at > 1 and position > 1 and is_swapped then
            slips = math.min(slips, two_above[position - 2] + 1)
        end
        row[position] = slips
    end
    return row
end
--- How many slips make `b` of `a`: a letter that is wrong, missing, too many, or has changed places with the next.
local function slips_between(a, b)
    local above = {}
    for position = 0, #b do
        above[position] = position
    end
    local two_above = above
    for at = 1, #a do
        local row = next_row(
            a,
            b,
            at,
            above,
            two_above
        )
        two_above = above
        above = row
    end
    return above[#b]
end
--- `true` where one half of a name is that of an option, so that the other may be misspelt.
local function may_be_meant(lower)
    return string.sub(lower, 1, 5) == "http_" or (string.find(lower, "_roster", 1, true)) ~= nil
end
--- The option that a name which is none most likely stands for; nil where it is somebody else's.
local function meant_option(name)
    local lower = string.lower(name)
    if OPTIONS[name] ~= nil or not may_be_meant(lower) then
        return nil
    end
    local is_ours = string.sub(lower, 1, #PREFIX) == PREFIX
    local nearest
    local least = is_ours and math.huge or MOST_SLIPS + 1
    for ____, option in ipairs(OPTION_NAMES) do
        if is_ours or math.abs(#option - #lower) <= MOST_SLIPS then
            local slips = slips_between(lower, option)
            if slips < least then
                least = slips
                nearest = option
            end
        end
    end
    return nearest
end
--- What stands in a host's own section, or in the global one; nil where there is none of that name.
local function section_of(host)
    for name, options in pairs(getconfig()) do
        if name == host then
            return options
        end
    end
    return nil
end
--- The names of all options that are set for a host, or for all hosts.
local function configured_names(host)
    local names = {}
    for ____, section in ipairs({host, "*"}) do
        local options = section_of(section)
        if options ~= nil then
            for name in pairs(options) do
                names[name] = true
            end
        end
    end
    local sorted = {}
    for name in pairs(names) do
        sorted[#sorted + 1] = name
    end
    table.sort(sorted)
    return sorted
end
--- What is wrong with the names of options; each with the right one.
local function misspelt_options(names)
    local problems = {}
    for ____, name in ipairs(names) do
        local meant = meant_option(name)
        if meant ~= nil then
            problems[#problems + 1] = ((("option " .. name) .. " is unknown and ignored: ") .. meant) .. " may be meant"
        end
    end
    return problems
end
--- Those that are this module's by their names, right ones and others, and their values.
local function option_values(options, host)
    local values = {}
    for ____, name in ipairs(configured_names(host)) do
        if OPTIONS[name] ~= nil or meant_option(name) ~= nil then
            values[name] = options:get_option(name)
        end
    end
    return values
end
--- Modules that put contacts into rosters of their own accord, which the next word of the backend takes out again.
local ADD_CONTACTS = {"groups", "groups_internal", "roster_allinall", "support_contact"}
--- Which of a host's modules contradict this one, and what to do.
local function contradictions(options, host)
    local enabled = get_modules_for_host(host)
    local problems = {}
    for ____, name in ipairs(ADD_CONTACTS) do
        local is_idle = name == "groups" and options:get_option("groups_file") == nil
        if enabled:contains(name) == true and not is_idle then
            problems[#problems + 1] = ("mod_" .. name) .. " contradicts this module: contacts that it adds vanish, since the backend alone says who is in a roster. Disable one of the two on this host"
        end
    end
    if enabled:contains("block_subscriptions") == true and options:get_option("http_roster_edit_url") ~= nil then
        problems[#problems + 1] = "mod_block_subscriptions contradicts http_roster_edit_url: it drops what clients ask for before the backend can be asked. Disable one of the two on this host"
    end
    return problems
end
--- All that is wrong with a host's configuration, but for the values of options.
local function configuration_problems(options, host)
    local problems = misspelt_options(configured_names(host))
    for ____, problem in ipairs(contradictions(options, host)) do
        problems[#problems + 1] = problem
    end
    return problems
end
--- Which host Prosody does not have, or not as one that can have rosters; nil where there is no such trouble.
local function why_no_host(host)
    if section_of(host) == nil or host == "*" then
        local hosts = {}
        for name in pairs(getconfig()) do
            if name ~= "*" then
                hosts[#hosts + 1] = name
            end
        end
        table.sort(hosts)
        local known = #hosts == 0 and "it has none" or "it has " .. table.concat(hosts, ", ")
        return ((((("Prosody has no host " .. host) .. ", ") .. known) .. ". Mend the name, or add VirtualHost \"") .. host) .. "\" to the configuration"
    end
    local ____, component = get_modules_for_host(host)
    local ____temp_1
    if component == nil then
        ____temp_1 = nil
    else
        ____temp_1 = host .. " is a component. Name a VirtualHost"
    end
    return ____temp_1
end
--- Why the module is not loaded on a host; nil where it is to be.
local function why_not_loaded(host)
    local enabled = get_modules_for_host(host)
    local ____opt_2 = section_of(host)
    if (____opt_2 and ____opt_2.enabled) == false then
        return host .. " is disabled. Take out its enabled = false"
    end
    if enabled:contains("http_roster_admin") == true then
        return nil
    end
    return ((("http_roster_admin is not enabled on " .. host) .. ". Put it into modules_enabled, below VirtualHost \"") .. host) .. "\""
end
local ANY_URL = "http://localhost/%s"
--- Options as if some of them were not set.
local function options_without(options, left_out)
    return {get_option = function(self, name, default_value)
        if not (left_out[name] ~= nil) then
            return options:get_option(name, default_value)
        end
        return name == "http_roster_url" and ANY_URL or default_value
    end}
end
--- What is wrong with options, each by its name; and the settings that the others make, nil where there is no URL to ask.
local function read_all_options(options)
    local wrong = {}
    local problems = {}
    for ____, _ in ipairs(OPTION_NAMES) do
        local ok, result = pcall(
            read_settings,
            options_without(options, wrong)
        )
        if ok then
            local ____wrong_has_result_4
            if wrong.http_roster_url ~= nil then
                ____wrong_has_result_4 = nil
            else
                ____wrong_has_result_4 = result
            end
            return ____wrong_has_result_4, problems
        end
        problems[#problems + 1] = tostring(result)
        local name = string.match(
            tostring(result),
            "^option ([%w_]+)"
        )
        wrong[name or ""] = true
    end
    return nil, problems
end
____exports.configuration_problems = configuration_problems
____exports.is_equal = is_equal
____exports.misspelt_options = misspelt_options
____exports.option_values = option_values
____exports.read_all_options = read_all_options
____exports.why_no_host = why_no_host
____exports.why_not_loaded = why_not_loaded
return ____exports
end

-- src/attempt.ts: Calls what may throw, being others' code or code that calls theirs.
rooms["src.attempt"] = function()
local ____exports = {}
local function new_attempt(on_error)
    return function(what, act, ...)
        local ok, problem = pcall(act, ...)
        if not ok then
            on_error(
                what,
                tostring(problem)
            )
        end
        return ok
    end
end
____exports.new_attempt = new_attempt
return ____exports
end

-- src/waiting_line.ts: A line in which one waits for one's turn.
rooms["src.waiting_line"] = function()
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
--- Who has waited longest; nil where nobody waits.
local function first_of(line)
    return line.items[line.first]
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
____exports.first_of = first_of
____exports.length_of = length_of
____exports.new_line = new_line
return ____exports
end

-- src/deadlines.ts
rooms["src.deadlines"] = function()
local ____exports = {}
local time = require("util.time")
local timer = require("util.timer")
local ____waiting_line = require("src.waiting_line")
local dequeue = ____waiting_line.dequeue
local enqueue = ____waiting_line.enqueue
local new_line = ____waiting_line.new_line
--- By the seconds that they were given: who was first ends first.
local lines = {}
--- Lets those go who are over. Returns when the first of the others ends.
local function next_end(line)
    local first = line.items[line.first]
    while first ~= nil and first.ends_at == nil do
        dequeue(line)
        first = line.items[line.first]
    end
    return first and first.ends_at
end
--- Seconds of a turn: to end one may take as long as a login.
local SHARE = 0.02
--- Ends those whose time is over. Returns the seconds until this is to be done again.
local function end_overdue(line, seconds)
    local now = time.monotonic()
    local soonest = next_end(line)
    while soonest ~= nil and soonest <= now do
        local timed = dequeue(line)
        if timed ~= nil then
            timed.ends_at = nil
            local ok, problem = pcall(timed.on_time_out, timed, seconds)
            if not ok then
                module:log("error", "internal error: %s", problem)
            end
        end
        soonest = next_end(line)
        if time.monotonic() >= now + SHARE then
            break
        end
    end
    if soonest ~= nil then
        return math.max(0, soonest - now)
    end
    lines[seconds] = nil
    return nil
end
--- Calls `on_time_out` in so many seconds, unless `ends_at` is taken away before. All that have the same time share a timer, which is none of
-- the module's: who waits is told after its reload, too.
local function end_within(seconds, timed)
    local line = lines[seconds]
    if line == nil then
        local made = new_line()
        line = made
        lines[seconds] = made
        timer.add_task(
            seconds,
            function() return end_overdue(made, seconds) end
        )
    end
    next_end(line)
    timed.ends_at = time.monotonic() + seconds
    enqueue(line, timed)
end
____exports.end_within = end_within
return ____exports
end

-- src/time_slices.ts
rooms["src.time_slices"] = function()
local ____exports = {}
local time = require("util.time")
local timer = require("util.timer")
local ____waiting_line = require("src.waiting_line")
local dequeue = ____waiting_line.dequeue
local enqueue = ____waiting_line.enqueue
local length_of = ____waiting_line.length_of
local new_line = ____waiting_line.new_line
local SHARE = 0.005
local SLICE = 0.001
local BREATHS_A_LOOK = 8
local SHORT_BREATH = SLICE / 64
local waiting = new_line()
local is_turning = false
local slice_end = 0
local looked_at = 0
local breaths_left = 1
--- Lets others have their turn where this work has had its slice.
local function breathe(act, last)
    if act ~= nil then
        coroutine.yield(act, last or 1)
        return
    end
    breaths_left = breaths_left - 1
    if breaths_left > 0 then
        return
    end
    local now = time.monotonic()
    breaths_left = now - looked_at < SHORT_BREATH * BREATHS_A_LOOK and BREATHS_A_LOOK or 1
    looked_at = now
    if now >= slice_end then
        coroutine.yield()
    end
end
--- Says that a work, or what it has others do, has failed.
local function complain(problem)
    module:log("error", "internal error: %s", problem)
end
--- Goes on with a work until its slice is over. Returns whether there is more to do.
local function go_on(job)
    local now = time.monotonic()
    slice_end = now + SLICE
    looked_at = now
    breaths_left = 1
    while true do
        while job.act ~= nil and job.position < job.last do
            job.position = job.position + 1
            local ok, problem = pcall(job.act, job.position)
            if not ok then
                complain(problem)
            end
            if time.monotonic() >= slice_end then
                return true
            end
        end
        local ok, result, last = coroutine.resume(job.thread, breathe)
        local failure
        if not ok then
            failure = tostring(result)
            complain(failure)
        end
        if coroutine.status(job.thread) == "dead" then
            local at_end = job.at_end
            local is_ended, problem = pcall(at_end, failure)
            if not is_ended then
                complain(problem)
            end
            return false
        end
        job.act = result
        job.position = 0
        job.last = last
        if job.act == nil then
            return true
        end
    end
end
--- Works until this turn's share of time is used up; the next turn comes when everyone else has had theirs.
local function run_turn()
    local share_end = time.monotonic() + SHARE
    while length_of(waiting) > 0 do
        local job = dequeue(waiting)
        if job ~= nil and go_on(job) then
            enqueue(waiting, job)
        end
        if time.monotonic() >= share_end then
            break
        end
    end
    is_turning = length_of(waiting) > 0
    return is_turning and 0 or nil
end
--- Works a few milliseconds at a time, for all that is to be done together, so that everyone else gets their turn. Nothing begins before
-- the caller has returned. `at_end` is called whatever becomes of it: what the work has taken is to be given back there.
local function in_slices(work, at_end)
    enqueue(
        waiting,
        {
            thread = coroutine.create(work),
            at_end = at_end,
            position = 0,
            last = 0
        }
    )
    if is_turning then
        return
    end
    is_turning = true
    timer.add_task(0, run_turn)
end
--- Does in one go what can't be done in slices. All that it takes in memory at once would have Lua's collector work several times as long
-- in the midst of it; it has its turn afterwards.
local function in_one_go(act)
    collectgarbage("stop")
    local ok, problem = pcall(act)
    collectgarbage("restart")
    if not ok then
        error(problem, 0)
    end
end
____exports.in_one_go = in_one_go
____exports.in_slices = in_slices
return ____exports
end

-- src/user_turns.ts
rooms["src.user_turns"] = function()
local ____exports = {}
local async = require("util.async")
local ____deadlines = require("src.deadlines")
local end_within = ____deadlines.end_within
local ____waiting_line = require("src.waiting_line")
local dequeue = ____waiting_line.dequeue
local enqueue = ____waiting_line.enqueue
local new_line = ____waiting_line.new_line
local PATIENCE = 10
--- The coroutines in which others may wait.
local threads = setmetatable({}, {__mode = "k"})
--- `true` where somebody may wait who keeps nobody else waiting: in a coroutine of Prosody's that is none of those.
local function may_wait()
    local is_ready, thread = async.ready()
    return is_ready and threads[thread] == nil
end
--- `on_error` is told of what is given up.
local function new_in_turn(attempt, on_error)
    local new_runner, run, new_deadline, on_end, waits, idle
    function new_runner()
        local current
        return async.runner(
            function(turn)
                if current == nil then
                    local ____, thread = async.ready()
                    threads[thread] = true
                end
                current = turn
                attempt(turn.what, turn.act)
            end,
            {ready = function(runner)
                idle = runner
                if current ~= nil then
                    on_end(current)
                end
            end}
        )
    end
    function run(turn)
        local runner = idle or new_runner()
        idle = nil
        runner:run(turn)
        if runner.state ~= "ready" then
            return false
        end
        idle = runner
        return true
    end
    function new_deadline(turn)
        local deadline = {on_time_out = function(_, seconds)
            on_error(
                turn.what,
                ("no answer for " .. tostring(seconds)) .. " seconds"
            )
            on_end(turn)
        end}
        end_within(PATIENCE, deadline)
        return deadline
    end
    function on_end(turn)
        local wait = waits[turn.username]
        if (wait and wait.turn) ~= turn then
            return
        end
        wait.deadline.ends_at = nil
        local next = dequeue(wait.followers)
        while next ~= nil do
            wait.turn = next
            if not run(next) then
                wait.deadline = new_deadline(next)
                return
            end
            next = dequeue(wait.followers)
        end
        waits[turn.username] = nil
    end
    waits = {}
    return function(username, what, act)
        local turn = {username = username, what = what, act = act}
        local wait = waits[username]
        if wait ~= nil then
            enqueue(wait.followers, turn)
        elseif not run(turn) then
            waits[username] = {
                turn = turn,
                deadline = new_deadline(turn),
                followers = new_line()
            }
        end
    end
end
____exports.may_wait = may_wait
____exports.new_in_turn = new_in_turn
return ____exports
end

-- src/version.ts: Of this module, put in by the build.
rooms["src.version"] = function()
local ____exports = {}
--- Of this module, put in by the build: package.json has it.
local VERSION = "1.0.0"
____exports.VERSION = VERSION
return ____exports
end

-- src/json/json_value.ts
rooms["src.json.json_value"] = function()
local ____exports = {}
local ____util_2Eencodings = require("util.encodings")
local utf8 = ____util_2Eencodings.utf8
local json = require("util.json")
local array = require("util.array")
local LONGEST = 100
--- Shows text from outside in a message: quoted, on one line, and cut where it is long.
local function quoted(text, longest)
    if longest == nil then
        longest = LONGEST
    end
    local shown = string.gsub(
        string.sub(text, 1, longest),
        "%c",
        "?"
    )
    if not utf8.valid(shown) then
        shown = string.gsub(shown, "[^ -~]", "?")
    end
    return (("\"" .. shown) .. (#text > longest and "..." or "")) .. "\""
end
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
____exports.MAX_DEPTH = MAX_DEPTH
____exports.cjson = cjson
____exports.is_absent = is_absent
____exports.is_array = is_array
____exports.is_null = is_null
____exports.is_object = is_object
____exports.kind_of = kind_of
____exports.quoted = quoted
return ____exports
end

-- src/json/json_reader.ts
rooms["src.json.json_reader"] = function()
local ____exports = {}
local json = require("util.json")
local ____json_value = require("src.json.json_value")
local MAX_DEPTH = ____json_value.MAX_DEPTH
local array = require("util.array")
local byte = string.byte
local char = string.char
local find = string.find
local sub = string.sub
local MOST_PARTS = 1024
local NO_CHARACTER = char(239, 191, 191)
local ESCAPES = {}
ESCAPES[34] = "\""
ESCAPES[92] = "\\"
ESCAPES[47] = "/"
ESCAPES[98] = "\b"
ESCAPES[102] = "\f"
ESCAPES[110] = "\n"
ESCAPES[114] = "\r"
ESCAPES[116] = "\t"
--- Position of the quote that ends a string which begins at `opening`.
local function string_end(text, opening, breathe)
    local quote = find(text, "\"", opening + 1, true)
    while quote ~= nil do
        local before = quote - 1
        while byte(text, before) == 92 do
            before = before - 1
            if breathe ~= nil then
                breathe()
            end
        end
        if (quote - before) % 2 == 1 then
            return quote
        end
        if breathe ~= nil then
            breathe()
        end
        quote = find(text, "\"", quote + 1, true)
    end
    return nil
end
--- A character in UTF-8. Not every Lua has a function for that.
local function utf8_char(code)
    if code < 128 then
        return char(code)
    end
    local last = 128 + code % 64
    local upper = math.floor(code / 64)
    if code < 2048 then
        return char(192 + upper, last)
    end
    local middle = 128 + upper % 64
    local top = math.floor(upper / 64)
    if code < 65536 then
        return char(224 + top, middle, last)
    end
    return char(
        240 + math.floor(top / 64),
        128 + top % 64,
        middle,
        last
    )
end
--- The character that `\u` and four digits stand for, or two of those, and the last position of them; nothing where that is none.
local function read_code(raw, backslash)
    local ____, last, digits = find(raw, "^\\u(%x%x%x%x)", backslash)
    if last == nil then
        return
    end
    local code = tonumber(digits, 16) or 0
    if code < 55296 or code > 57343 then
        return utf8_char(code), last
    end
    local ____, last_of_pair, low_digits = find(raw, "^\\u([dD][c-fC-F]%x%x)", last + 1)
    if code > 56319 or last_of_pair == nil then
        return NO_CHARACTER, last
    end
    local low = tonumber(low_digits, 16) or 0
    return utf8_char(65536 + (code - 55296) * 1024 + (low - 56320)), last_of_pair
end
--- What stands between the quotes of a string, its escapes replaced; nil where one of them is none.
local function unescape(raw, breathe)
    local whole
    local parts = {}
    local at = 1
    local backslash = find(raw, "\\", 1, true)
    while backslash ~= nil do
        if backslash > at then
            parts[#parts + 1] = sub(raw, at, backslash - 1)
        end
        local plain = ESCAPES[byte(raw, backslash + 1) or 0]
        if plain ~= nil then
            parts[#parts + 1] = plain
            at = backslash + 2
        else
            local text, last = read_code(raw, backslash)
            if text == nil then
                return nil
            end
            parts[#parts + 1] = text
            at = last + 1
        end
        if breathe ~= nil then
            breathe()
            if #parts >= MOST_PARTS then
                if whole == nil then
                    whole = {}
                end
                whole[#whole + 1] = table.concat(parts)
                parts = {}
            end
        end
        backslash = find(raw, "\\", at, true)
    end
    parts[#parts + 1] = sub(raw, at)
    if whole == nil then
        return table.concat(parts)
    end
    whole[#whole + 1] = table.concat(parts)
    return table.concat(whole)
end
local BLANK = "[ \t\r\n]*"
local FIRST = "^" .. BLANK
local NEXT = (("^" .. BLANK) .. ",") .. BLANK
local NAME = (("\"([^\"\\]*)\"" .. BLANK) .. ":") .. BLANK
local FIRST_NAME = FIRST .. NAME
local NEXT_NAME = NEXT .. NAME
local STRING = "^\"([^\"\\]*)\""
local NUMBER = "^[%d.eE+-]*"
local OPENING = 123
local CLOSING = 125
local SPACE = 32
--- A text that takes so long to decode that others should have their turn meanwhile.
local LONG = 64 * 1024
local LONGEST_NUMBER = 64 * 1024
local SHORT_WINDOW = 64
local LONG_WINDOW = 4096
local LITERALS = {}
LITERALS[116] = {"true", true}
LITERALS[102] = {"false", false}
LITERALS[110] = {"null", json.null}
local function expected(what, at)
    return string.format("%s expected at byte %d", what, at)
end
--- `true` where there is much without a quote, at the next of which every pattern ends.
local function is_wild(text)
    local at = 1
    while true do
        local quote = find(text, "\"", at, true)
        if (quote or #text) - at > LONG_WINDOW then
            return true
        end
        if quote == nil then
            return false
        end
        at = quote + LONG_WINDOW
    end
end
local function new_pace(text, breathe)
    return {
        breathe = breathe,
        is_wild = is_wild(text)
    }
end
--- How far what matches a pattern goes from a position, in steps.
local function long_run(text, pattern, start, breathe)
    local at = start
    local window = SHORT_WINDOW
    while true do
        local ____, last = find(
            sub(text, at, at + window - 1),
            pattern
        )
        at = at + (last or 0)
        if last ~= window then
            return at - 1
        end
        window = LONG_WINDOW
        breathe()
    end
end
--- How far what matches a pattern goes from a position.
local function run(text, pattern, at, pace)
    if (pace and pace.is_wild) == true then
        return long_run(text, pattern, at, pace.breathe)
    end
    local ____, last = find(text, pattern, at)
    return last or at - 1
end
--- Position of the next character that is not blank.
local function skip_blanks(text, at, pace)
    if (byte(text, at) or SPACE) > SPACE then
        return at
    end
    return run(text, FIRST, at, pace) + 1
end
--- Reads a string of any kind.
local function read_string(text, opening, pace)
    local closing = string_end(text, opening, pace and pace.breathe)
    if closing == nil then
        return nil, string.format("the string at byte %d does not end", opening)
    end
    local raw = sub(text, opening + 1, closing - 1)
    if (find(raw, "\\", 1, true)) == nil then
        return raw, closing
    end
    local value = unescape(raw, pace and pace.breathe)
    if value == nil then
        return nil, string.format("a wrong escape in the string at byte %d", opening)
    end
    return value, closing
end
--- Reads a member's name, and all up to its value, from behind the opening bracket or the last value. Gives the position before the value.
local function read_name(text, start, is_first, pace)
    if (pace and pace.is_wild) ~= true then
        local ____, before, plain_name = find(text, is_first and FIRST_NAME or NEXT_NAME, start)
        if before ~= nil then
            return plain_name, before
        end
    end
    local at = skip_blanks(text, start, pace)
    if not is_first then
        if byte(text, at) ~= 44 then
            return nil, expected("\",\" or \"}\"", at)
        end
        at = skip_blanks(text, at + 1, pace)
    end
    if byte(text, at) ~= 34 then
        return nil, expected("a name", at)
    end
    local name, last = read_string(text, at, pace)
    if name == nil then
        return nil, last
    end
    at = skip_blanks(text, last + 1, pace)
    if byte(text, at) ~= 58 then
        return nil, expected("\":\"", at)
    end
    return name, skip_blanks(text, at + 1, pace) - 1
end
--- Reads `true`, `false`, `null` or a number.
local function read_literal(text, at, pace)
    local literal = LITERALS[byte(text, at) or 0]
    if literal ~= nil then
        local last = at + #literal[1] - 1
        if sub(text, at, last) == literal[1] then
            return literal[2], last
        end
        return nil, expected("a value", at)
    end
    local last = run(text, NUMBER, at, pace)
    if last < at or last - at >= LONGEST_NUMBER then
        return nil, expected("a value", at)
    end
    local digits = sub(text, at, last)
    local value = tonumber(digits)
    if value == nil or (find(digits, "^[.+]")) ~= nil or (find(digits, "^-?0%d")) ~= nil then
        return nil, expected("a value", at)
    end
    return value, last
end
--- Reads the members of an object from behind its opening bracket.
local function read_object(text, start, depth, pace, read_member)
    local object = {}
    local at = start
    local is_first = true
    while byte(text, at) ~= CLOSING do
        local name, before = read_name(text, at, is_first, pace)
        if name == nil then
            at = skip_blanks(text, at, pace)
            if byte(text, at) == CLOSING then
                break
            end
            return nil, before
        end
        local value, last = read_member(text, before + 1, depth, pace)
        if value == nil then
            return nil, last
        end
        object[name] = value
        at = last + 1
        is_first = false
        if pace ~= nil then
            pace.breathe()
        end
    end
    return object, at
end
--- Reads the values of an array from behind its opening bracket.
local function read_array(text, start, depth, pace, read_element)
    local at = skip_blanks(text, start, pace)
    if byte(text, at) == 93 then
        return array(), at
    end
    local values = {}
    local count = 0
    while true do
        local value, last = read_element(text, at, depth, pace)
        if value == nil then
            return nil, last
        end
        count = count + 1
        values[count] = value
        at = skip_blanks(text, last + 1, pace)
        local char = byte(text, at)
        if char == 93 then
            return values, at
        end
        if char ~= 44 then
            return nil, expected("\",\" or \"]\"", at)
        end
        at = skip_blanks(text, at + 1, pace)
        if pace ~= nil then
            pace.breathe()
        end
    end
end
--- Reads any value that begins at a position, inside so many brackets.
local function read_value(text, at, depth, pace)
    if (pace and pace.is_wild) ~= true then
        local ____, last, value = find(text, STRING, at)
        if last ~= nil then
            return value, last
        end
    end
    local char = byte(text, at)
    if char == 34 then
        return read_string(text, at, pace)
    end
    if char ~= OPENING and char ~= 91 then
        return read_literal(text, at, pace)
    end
    if depth == MAX_DEPTH then
        return nil, string.format("nested deeper than %d levels at byte %d", MAX_DEPTH, at)
    end
    if char == OPENING then
        return read_object(
            text,
            at + 1,
            depth + 1,
            pace,
            read_value
        )
    end
    return read_array(
        text,
        at + 1,
        depth + 1,
        pace,
        read_value
    )
end
--- What is wrong with what stands behind the last value; nil where nothing stands there.
local function end_problem(text, last, pace)
    local at = skip_blanks(text, last + 1, pace)
    if at > #text then
        return nil
    end
    return expected("the end", at)
end
--- Decodes JSON, a long text in slices: the value, or nil and what is wrong with the text. Tells `[]` from `{}`.
local function read_json(text, breathe)
    local pace
    if breathe ~= nil and #text > LONG then
        pace = new_pace(text, breathe)
    end
    local value, last = read_value(
        text,
        skip_blanks(text, 1, pace),
        0,
        pace
    )
    if value == nil then
        return nil, last
    end
    local problem = end_problem(text, last, pace)
    if problem ~= nil then
        return nil, problem
    end
    return value
end
--- Steps over the members of an object, and leaves their values to `take`. Returns what is wrong with the text, if anything is.
local function step_over(text, take, breathe)
    local pace = new_pace(text, breathe)
    local function read(at)
        return read_value(text, at, 0, pace)
    end
    local at = skip_blanks(text, 1, pace)
    if byte(text, at) ~= OPENING then
        return expected("\"{\"", at)
    end
    at = at + 1
    local is_first = true
    while byte(text, at) ~= CLOSING do
        local name, before = read_name(text, at, is_first, pace)
        if name == nil then
            at = skip_blanks(text, at, pace)
            if byte(text, at) == CLOSING then
                break
            end
            return before
        end
        local last, problem = take(name, before + 1, read)
        if last == nil then
            return problem
        end
        at = last + 1
        is_first = false
        breathe()
    end
    return end_problem(text, at, pace)
end
____exports.LONG = LONG
____exports.read_json = read_json
____exports.step_over = step_over
____exports.string_end = string_end
____exports.unescape = unescape
return ____exports
end

-- src/json/json_text.ts: Text to tables, and the way into this folder.
rooms["src.json.json_text"] = function()
local ____exports = {}
local ____json_reader = require("src.json.json_reader")
local LONG = ____json_reader.LONG
local read_json = ____json_reader.read_json
local ____json_value = require("src.json.json_value")
local cjson = ____json_value.cjson
--- Decodes JSON from outside: the value, or nil and what is wrong with the text. Never throws. Tells `[]` from `{}`. A long text is read
-- in slices, if there is a `breathe`.
local function decode_exactly(text, breathe)
    local value, problem = read_json(text, breathe)
    if value == nil then
        return nil, ("not JSON (" .. problem) .. ")"
    end
    return value
end
--- The value that lua-cjson finds in a text, where it is installed; nil for what must be read by {@link decode_exactly}.
local function decode_fast(text)
    if cjson == nil or (string.find(text, "\0", 1, true)) ~= nil then
        return nil
    end
    local value = cjson.decode(text)
    return value
end
--- The same as {@link decode_exactly}, faster where it can be. May take `[]` for `{}`.
local function decode(text, breathe)
    if breathe ~= nil and #text > LONG then
        return decode_exactly(text, breathe)
    end
    local value = decode_fast(text)
    if value == nil then
        return decode_exactly(text, breathe)
    end
    return value
end
--- For the members of an object, the values of which are objects: has the text read of the one at a position, `context` being what else there
-- is to know. Gives its last position, too; nothing where it is long, or can't be read so.
local function new_member_reader(text, read_member)
    local in_vain = #text
    return function(at, context)
        if in_vain <= 0 then
            return
        end
        local ____, last = string.find(text, "^%b{}", at)
        if last ~= nil and last - at < LONG then
            local value = read_member(
                string.sub(text, at, last),
                context
            )
            if value ~= nil then
                return value, last
            end
        end
        in_vain = in_vain - ((last or #text) - at + 1)
        return
    end
end
--- For the members of an object, the values of which are rosters: decodes the one at a position, as {@link decode} does. `read` is what
-- else reads it.
local function new_member_decoder(text)
    if cjson == nil then
        return function(at, read) return read(at) end
    end
    local read_member = new_member_reader(text, decode_fast)
    return function(at, read)
        local value, last = read_member(at, nil)
        if value ~= nil then
            return value, last
        end
        return read(at)
    end
end
____exports.decode = decode
____exports.decode_exactly = decode_exactly
____exports.new_member_decoder = new_member_decoder
____exports.new_member_reader = new_member_reader
return ____exports
end

-- src/json/text_blocks.ts
rooms["src.json.text_blocks"] = function()
local ____exports = {}
local hashes = require("util.hashes")
local ____json_reader = require("src.json.json_reader")
local LONG = ____json_reader.LONG
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
--- What a text is recognised by, together with its length.
local function fingerprint(text)
    return hashes.sha1(text)
end
local SHORTEST = 1024
local BLOCKS = 16
local SHORTEST_BLOCK = 160
local LONGEST_BLOCK = 4096
--- What a block of members decodes to; nothing where they are none.
local function read_block(block, is_first, is_last)
    local document = decode((is_first and "" or "{") .. block .. (is_last and "" or "}"))
    if not is_object(document) or (next(document)) == nil then
        return nil
    end
    return document
end
--- Decodes an object block by block. Blocks end where a member seems to: each is an object when taken by itself, so together they are one,
-- too. Nothing for a text that is short or no such object, or has a name twice.
local function decode_blocks(text, breathe)
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
        local block = string.sub(text, start, last)
        local document = read_block(block, start == 1, border == nil)
        if document == nil then
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
        if breathe ~= nil then
            breathe()
        end
    end
    return whole, blocks
end
--- Decodes JSON: block by block, if that can be, a long text, and one in whose place another was known, since then more
-- may follow.
local function decode_text(text, known, breathe)
    local was_known = (known and known.fingerprint) ~= nil or (known and known.blocks) ~= nil
    if (known and known.blocks) ~= "scattered" and (was_known or #text > LONG) then
        local document, blocks = decode_blocks(text, breathe)
        if document ~= nil then
            return document, nil, blocks
        end
    end
    return decode(text, breathe)
end
--- `true` where a block stands at a position of a text. Makes no string to compare, as cutting it out would.
local function is_at(block, text, start)
    return (string.find(text, block, start, true)) == start
end
--- How many blocks, of all but the last, stand at this position of a text, each with a comma behind it; and where that ends.
local function common_beginning(blocks, text, first)
    local start = first
    local count = 0
    for position = 1, #blocks - 1 do
        local block = blocks[position]
        if block == nil then
            break
        end
        if string.byte(text, start + #block) ~= 44 or not is_at(block, text, start) then
            break
        end
        start = start + (#block + 1)
        count = count + 1
    end
    return count, start
end
--- How many blocks, of all but the first `before`, stand at the end of a text that goes up to `end`, behind a member that begins at `start`
-- or later; and where that one ends.
local function common_end(blocks, text, before, start, ____end)
    local count = 0
    local last = ____end
    for position = #blocks, math.max(before, 1) + 1, -1 do
        local block = blocks[position]
        if block == nil then
            break
        end
        local comma = last - #block
        if comma <= start or string.byte(text, comma) ~= 44 or not is_at(block, text, comma + 1) then
            break
        end
        last = comma - 1
        count = count + 1
    end
    return count, last
end
--- Those of the blocks from one position to another, in what they decode to: names.
local function names_of(blocks, first, last)
    local names = {}
    for position = first, last do
        local block = blocks[position]
        if block == nil then
            break
        end
        local document = read_block(block, position == 1, position == #blocks)
        if document ~= nil then
            for name in pairs(document) do
                names[name] = true
            end
        end
    end
    return names
end
--- `true` where a text ends with this block, which begins at `start`.
local function is_rest(block, text, start)
    return #block == #text - start + 1 and is_at(block, text, start)
end
--- The part of a text between the blocks that stand at its beginning and those at its end, where that is worth while: `before` blocks stand
-- from `first` to before `start`, and `end` is where the text ends.
local function part_between(blocks, text, first, before, start, ____end)
    local after, last = common_end(
        blocks,
        text,
        before,
        start,
        ____end
    )
    local replaced = #blocks - before - after
    if replaced * 2 > #blocks + 1 then
        return "scattered"
    end
    if (last - start) * 4 > math.max(____end - first + 1, 4 * SHORTEST) then
        return "large"
    end
    local part = string.sub(text, start, last)
    local document = read_block(part, before == 0, after == 0)
    if document == nil then
        return "large"
    end
    local changed = {}
    for position, known in ipairs(blocks) do
        if position == before + 1 then
            changed[#changed + 1] = part
        end
        if position <= before or position > before + replaced then
            changed[#changed + 1] = known
        end
    end
    return {
        blocks = blocks,
        document = document,
        names = names_of(blocks, before + 1, before + replaced),
        changed = changed
    }
end
--- Finds the part in which a text is not that of the blocks. `same`: there is none; `scattered`: most of it is not; `large`: it is not worth
-- while, or can't be read by itself.
local function changed_part(blocks, text)
    if blocks == "scattered" then
        return blocks
    end
    local before, start = common_beginning(blocks, text, 1)
    local next_block = blocks[before + 1]
    if before == #blocks - 1 and next_block ~= nil and is_rest(next_block, text, start) then
        return "same"
    end
    return part_between(
        blocks,
        text,
        1,
        before,
        start,
        #text
    )
end
local MEMBER = "^[ \t\r\n]*\"[^\"\\]*\"[ \t\r\n]*:[ \t\r\n]*%b{}[ \t\r\n]*"
--- Where an object seems to end that has a member, and objects for values, from a position on; nil where that can't be told at a glance.
local function end_of_members(text, first)
    local at = first
    while at - first < LONG do
        local ____, last = string.find(text, MEMBER, at)
        if last == nil then
            return nil
        end
        local char = string.byte(text, last + 1)
        if char == 125 then
            return last + 1
        end
        if char ~= 44 then
            return nil
        end
        at = last + 2
    end
    return nil
end
--- The same of an object that begins at a position of a text, without cutting it out; and its last position. Nothing where that can't be told
-- so. What seems to be its end is its end, if blocks and part make one object up to there.
local function changed_part_at(blocks, text, first)
    if blocks == "scattered" then
        return
    end
    local before, start = common_beginning(blocks, text, first)
    local next_block = blocks[before + 1]
    if before == #blocks - 1 and next_block ~= nil then
        local last = start + #next_block - 1
        if string.byte(text, last) == 125 and is_at(next_block, text, start) then
            return "same", last
        end
    end
    local ____end = end_of_members(text, before == 0 and start + 1 or start)
    if ____end == nil then
        return
    end
    local part = part_between(
        blocks,
        text,
        first,
        before,
        start,
        ____end
    )
    if part == "scattered" or part == "large" then
        return
    end
    return part, ____end
end
____exports.changed_part = changed_part
____exports.changed_part_at = changed_part_at
____exports.decode_text = decode_text
____exports.fingerprint = fingerprint
return ____exports
end

-- src/backend/http_fetch.ts
rooms["src.backend.http_fetch"] = function()
local ____exports = {}
local http = require("net.http")
local timer = require("util.timer")
local ____deadlines = require("src.deadlines")
local end_within = ____deadlines.end_within
local MAX_BODY = 10 * 1024 * 1024
local HEAD_ROOM = 64 * 1024
local TOO_LARGE = "an answer larger than 10 MiB"
local function settle(exchange, reply)
    local done = exchange.done
    if done == nil then
        return
    end
    exchange.done = nil
    exchange.ends_at = nil
    if exchange.request ~= nil then
        local ok, problem = pcall(http.destroy_request, exchange.request)
        done(reply)
        if not ok then
            error(problem, 0)
        end
    else
        timer.add_task(
            0,
            function()
                done(reply)
            end
        )
    end
end
local function fail(exchange, problem)
    settle(exchange, {problem = problem})
end
local function fail_too_large(exchange)
    settle(exchange, {problem = TOO_LARGE, is_answer = true})
end
local function on_time_out(exchange, seconds)
    fail(
        exchange,
        ("no whole answer within " .. tostring(seconds)) .. " s"
    )
end
--- Takes a body whose length is not known ahead.
local function new_sink(exchange)
    local parts = {}
    local size = 0
    exchange.parts = parts
    return {write = function(self, chunk)
        size = size + #chunk
        if size > MAX_BODY then
            fail_too_large(exchange)
            return false
        end
        parts[#parts + 1] = chunk
        return true
    end}
end
--- The whole body.
local function body_of(exchange, body)
    local parts = exchange.parts
    if parts == nil then
        return body == false and "" or body
    end
    local first = parts[1]
    return first ~= nil and #parts == 1 and first or table.concat(parts)
end
--- Of a request: what every one has, `of_all` being the admin's, and one that is put on top.
local function new_headers(of_all, header, value)
    local headers = {Accept = "application/json", ["Accept-Encoding"] = "identity", Connection = "close"}
    for name, value_of_all in pairs(of_all) do
        headers[name] = value_of_all
    end
    if header ~= nil and value ~= nil then
        headers[header] = value
    end
    return headers
end
local function new_query(method, headers, body)
    return {method = method, headers = headers, body = body, suppress_url = true}
end
--- Sends one request and calls back exactly once, later, within so many seconds. Every request has a connection of its own: the pool of
-- `net.http` can hand one request's answer to another.
local function fetch(url, query, seconds, done)
    local exchange = {done = done, on_time_out = on_time_out, request = nil, ends_at = nil}
    end_within(seconds, exchange)
    local ok, request = pcall(
        http.request,
        url,
        query,
        function(body, code, response)
            if code == 0 then
                if body == "max-buffer-size-exceeded" then
                    fail_too_large(exchange)
                else
                    fail(
                        exchange,
                        ("no answer (" .. tostring(body)) .. ")"
                    )
                end
            elseif response ~= nil and response.headers ~= nil then
                if response.chunked == true and body ~= false then
                    fail(exchange, "an answer that breaks off")
                else
                    settle(
                        exchange,
                        {
                            code = code,
                            headers = response.headers,
                            body = body_of(exchange, body)
                        }
                    )
                end
            end
        end
    )
    if not ok then
        fail(exchange, ("no request (" .. request) .. ")")
    elseif request ~= nil and exchange.done ~= nil then
        exchange.request = request
        request.body_size_limit = MAX_BODY
        request.buffer_size_limit = MAX_BODY + HEAD_ROOM
        request.streaming_handler = function(response)
            if (response.body_length or 0) > MAX_BODY then
                fail_too_large(exchange)
            end
            return new_sink(exchange)
        end
    end
end
____exports.fetch = fetch
____exports.new_headers = new_headers
____exports.new_query = new_query
return ____exports
end

-- src/backend/breaker.ts: Whether the backend can be asked, as a circuit breaker.
rooms["src.backend.breaker"] = function()
local ____exports = {}
local OPEN_AFTER = 5
local FIRST_PAUSE = 1
local LONGEST_OPEN = 10
local LONGEST_RETRY = 60
local FIRST_REFUSED = 60
local LONGEST_REFUSED = 3600
local LONGEST_RETRY_AFTER = 3600
local function new_breaker()
    return {
        state = "closed",
        failures = 0,
        failing_since = 0,
        openings = 0,
        retry_at = 0,
        outsiders_at = 0,
        closed_at = 0
    }
end
--- Seconds of the `times`-th pause: doubling, of which a random half (`chance`, 0 to 1) keeps users apart.
local function growing_pause(first, longest, times, chance)
    local steps = math.min(times, 8) - 1
    return math.max(
        first,
        math.min(longest, first * 2 ^ steps) * (0.5 + 0.5 * chance)
    )
end
--- The same, but not shorter than the backend wishes.
local function or_longer(pause, retry_after)
    return retry_after == nil and pause or math.max(
        pause,
        math.min(retry_after, LONGEST_RETRY_AFTER)
    )
end
--- Seconds until a user is asked for again, after so many failures in a row.
local function pause_after_failure(failures, chance, retry_after)
    return or_longer(
        growing_pause(FIRST_PAUSE, LONGEST_RETRY, failures, chance),
        retry_after
    )
end
--- The same after refusals, which the backend would repeat for a while.
local function pause_after_refusal(refusals, chance)
    return growing_pause(FIRST_REFUSED, LONGEST_REFUSED, refusals, chance)
end
--- `true` where a request may ask whether the backend is back.
local function is_due(breaker, now)
    return breaker.state == "open" and now >= breaker.retry_at
end
--- There is reason to believe that it is back: the next request may ask.
local function ask_soon(breaker)
    breaker.retry_at = 0
    breaker.outsiders_at = 0
end
--- One request goes out to ask whether the backend is back.
local function half_open(breaker)
    if breaker.state == "open" then
        breaker.state = "half-open"
    end
end
--- A request of somebody who counts has failed, and it was the backend that failed.
local function note_failure(breaker, failed, now, chance)
    local was_closed = breaker.state == "closed"
    if was_closed then
        if failed.sent_at < breaker.closed_at then
            return nil
        end
        if breaker.failures == 0 then
            breaker.failing_since = now
        end
        breaker.failures = breaker.failures + 1
        if breaker.failures < OPEN_AFTER then
            return nil
        end
    elseif not failed.is_trial then
        return nil
    end
    breaker.state = "open"
    if was_closed or failed.is_repeated then
        breaker.openings = breaker.openings + 1
    end
    local pause = or_longer(
        growing_pause(FIRST_PAUSE, LONGEST_OPEN, breaker.openings, chance),
        failed.retry_after
    )
    breaker.retry_at = now + math.min(pause, LONGEST_OPEN)
    return was_closed and "opened" or "reopened"
end
--- A request of outsiders has failed: it never opens the breaker, nor keeps it open, but the next of theirs waits.
local function note_outsiders_failure(breaker, now)
    breaker.outsiders_at = now + LONGEST_OPEN
end
--- The backend has answered, whatever it said.
local function note_answer(breaker, now)
    local was_closed = breaker.state == "closed"
    if not was_closed then
        breaker.closed_at = now
    end
    breaker.state = "closed"
    breaker.failures = 0
    breaker.openings = 0
    breaker.outsiders_at = 0
    local ____was_closed_0
    if was_closed then
        ____was_closed_0 = nil
    else
        ____was_closed_0 = "closed"
    end
    return ____was_closed_0
end
____exports.ask_soon = ask_soon
____exports.half_open = half_open
____exports.is_due = is_due
____exports.new_breaker = new_breaker
____exports.note_answer = note_answer
____exports.note_failure = note_failure
____exports.note_outsiders_failure = note_outsiders_failure
____exports.pause_after_failure = pause_after_failure
____exports.pause_after_refusal = pause_after_refusal
return ____exports
end

-- src/backend/queue.ts
rooms["src.backend.queue"] = function()
local ____exports = {}
local ____breaker = require("src.backend.breaker")
local is_due = ____breaker.is_due
--- In which order they are served.
local CLASSES = {
    "login",
    "edit",
    "notice",
    "outsider",
    "contact"
}
local RANK = {
    login = 1,
    edit = 2,
    notice = 3,
    outsider = 4,
    contact = 5
}
--- Edits are bounded where they are kept.
local MOST_WAITING = {
    login = 20000,
    edit = math.huge,
    notice = 100000,
    outsider = 10000,
    contact = math.huge
}
local function new_queue()
    return {
        login = {length = 0},
        edit = {length = 0},
        notice = {length = 0},
        outsider = {length = 0},
        contact = {length = 0}
    }
end
local function new_wish(username, request_class, now)
    return {
        username = username,
        request_class = request_class,
        state = "new",
        is_in_batch = false,
        order = 0,
        since = now,
        late_at = nil
    }
end
local function append(queue, wish)
    local line = queue[wish.request_class]
    local last = line.last
    if last == nil then
        line.first = wish
    else
        last.behind = wish
    end
    wish.before = last
    line.last = wish
    line.length = line.length + 1
end
local function remove(queue, wish)
    local line = queue[wish.request_class]
    local before = wish.before
    local behind = wish.behind
    if before == nil then
        line.first = behind
    else
        before.behind = behind
    end
    if behind == nil then
        line.last = before
    else
        behind.before = before
    end
    wish.before = nil
    wish.behind = nil
    line.length = line.length - 1
end
--- Puts a wish at the end of its class's line; `false` where that is full.
local function join(queue, wish)
    if queue[wish.request_class].length >= MOST_WAITING[wish.request_class] then
        return false
    end
    wish.state = "queued"
    append(queue, wish)
    return true
end
--- Nobody wants to hear of a wish any more.
local function leave(queue, wish)
    if wish.state == "queued" then
        remove(queue, wish)
    end
    wish.state = "ended"
end
local function change_over(queue, wish, request_class)
    remove(queue, wish)
    wish.request_class = request_class
    append(queue, wish)
end
--- Somebody else waits for a wish, too; who logs in, until `late_at`. Those who go before its line have it change over.
local function promote(queue, wish, request_class, late_at)
    if wish.state ~= "queued" then
        return
    end
    if RANK[wish.request_class] > RANK[request_class] then
        change_over(queue, wish, request_class)
    end
    if late_at ~= nil then
        wish.late_at = math.max(wish.late_at or late_at, late_at)
    end
end
--- Takes out up to so many of a class, which go out together.
local function dequeue(queue, request_class, most)
    local line = queue[request_class]
    local wishes = {}
    local next = line.first
    while next ~= nil and (wishes[1] == nil or next.has_failed == nil) do
        remove(queue, next)
        next.state = "sent"
        wishes[#wishes + 1] = next
        if next.has_failed == true or #wishes == most then
            break
        end
        next = line.first
    end
    return wishes
end
local MOST_BATCHES = 2
local MOST_A_TURN = 2
--- How long a batch that is not full waits for more.
local SECONDS_TO_GATHER = 0.1
--- Requests under way that no login waits for.
local function in_background(traffic)
    local in_flight = traffic.in_flight
    return in_flight.edit + in_flight.notice + in_flight.outsider + in_flight.contact
end
--- How many of the places are for others than logins.
local function places_in_background(concurrency)
    return concurrency == 1 and 1 or concurrency - math.max(
        1,
        math.floor(concurrency / 4)
    )
end
--- `true` where one of a class may be sent now, since there is a place.
local function has_place(queue, traffic, limits, request_class, now)
    local concurrency = limits.concurrency
    local under_way = in_background(traffic)
    if under_way + traffic.in_flight.login >= concurrency then
        return false
    end
    if request_class == "login" then
        return true
    end
    if under_way >= places_in_background(concurrency) then
        return false
    end
    if request_class == "edit" then
        return true
    end
    local is_outsiders = request_class ~= "notice"
    if is_outsiders and traffic.in_flight[request_class] >= math.max(
        1,
        math.floor(concurrency / 8)
    ) then
        return false
    end
    if request_class == "contact" then
        return queue.notice.length == 0 and queue.outsider.length == 0
    end
    if traffic.sent_this_turn >= MOST_A_TURN then
        return false
    end
    if is_outsiders or limits.batch_size == 1 then
        return true
    end
    if traffic.batches >= MOST_BATCHES then
        return false
    end
    local line = queue.notice
    if traffic.gathering == 0 or line.length >= limits.batch_size then
        return true
    end
    local first = line.first
    return first ~= nil and now - first.since >= SECONDS_TO_GATHER
end
--- `true` where one of a class may be asked for while the backend counts as away, to learn whether it is back: one at a time.
local function may_try(breaker, traffic, request_class, now)
    if request_class == "notice" then
        return breaker.state == "open"
    end
    if not is_due(breaker, now) then
        return false
    end
    if request_class == "login" then
        return true
    end
    return request_class == "outsider" and traffic.in_flight.outsider == 0 and now >= breaker.outsiders_at
end
--- Those for whom nobody waits any longer to log in have been let in without: they wait like others who are online.
local function put_back_late(queue, now)
    local first = queue.login.first
    while first ~= nil and (first.late_at or now) <= now do
        change_over(queue, first, "notice")
        first = queue.login.first
    end
end
--- Whom the next request asks for, on their way out of the queue: one, or several that make a batch; none, where nothing is to be sent now.
local function next_request(queue, breaker, traffic, limits, now)
    put_back_late(queue, now)
    for ____, request_class in ipairs(CLASSES) do
        if queue[request_class].length > 0 then
            if breaker.state ~= "closed" then
                if may_try(breaker, traffic, request_class, now) then
                    return dequeue(queue, request_class, 1)
                end
            elseif has_place(
                queue,
                traffic,
                limits,
                request_class,
                now
            ) then
                local may_be_many = request_class == "login" or request_class == "notice"
                return dequeue(queue, request_class, may_be_many and limits.batch_size or 1)
            end
        end
    end
    return {}
end
____exports.dequeue = dequeue
____exports.in_background = in_background
____exports.join = join
____exports.leave = leave
____exports.may_try = may_try
____exports.new_queue = new_queue
____exports.new_wish = new_wish
____exports.next_request = next_request
____exports.promote = promote
____exports.SECONDS_TO_GATHER = SECONDS_TO_GATHER
return ____exports
end

-- src/backend/answer.ts
rooms["src.backend.answer"] = function()
local ____exports = {}
local ____text_blocks = require("src.json.text_blocks")
local changed_part = ____text_blocks.changed_part
local decode_text = ____text_blocks.decode_text
local fingerprint = ____text_blocks.fingerprint
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
--- The ETag of an answer; nil for one that can't be sent back as it is, or would stand for any.
local function read_etag(headers)
    local etag = headers.etag
    if etag == nil or etag == "*" or #etag > 1000 then
        return nil
    end
    return (string.match(etag, "^[^%c%s]+$"))
end
--- What a status other than 200 says.
local function read_status(code, headers, now)
    if code == 204 then
        return {kind = "empty"}
    end
    if code == 304 then
        return {
            kind = "unchanged",
            etag = read_etag(headers)
        }
    end
    if code == 410 then
        return {kind = "gone"}
    end
    local problem = string.format("backend answered %d", code)
    if code ~= 429 and code < 500 then
        return {kind = "failed", problem = problem, cause = code == 404 and "unknown" or "refused"}
    end
    return {
        kind = "failed",
        problem = problem,
        cause = "backend",
        retry_after = read_retry_after(headers["retry-after"], now)
    }
end
--- What a roster's text says next to what is known: the same, or something new, of which only a part may have been decoded.
local function recognise(text, known, etag)
    local part = (known and known.blocks) == nil and "large" or changed_part(known.blocks, text)
    if part == "same" then
        return {kind = "unchanged", etag = etag}
    end
    if part ~= "large" and part ~= "scattered" then
        return {kind = "roster", text = text, part = part, etag = etag}
    end
    if (known and known.fingerprint) == nil then
        return {kind = "roster", text = text, etag = etag}
    end
    local found = fingerprint(text)
    if known.fingerprint == found and known.size == #text then
        return {kind = "unchanged", etag = etag}
    end
    return {kind = "roster", text = text, fingerprint = found, etag = etag}
end
--- An answer with its text decoded; or a failure, where that is no JSON.
local function with_document(answer, known, breathe)
    if answer.kind ~= "roster" or answer.part ~= nil then
        return answer
    end
    if answer.text == "" then
        return {kind = "failed", problem = "backend's answer is empty", cause = "answer"}
    end
    local document, problem, blocks = decode_text(answer.text, known, breathe)
    if document == nil then
        return {kind = "failed", problem = "backend's answer is " .. problem, cause = "answer"}
    end
    answer.document = document
    local is_scattered = (known and known.blocks) ~= nil and changed_part(known.blocks, answer.text) == "scattered"
    answer.blocks = is_scattered and "scattered" or blocks
    return answer
end
--- Of a reply that brings no answer.
local function no_answer(problem, is_answer)
    return {kind = "failed", problem = problem, cause = is_answer == true and "answer" or "backend"}
end
--- What a reply to the request for one roster says.
local function read_reply(reply, known, now)
    if reply.code == nil then
        return no_answer(reply.problem, reply.is_answer)
    end
    local code = reply.code
    local headers = reply.headers
    local body = reply.body
    if code == 304 and (known and known.etag) == nil then
        return {kind = "failed", problem = "backend answered 304 to a request without If-None-Match", cause = "refused"}
    end
    if code ~= 200 then
        return read_status(code, headers, now)
    end
    return recognise(
        body,
        known,
        read_etag(headers)
    )
end
--- What a reply to a batch says as a whole.
local function read_batch_reply(reply, now)
    if reply.code == nil then
        return no_answer(reply.problem, reply.is_answer)
    end
    if reply.code == 200 then
        return {kind = "roster", text = reply.body}
    end
    local answer = read_status(reply.code, reply.headers, now)
    if answer.kind == "failed" and answer.cause == "backend" then
        return answer
    end
    return {
        kind = "failed",
        problem = string.format("backend answered %d to a batch", reply.code),
        cause = "answer"
    }
end
____exports.read_batch_reply = read_batch_reply
____exports.read_reply = read_reply
____exports.read_retry_after = read_retry_after
____exports.recognise = recognise
____exports.with_document = with_document
return ____exports
end

-- src/backend/batch_answer.ts
rooms["src.backend.batch_answer"] = function()
local ____exports = {}
local ____json_reader = require("src.json.json_reader")
local step_over = ____json_reader.step_over
local ____json_text = require("src.json.json_text")
local new_member_reader = ____json_text.new_member_reader
local ____json_value = require("src.json.json_value")
local is_null = ____json_value.is_null
local ____text_blocks = require("src.json.text_blocks")
local changed_part_at = ____text_blocks.changed_part_at
local fingerprint = ____text_blocks.fingerprint
local ____answer = require("src.backend.answer")
local recognise = ____answer.recognise
local with_document = ____answer.with_document
local SHORT = 100
local UNCHANGED = {kind = "unchanged"}
--- `true` where a roster's known text stands at a position: it need not be decoded to be told where it ends.
local function is_known(text, at, known)
    if (known and known.size) == nil or known.fingerprint == nil then
        return false
    end
    local behind = at + known.size
    if (string.find(text, "^[,} \t\r\n]", behind)) == nil then
        return false
    end
    return known.fingerprint == fingerprint(string.sub(text, at, behind - 1))
end
--- What the text of one user's roster says; nil where it is no JSON.
local function read_member(member, known)
    local answer = with_document(
        recognise(member, known, nil),
        known,
        nil
    )
    local ____temp_2
    if answer.kind == "failed" then
        ____temp_2 = nil
    else
        ____temp_2 = answer
    end
    return ____temp_2
end
--- What the answer to a batch, an object of usernames and rosters, says of each user whom it names; or what is wrong with it. It is whole or
-- it says nothing.
local function read_document(text, known_of, breathe)
    local answers = {}
    local read_at = new_member_reader(text, read_member)
    local is_looked_for = true
    --- Reads a roster by what is known of it, without cutting it out.
    local function read_in_place(at, known)
        if is_known(text, at, known) then
            return UNCHANGED, at + known.size - 1
        end
        if not is_looked_for or (known and known.blocks) == nil then
            return nil
        end
        local part, last = changed_part_at(known.blocks, text, at)
        if part == "same" then
            return UNCHANGED, last
        end
        is_looked_for = part ~= nil and last - at + 1 ~= known.size
        if part == nil then
            return nil
        end
        return {
            kind = "roster",
            text = text,
            first = at,
            last = last,
            part = part
        }, last
    end
    local problem = step_over(
        text,
        function(name, at, read)
            local known = known_of(name)
            local answer, ____end = read_in_place(at, known)
            if answer == nil then
                answer, ____end = read_at(at, known)
            end
            if answer ~= nil and ____end ~= nil then
                if not (answers[name] ~= nil) then
                    answers[name] = answer
                end
                return ____end
            end
            local document, last = read(at)
            if document == nil then
                return nil, last
            end
            if not is_null(document) and not (answers[name] ~= nil) then
                answers[name] = {
                    kind = "roster",
                    text = string.sub(text, at, last),
                    document = document
                }
            end
            return last
        end,
        breathe
    )
    if problem == nil then
        return answers
    end
    return nil, problem
end
--- What is wrong with a batch answer, in words for those who are told.
local function failure_of(problem, text)
    local is_object = (string.find(
        string.sub(text, 1, SHORT),
        "^[ \t\r\n]*{"
    )) ~= nil
    local what = is_object and ("is not JSON (" .. problem) .. ")" or "is no JSON object of usernames"
    return {kind = "failed", problem = "backend's batch answer " .. what, cause = "answer"}
end
--- Each user's part of a batch answer, once the whole of it has been seen to be JSON.
local function read_batch(text, known_of, breathe)
    local is_empty = #text < SHORT and (string.find(text, "^[ \t\r\n]*%[[ \t\r\n]*%][ \t\r\n]*$")) ~= nil
    local answers, problem = read_document(is_empty and "{}" or text, known_of, breathe)
    if answers == nil then
        return nil, failure_of(problem, text)
    end
    return answers
end
____exports.read_batch = read_batch
return ____exports
end

-- src/backend/backend.ts: The application, as Prosody sees it, and the way into this folder.
rooms["src.backend.backend"] = function()
local ____exports = {}
local async = require("util.async")
local ____util_2Ehttp = require("util.http")
local urlencode = ____util_2Ehttp.urlencode
local json = require("util.json")
local time = require("util.time")
local timer = require("util.timer")
local ____json_reader = require("src.json.json_reader")
local LONG = ____json_reader.LONG
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local ____time_slices = require("src.time_slices")
local in_slices = ____time_slices.in_slices
local ____answer = require("src.backend.answer")
local read_batch_reply = ____answer.read_batch_reply
local read_reply = ____answer.read_reply
local with_document = ____answer.with_document
local ____batch_answer = require("src.backend.batch_answer")
local read_batch = ____batch_answer.read_batch
local ____breaker = require("src.backend.breaker")
local half_open = ____breaker.half_open
local new_breaker = ____breaker.new_breaker
local note_answer = ____breaker.note_answer
local note_failure = ____breaker.note_failure
local note_outsiders_failure = ____breaker.note_outsiders_failure
local ____http_fetch = require("src.backend.http_fetch")
local fetch = ____http_fetch.fetch
local new_headers = ____http_fetch.new_headers
local new_query = ____http_fetch.new_query
local ____queue = require("src.backend.queue")
local dequeue = ____queue.dequeue
local in_background = ____queue.in_background
local join = ____queue.join
local leave = ____queue.leave
local may_try = ____queue.may_try
local new_queue = ____queue.new_queue
local next_request = ____queue.next_request
local promote = ____queue.promote
local SECONDS_TO_GATHER = ____queue.SECONDS_TO_GATHER
local AWAY = {kind = "failed", problem = "backend is away", cause = "away"}
local BROKEN = {kind = "failed", problem = "internal error", cause = "answer"}
local CROWDED = {kind = "failed", problem = "too many rosters are waited for", cause = "backend"}
local LEFT_OUT = {kind = "failed", problem = "backend's batch answer leaves this user out", cause = "refused"}
local MOST_DISMISSED_AT_ONCE = 20
local function ignore()
end
--- Of a username by which a URL would be another one.
local function elsewhere(option)
    return {kind = "failed", problem = "this name would lead elsewhere in " .. option, cause = "unknown"}
end
local function new_backend_state()
    return {
        breaker = new_breaker(),
        queue = new_queue(),
        traffic = {in_flight = {
            login = 0,
            edit = 0,
            notice = 0,
            outsider = 0,
            contact = 0
        }, batches = 0, sent_this_turn = 0, gathering = 0},
        pump = function() return nil end,
        on_reply = function() return nil end,
        dismiss_first = function() return nil end
    }
end
--- Puts a host into a URL, percent-encoded as one segment. Gives what stands before, between and behind the places of the username.
local function cut_url(url, host)
    local parts = {}
    local in_place = {["%h"] = urlencode(host)}
    for part in string.gmatch(url .. "%s", "(.-)%%s") do
        local filled = string.gsub(part or "", "%%h", in_place)
        parts[#parts + 1] = filled
    end
    return parts
end
--- Puts a username into a URL, percent-encoded as one segment.
local function fill_url(parts, username)
    return table.concat(
        parts,
        urlencode(username)
    )
end
--- `true` where a username would make a segment of the path by which it is another path.
local function leads_elsewhere(parts, username)
    if username ~= "." and username ~= ".." then
        return false
    end
    local path = string.match(
        fill_url(parts, username),
        "^%a+://[^/?#]*[^?#;]*"
    )
    return (string.find(
        tostring(path) .. "/",
        "/%.%.?/"
    )) ~= nil
end
local function new_backend(settings, host, state, events)
    local breaker = state.breaker
    local queue = state.queue
    local traffic = state.traffic
    local timeout = settings.timeout
    local url = cut_url(settings.url, host)
    local ____temp_0
    if settings.batch_url == nil then
        ____temp_0 = nil
    else
        ____temp_0 = fill_url(
            cut_url(settings.batch_url, host),
            ""
        )
    end
    local batch_url = ____temp_0
    local edit_url = settings.edit_url == nil and url or cut_url(settings.edit_url, host)
    local attempt = events.attempt
    local limits = {concurrency = settings.concurrency, batch_size = batch_url == nil and 1 or settings.batch_size}
    --- When what waits is sent, if nothing else happens (monotonic seconds).
    local pump_at = math.huge
    --- Tells whoever asked for a roster; what goes wrong there is nobody else's trouble.
    local function tell(wish, answer)
        if wish.state == "ended" then
            return
        end
        wish.state = "ended"
        attempt("Taking in an answer", events.on_answer, wish, answer)
    end
    --- Tells whoever asked about an edit.
    local function tell_editor(wish, question, reply)
        if wish.state == "ended" then
            return
        end
        wish.state = "ended"
        attempt("Taking in an answer to an edit", question.done, reply)
    end
    state.dismiss_first = function(request_class)
        if breaker.state == "closed" then
            return
        end
        local wish = dequeue(queue, request_class, 1)[1]
        if wish == nil then
            return
        end
        if wish.question ~= nil then
            tell_editor(wish, wish.question, {problem = AWAY.problem})
        else
            tell(wish, AWAY)
        end
    end
    --- Nobody waits for a backend that is away, but contacts elsewhere. To tell one may take as long as a login.
    local function dismiss_all()
        for ____, request_class in ipairs({"login", "edit", "notice", "outsider"}) do
            local function dismiss_next()
                state.dismiss_first(request_class)
            end
            local waiting = queue[request_class].length
            for _ = 1, math.min(waiting, MOST_DISMISSED_AT_ONCE) do
                dismiss_next()
            end
            if waiting > MOST_DISMISSED_AT_ONCE then
                in_slices(
                    function(breathe)
                        breathe(dismiss_next, waiting - MOST_DISMISSED_AT_ONCE)
                    end,
                    ignore
                )
            end
        end
    end
    --- Counts a request as one more, or one less, that is under way.
    local function count(request, change)
        local first = request.first
        local request_class = first.request_class
        local in_flight = traffic.in_flight
        in_flight[request_class] = in_flight[request_class] + change
        if first.is_in_batch and request_class ~= "login" then
            traffic.batches = traffic.batches + change
        end
    end
    --- What the end of a request says of the backend; nothing, where a contact elsewhere has caused it.
    local function judge(request, answer)
        local request_class = request.first.request_class
        if request_class == "contact" then
            return nil
        end
        local now = time.monotonic()
        if (answer and answer.kind) ~= "failed" or answer.cause ~= "backend" then
            return note_answer(breaker, now)
        end
        if request_class == "outsider" then
            note_outsiders_failure(breaker, now)
            return nil
        end
        local first = request.first
        local is_trial = first.is_trial == true
        local is_repeated = first.has_failed == true
        local failed = {is_trial = is_trial, sent_at = first.since, is_repeated = is_repeated, retry_after = answer.retry_after}
        return note_failure(
            breaker,
            failed,
            now,
            math.random()
        )
    end
    --- A request has ended: its place is free again.
    local function end_request(request, answer)
        if request.is_over then
            return
        end
        request.is_over = true
        count(request, -1)
        local problem = (answer and answer.kind) == "failed" and answer.problem or nil
        if answer ~= nil and request.first.question == nil then
            events.on_request(
                answer.kind,
                time.monotonic() - request.first.since,
                problem
            )
        end
        local transition = judge(request, answer)
        if transition == nil then
            return
        end
        attempt("Telling whether the backend is there", events.on_transition, transition, problem or "")
        if transition ~= "closed" then
            dismiss_all()
        end
    end
    --- What the failure of a request for many who log in says of each of them: nothing, as long as the backend is there for others.
    local function failure_of_each(request, failure)
        local is_theirs = not request.first.is_in_batch or request.first.request_class ~= "login" or breaker.state ~= "closed"
        return is_theirs and failure or ({kind = "failed", problem = failure.problem, cause = "company"})
    end
    --- Ends a request with the same for all who waited for it.
    local function finish(request, answer)
        end_request(request, answer)
        local told = answer.kind == "failed" and failure_of_each(request, answer) or answer
        for ____, wish in ipairs(request.wishes) do
            tell(wish, told)
        end
        state.pump()
    end
    --- Ends a request with which something has gone wrong in our own hands.
    local function give_up(request)
        local question = request.first.question
        if question ~= nil then
            tell_editor(request.first, question, {problem = BROKEN.problem})
        end
        finish(request, BROKEN)
    end
    local plain_query = new_query(
        "GET",
        new_headers(settings.headers)
    )
    local json_headers = new_headers(settings.headers, "Content-Type", "application/json")
    --- Sends the request.
    local function set_out(request)
        local first = request.first
        local wishes = request.wishes
        local question = first.question
        local function done(reply)
            state.on_reply(request, reply)
        end
        if question ~= nil then
            local headers = new_headers(settings.headers, "Content-Type", "application/json")
            headers["Idempotency-Key"] = question.key
            fetch(
                fill_url(edit_url, first.username),
                new_query("POST", headers, question.body),
                timeout,
                done
            )
            return
        end
        for ____, wish in ipairs(wishes) do
            attempt("Noting what is asked", events.on_sent, wish)
        end
        if first.is_in_batch and batch_url ~= nil then
            local usernames = {}
            for ____, wish in ipairs(wishes) do
                usernames[#usernames + 1] = wish.username
            end
            fetch(
                batch_url,
                new_query(
                    "POST",
                    json_headers,
                    json.encode_array(usernames)
                ),
                timeout,
                done
            )
            return
        end
        local known = first.known
        local etag = known and known.etag
        local query = etag == nil and plain_query or new_query(
            "GET",
            new_headers(settings.headers, "If-None-Match", etag)
        )
        fetch(
            fill_url(url, first.username),
            query,
            timeout,
            done
        )
    end
    local function send_now(request)
        if attempt("Asking the backend", set_out, request) then
            return
        end
        timer.add_task(
            0,
            function()
                give_up(request)
            end
        )
    end
    local sender = async.runner(send_now)
    local function send(first, wishes)
        local request = {first = first, wishes = wishes, is_over = false}
        if #wishes > 1 then
            for ____, wish in ipairs(wishes) do
                wish.is_in_batch = true
            end
        end
        count(request, 1)
        if breaker.state ~= "closed" then
            first.is_trial = true
            if first.request_class ~= "outsider" then
                half_open(breaker)
            end
        end
        if first.request_class ~= "login" then
            traffic.sent_this_turn = traffic.sent_this_turn + 1
        end
        if sender.state == "ready" then
            sender:run(request)
        else
            send_now(request)
        end
    end
    local function pump_now()
        pump_at = math.huge
        traffic.sent_this_turn = 0
        state.pump()
    end
    --- Sends what can be sent in a later turn of Prosody's loop, all together that comes until then.
    local function pump_within(seconds)
        local at = time.monotonic() + seconds
        if at >= pump_at then
            return
        end
        pump_at = at
        timer.add_task(seconds, pump_now)
    end
    state.pump = function()
        while true do
            local wishes = next_request(
                queue,
                breaker,
                traffic,
                limits,
                time.monotonic()
            )
            local first = wishes[1]
            if first == nil then
                break
            end
            send(first, wishes)
        end
        if traffic.sent_this_turn > 0 then
            pump_within(0)
        end
    end
    --- Takes in an answer in slices.
    local function read_in_slices(request, work)
        in_slices(
            work,
            function(problem)
                if problem ~= nil then
                    give_up(request)
                end
            end
        )
    end
    local function read_long(answer, username, breathe)
        if answer.kind ~= "roster" or #answer.text <= LONG or not is_object(answer.document) then
            return
        end
        answer.ahead = events.read_ahead(username, answer.document, breathe)
    end
    local function read_one(wish, reply, breathe)
        return with_document(
            read_reply(
                reply,
                wish.known,
                time.now()
            ),
            wish.known,
            breathe
        )
    end
    local function read_short_answer(request, reply)
        finish(
            request,
            read_one(request.first, reply)
        )
    end
    local function read_long_answer(request, reply)
        local first = request.first
        read_in_slices(
            request,
            function(breathe)
                local answer = read_one(first, reply, breathe)
                read_long(answer, first.username, breathe)
                breathe(function()
                    finish(request, answer)
                end)
            end
        )
    end
    local function read_whole_batch(request, answer, breathe)
        local wishes = request.wishes
        local known = {}
        for ____, wish in ipairs(wishes) do
            known[wish.username] = wish.known
        end
        local answers, failure = read_batch(
            answer.text,
            function(username) return known[username] end,
            breathe
        )
        if failure ~= nil then
            breathe(function()
                finish(request, failure)
            end)
            return
        end
        breathe(function()
            end_request(request, answer)
            state.pump()
        end)
        for ____, wish in ipairs(wishes) do
            local its_answer = answers[wish.username]
            if its_answer ~= nil then
                read_long(its_answer, wish.username, breathe)
            end
        end
        breathe(
            function(position)
                local wish = wishes[position]
                if wish ~= nil then
                    tell(wish, answers[wish.username] or LEFT_OUT)
                end
            end,
            #wishes
        )
    end
    local function read_batch_answer(request, reply)
        local answer = read_batch_reply(
            reply,
            time.now()
        )
        if answer.kind ~= "roster" then
            finish(request, answer)
            return
        end
        read_in_slices(
            request,
            function(breathe)
                read_whole_batch(request, answer, breathe)
            end
        )
    end
    local function take_verdict(request, question, reply)
        local problem = reply.code == nil and reply.problem or "backend answered " .. tostring(reply.code)
        local ____temp_7
        if reply.code == nil then
            ____temp_7 = reply.is_answer ~= true
        else
            ____temp_7 = reply.code >= 500
        end
        local is_failure = ____temp_7
        end_request(request, is_failure and ({kind = "failed", problem = problem, cause = "backend"}) or nil)
        tell_editor(request.first, question, reply)
        state.pump()
    end
    state.on_reply = function(request, reply)
        local first = request.first
        if first.question ~= nil then
            take_verdict(request, first.question, reply)
        elseif first.is_in_batch then
            read_batch_answer(request, reply)
        elseif first.late_at ~= nil and (reply.code == nil or #reply.body <= LONG) then
            if not attempt("Reading an answer", read_short_answer, request, reply) then
                give_up(request)
            end
        else
            read_long_answer(request, reply)
        end
    end
    return {
        ask = function(wish)
            local ____wish_8 = wish
            local request_class = ____wish_8.request_class
            local username = ____wish_8.username
            if wish.question == nil then
                if leads_elsewhere(url, username) then
                    return elsewhere("http_roster_url")
                end
            elseif leads_elsewhere(edit_url, username) then
                return elsewhere("http_roster_edit_url")
            end
            local may_wait = breaker.state == "closed" or request_class == "notice" or request_class == "contact"
            if not may_wait and not may_try(
                breaker,
                traffic,
                request_class,
                time.monotonic()
            ) then
                return AWAY
            end
            if not join(queue, wish) then
                return CROWDED
            end
            if request_class ~= "notice" or limits.batch_size == 1 then
                state.pump()
            else
                pump_within(traffic.gathering > 0 and queue.notice.length < limits.batch_size and SECONDS_TO_GATHER or 0)
            end
            return nil
        end,
        is_away = function() return breaker.state ~= "closed" end,
        hurry = function(wish, request_class, late_at)
            promote(queue, wish, request_class, late_at)
            state.pump()
        end,
        withdraw = function(wish)
            leave(queue, wish)
        end,
        gather = function(change)
            traffic.gathering = traffic.gathering + change
            if traffic.gathering == 0 then
                state.pump()
            end
        end,
        workload = function() return {
            login = queue.login.length,
            edit = queue.edit.length,
            notice = queue.notice.length,
            outsider = queue.outsider.length,
            contact = queue.contact.length,
            in_flight = in_background(traffic) + traffic.in_flight.login
        } end,
        resume = state.pump
    }
end
____exports.cut_url = cut_url
____exports.fill_url = fill_url
____exports.new_backend = new_backend
____exports.new_backend_state = new_backend_state
return ____exports
end

-- src/rosters/contact.ts
rooms["src.rosters.contact"] = function()
local ____exports = {}
local ____util_2Eencodings = require("util.encodings")
local utf8 = ____util_2Eencodings.utf8
local jid = require("util.jid")
local json = require("util.json")
local ____json_value = require("src.json.json_value")
local is_array = ____json_value.is_array
local is_null = ____json_value.is_null
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local quoted = ____json_value.quoted
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
local MISTAKEN = {}
MISTAKEN.pending = true
MISTAKEN.__array = true
MISTAKEN.__hash = true
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
    local ____MISTAKEN_has_result_0
    if MISTAKEN[bare] ~= nil then
        ____MISTAKEN_has_result_0 = nil
    else
        ____MISTAKEN_has_result_0 = bare
    end
    return ____MISTAKEN_has_result_0
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
local are_requests_read = false
--- Says whether `ask`, `request` and `nick` count in what the backend gives: only where it is asked about what clients want.
local function read_requests(on)
    are_requests_read = on
end
--- What is known of a contact.
local function held_of(contacts, jid)
    local listed = contacts.roster[jid]
    if listed ~= nil or contacts.requests == nil then
        return listed
    end
    return contacts.requests[jid]
end
--- Keeps a contact among all that is held.
local function keep_contact(contacts, jid, item)
    if item == nil or item.unlisted == true then
        contacts.roster[jid] = nil
    else
        contacts.roster[jid] = item
    end
    if item == nil or item.unlisted ~= true and item.request == nil then
        if contacts.requests ~= nil then
            contacts.requests[jid] = nil
        end
        return
    end
    if contacts.requests == nil then
        contacts.requests = {}
    end
    contacts.requests[jid] = item
end
--- Copies all that is held of a user: of such a copy, what it is does not change.
local function copy_contacts(held, copy)
    for jid, item in pairs(held.roster) do
        if jid ~= false then
            keep_contact(copy, jid, item)
        end
    end
    for jid, item in pairs(held.requests or ({})) do
        keep_contact(copy, jid, item)
    end
end
--- A field that is a text, `held` where it is left out; or nil and what is wrong with it, a text in quotes or a word.
local function read_text(name, value, held)
    if value == nil then
        return held
    end
    if is_null(value) or value == "" then
        return nil
    end
    if type(value) ~= "string" then
        return nil, ((("its \"" .. name) .. "\" is ") .. kind_of(value)) .. ", expected a string"
    end
    if not is_xml_text(value) then
        return nil, (("its \"" .. name) .. "\" has ") .. NOT_XML
    end
    return value
end
--- What asks and requests make of an item whose other fields are there. Gives what is wrong with them.
local function merge_requests(held, fields, item)
    local ask = fields.ask
    if ask == nil then
        item.asked = held and held.asked
    elseif ask == "subscribe" then
        item.asked = true
    elseif not is_null(ask) then
        return ("its \"ask\" is " .. kind_of(ask)) .. ", expected \"subscribe\""
    end
    local request = fields.request
    if request == nil then
        item.request = held and held.request
    elseif request == true or request == "" then
        item.request = true
    elseif not is_null(request) then
        if type(request) ~= "string" then
            return ("its \"request\" is " .. kind_of(request)) .. ", expected true or a string"
        end
        if not is_xml_text(request) then
            return "its \"request\" has " .. NOT_XML
        end
        item.request = request
    end
    if item.request ~= nil then
        local nick, problem = read_text("nick", fields.nick, held and held.nick)
        if problem ~= nil then
            return problem
        end
        item.nick = nick
    end
    local subscription = fields.subscription
    local ____temp_7
    if subscription == nil then
        ____temp_7 = held == nil
    else
        ____temp_7 = is_null(subscription)
    end
    local is_default = ____temp_7
    if is_default and (item.asked == true or item.request ~= nil) then
        item.subscription = "none"
    end
    if item.subscription == "to" or item.subscription == "both" then
        item.asked = nil
    end
    if item.subscription == "from" or item.subscription == "both" then
        item.request = nil
        item.nick = nil
    end
    local is_bare = item.subscription == "none" and item.name == nil and item.asked == nil
    local is_unlisted = item.request ~= nil or (held and held.unlisted) == true
    if is_bare and is_unlisted and (next(item.groups)) == nil then
        item.unlisted = true
    end
    return nil
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
    local new_name, name_problem = read_text("name", fields.name, name)
    if name_problem ~= nil then
        return nil, name_problem
    end
    name = new_name
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
    local item = {subscription = subscription, name = name, groups = groups}
    local ____are_requests_read_12
    if are_requests_read then
        ____are_requests_read_12 = merge_requests(held, fields, item)
    else
        ____are_requests_read_12 = nil
    end
    local problem = ____are_requests_read_12
    if problem ~= nil then
        return nil, problem
    end
    return item
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
local function looks_same(a, b)
    if a.name ~= b.name or a.subscription ~= b.subscription or a.ask ~= b.ask or a.asked ~= b.asked then
        return false
    end
    return same_groups(a.groups, b.groups)
end
--- `true` where there is no difference.
local function same_item(a, b)
    if a.request ~= b.request or a.nick ~= b.nick or a.unlisted ~= b.unlisted then
        return false
    end
    return looks_same(a, b)
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
    local ____temp_13
    if flag ~= true and is_null(flag) then
        ____temp_13 = nil
    else
        ____temp_13 = single_groups[key]
    end
    return ____temp_13
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
--- `true` where a contact's fields say that somebody has asked, and that counts.
local function has_requests(fields)
    return are_requests_read and (fields.ask ~= nil or fields.request ~= nil)
end
--- `true` where a contact in a backend's document is what is held already, found without building anything. `false` says nothing:
-- it may be the same in other words. For a refresh this is the work a contact costs, so it calls as little as it can.
local function is_unchanged(item, value)
    if type(value) ~= "table" or value == NULL or value[1] ~= nil then
        return false
    end
    if item.ask ~= nil then
        return false
    end
    local fields = value
    if item.asked ~= nil or item.request ~= nil or has_requests(fields) then
        return false
    end
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
    if has_requests(fields) then
        return merge_contact(nil, fields)
    end
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
____exports.copy_contacts = copy_contacts
____exports.held_of = held_of
____exports.is_unchanged = is_unchanged
____exports.is_xml_text = is_xml_text
____exports.keep_contact = keep_contact
____exports.looks_same = looks_same
____exports.merge_contact = merge_contact
____exports.read_item = read_item
____exports.read_requests = read_requests
____exports.same_item = same_item
return ____exports
end

-- src/rosters/roster_document.ts
rooms["src.rosters.roster_document"] = function()
local ____exports = {}
local json = require("util.json")
local ____json_value = require("src.json.json_value")
local is_null = ____json_value.is_null
local quoted = ____json_value.quoted
local ____contact = require("src.rosters.contact")
local bare_jid = ____contact.bare_jid
local held_of = ____contact.held_of
local is_unchanged = ____contact.is_unchanged
local keep_contact = ____contact.keep_contact
local merge_contact = ____contact.merge_contact
local read_item = ____contact.read_item
local same_item = ____contact.same_item
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
local NOBODY = {}
--- Those who have asked and are not in the roster.
local function unlisted_of(contacts)
    local requests = contacts.requests
    if requests == nil then
        return NOBODY
    end
    local unlisted = {}
    for jid, item in pairs(requests) do
        if item.unlisted == true then
            unlisted[jid] = item
        end
    end
    return unlisted
end
--- What becomes of one contact in a whole roster, `held` being what is known of it.
local function read_contact(reading, name, jid, held, value)
    local changes = reading.changes
    local item, problem = read_item(value)
    if item == nil then
        add_fault(reading, name, problem)
    elseif held == nil or not same_item(held, item) then
        changes[#changes + 1] = {jid = jid, item = item}
    end
end
--- Compares a whole roster, as a backend gave it, with the one held. Contacts that did not change cost nothing but the comparison;
-- one that can't be used stays as it is held.
local function read_roster(document, contacts, own_jid)
    local changes = {}
    local reading = {changes = changes, faults = {}}
    local others = {}
    for name, value in pairs(document) do
        local held = held_of(contacts, name)
        if held ~= nil then
            if name ~= own_jid and not is_unchanged(held, value) then
                read_contact(
                    reading,
                    name,
                    name,
                    held,
                    value
                )
            end
        elseif bare_jid(name) ~= name then
            others[#others + 1] = {name, value}
        elseif name ~= own_jid then
            local item, problem = read_item(value)
            if item == nil then
                add_fault(reading, name, problem)
            else
                changes[#changes + 1] = {jid = name, item = item}
            end
        end
    end
    if #others > 0 then
        reading.is_irregular = true
    end
    local ____rename_result_2 = rename(reading, document, others)
    local renamed = ____rename_result_2.renamed
    local jids = ____rename_result_2.jids
    for ____, ____value in ipairs(renamed) do
        local name = ____value[1]
        local jid = ____value[2]
        local value = ____value[3]
        if jid ~= own_jid then
            read_contact(
                reading,
                name,
                jid,
                held_of(contacts, jid),
                value
            )
        end
    end
    for jid in pairs(contacts.roster) do
        if jid ~= false and (jid == own_jid or not (document[jid] ~= nil or jids[jid] ~= nil)) then
            changes[#changes + 1] = {jid = jid}
        end
    end
    for jid in pairs(unlisted_of(contacts)) do
        if not (document[jid] ~= nil or jids[jid] ~= nil) then
            changes[#changes + 1] = {jid = jid}
        end
    end
    return reading
end
--- Makes the roster that a document stands for, where nothing is held, in a table that has no contacts yet. So there are no changes.
local function read_first(document, contacts, own_jid)
    local reading = {changes = {}, faults = {}}
    local roster = contacts.roster
    local others
    for name, value in pairs(document) do
        if bare_jid(name) ~= name then
            if others == nil then
                others = {}
            end
            others[#others + 1] = {name, value}
        elseif name ~= own_jid then
            local item, problem = read_item(value)
            if item == nil then
                add_fault(reading, name, problem)
            elseif item.request == nil then
                roster[name] = item
            else
                keep_contact(contacts, name, item)
            end
        end
    end
    if others == nil then
        return reading
    end
    reading.is_irregular = true
    for ____, ____value in ipairs(rename(reading, document, others).renamed) do
        local name = ____value[1]
        local jid = ____value[2]
        local value = ____value[3]
        if jid ~= own_jid then
            local item, problem = read_item(value)
            if item == nil then
                add_fault(reading, name, problem)
            else
                keep_contact(contacts, jid, item)
            end
        end
    end
    return reading
end
local LONG_ROSTER = 500
--- `true` where a document, or a roster, is so long that what takes a while for each contact is to be done in slices.
local function is_long(document)
    local contacts = 0
    for _ in pairs(document) do
        contacts = contacts + 1
        if contacts > LONG_ROSTER then
            return true
        end
    end
    return false
end
--- Sorts out the names of a document as {@link rename} does, in slices. Gives the name to be used for each JID that is no name itself.
local function rename_ahead(read, document, breathe)
    local names = {}
    for name in pairs(document) do
        local jid = bare_jid(name)
        if jid ~= name then
            read.is_irregular = true
            if jid == nil then
                add_fault(read, name, "not a JID")
            else
                local other = names[jid]
                local is_taken = document[jid] ~= nil
                if not is_taken and (other == nil or name < other) then
                    names[jid] = name
                end
                local unused = (is_taken or other ~= nil and other < name) and name or other
                if unused ~= nil then
                    add_fault(
                        read,
                        unused,
                        quoted(jid) .. " is in the roster already"
                    )
                end
            end
        end
        breathe()
    end
    return names
end
--- Reads a whole roster without comparing it with one that is held.
local function read_ahead(document, own_jid, breathe)
    local read = {items = {}, faults = {}}
    local function take(name, jid, value)
        if jid ~= own_jid then
            local item, problem = read_item(value)
            if item == nil then
                add_fault(read, name, problem)
            end
            read.items[jid] = item or false
        end
    end
    local names = rename_ahead(read, document, breathe)
    for jid, name in pairs(names) do
        take(name, jid, document[name])
        breathe()
    end
    for name, value in pairs(document) do
        if read.is_irregular ~= true or bare_jid(name) == name then
            take(name, name, value)
        end
        breathe()
    end
    return read
end
--- The same as {@link read_roster} of what was read ahead.
local function compare(read, contacts)
    local items = read.items
    local faults = read.faults
    local is_irregular = read.is_irregular
    local changes = {}
    local is_empty = (next(contacts.roster)) == nil and contacts.requests == nil
    for jid, item in pairs(items) do
        if item ~= false then
            local ____is_empty_3
            if is_empty then
                ____is_empty_3 = nil
            else
                ____is_empty_3 = held_of(contacts, jid)
            end
            local held = ____is_empty_3
            if held == nil or not same_item(held, item) then
                changes[#changes + 1] = {jid = jid, item = item}
            end
        end
    end
    for jid in pairs(contacts.roster) do
        if jid ~= false and not (items[jid] ~= nil) then
            changes[#changes + 1] = {jid = jid}
        end
    end
    for jid in pairs(unlisted_of(contacts)) do
        if not (items[jid] ~= nil) then
            changes[#changes + 1] = {jid = jid}
        end
    end
    return {changes = changes, faults = faults, is_irregular = is_irregular}
end
--- Reads only the part of a roster's text that changed. Nil where the whole must be read: names in other than their normal form, or new ones
-- that stand elsewhere in the text, too. The roster is all that was in the text before, or it would not tell.
local function read_part(part, contacts, own_jid)
    local changes = {}
    local reading = {changes = changes, faults = {}}
    for name, value in pairs(part.document) do
        local held = held_of(contacts, name)
        if held ~= nil then
            if not (part.names[name] ~= nil) then
                return nil
            end
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
        if not (part.document[name] ~= nil) and held_of(contacts, name) ~= nil then
            changes[#changes + 1] = {jid = name}
        end
    end
    return reading
end
--- Reads a patch as far as that can be done while what is held may still change.
local function read_patch_ahead(patch, held_now, own_jid, breathe)
    local read = {
        fields = {},
        names = {},
        faults = {},
        items = {},
        from = {},
        subscriptions = {}
    }
    local function take(jid, fields)
        if jid ~= own_jid then
            read.fields[jid] = fields
            local contacts = held_now()
            local ____temp_4
            if contacts == nil then
                ____temp_4 = nil
            else
                ____temp_4 = held_of(contacts, jid)
            end
            local held = ____temp_4
            local item = merge_contact(held, fields)
            if item ~= nil then
                read.items[jid] = item
                if held ~= nil then
                    read.from[jid] = held
                    read.subscriptions[jid] = held.subscription
                end
            end
        end
    end
    local names = rename_ahead(read, patch, breathe)
    read.names = names
    for jid, name in pairs(names) do
        take(jid, patch[name])
        breathe()
    end
    local is_regular = (next(names)) == nil and #read.faults == 0
    for name, fields in pairs(patch) do
        if is_regular or bare_jid(name) == name then
            take(name, fields)
        end
        breathe()
    end
    return read
end
--- What a patch makes of one contact.
local function patch_contact(reading, name, jid, held, fields)
    local changes = reading.changes
    if is_null(fields) then
        if held ~= nil then
            changes[#changes + 1] = {jid = jid}
        end
        return
    end
    local item, problem = merge_contact(held, fields)
    if item == nil then
        add_fault(reading, name, problem)
    elseif held == nil or not same_item(held, item) then
        changes[#changes + 1] = {jid = jid, item = item}
    end
end
--- Reads a JSON merge patch (RFC 7396): contacts to add or change, in the fields given, and `null` to remove.
local function read_patch(patch, lookup, own_jid)
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
                lookup(name),
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
                lookup(jid),
                fields
            )
        end
    end
    return reading
end
--- The same of a patch that was read ahead.
local function read_rest_of_patch(read, lookup)
    local fields = read.fields
    local names = read.names
    local items = read.items
    local from = read.from
    local subscriptions = read.subscriptions
    local changes = {}
    local reading = {changes = changes, faults = {}}
    for ____, fault in ipairs(read.faults) do
        local ____reading_faults_5 = reading.faults
        ____reading_faults_5[#____reading_faults_5 + 1] = fault
    end
    for jid, value in pairs(fields) do
        local held = lookup(jid)
        local item = items[jid]
        local is_same = from[jid] == held and (held == nil or subscriptions[jid] == held.subscription)
        if item == nil or not is_same then
            patch_contact(
                reading,
                names[jid] or jid,
                jid,
                held,
                value
            )
        elseif held == nil or not same_item(held, item) then
            changes[#changes + 1] = {jid = jid, item = item}
        end
    end
    return reading
end
local function read_one_patch(____bindingPattern0, lookup, own_jid)
    local ahead
    local patch
    patch = ____bindingPattern0.patch
    ahead = ____bindingPattern0.ahead
    return ahead == nil and read_patch(patch, lookup, own_jid) or read_rest_of_patch(ahead, lookup)
end
--- What becomes of the roster held by some changes and then by patches, one after the other. A contact that ends as it is held does not
-- change on the way.
local function read_patches(patches, contacts, own_jid, changes)
    local ____temp_6
    if changes[1] == nil and patches[2] == nil then
        ____temp_6 = patches[1]
    else
        ____temp_6 = nil
    end
    local only = ____temp_6
    if only ~= nil then
        return read_one_patch(
            only,
            function(jid) return held_of(contacts, jid) end,
            own_jid
        )
    end
    local become = {}
    for ____, ____value in ipairs(changes) do
        local jid = ____value.jid
        local item = ____value.item
        become[jid] = item or false
    end
    local function lookup(jid)
        local item = become[jid]
        if item == nil then
            return held_of(contacts, jid)
        end
        local ____temp_7
        if item == false then
            ____temp_7 = nil
        else
            ____temp_7 = item
        end
        return ____temp_7
    end
    local reading = {changes = {}, faults = {}}
    for ____, patch in ipairs(patches) do
        local ____read_one_patch_result_8 = read_one_patch(patch, lookup, own_jid)
        local patch_changes = ____read_one_patch_result_8.changes
        local faults = ____read_one_patch_result_8.faults
        for ____, ____value in ipairs(patch_changes) do
            local jid = ____value.jid
            local item = ____value.item
            become[jid] = item or false
        end
        for ____, fault in ipairs(faults) do
            local ____reading_faults_9 = reading.faults
            ____reading_faults_9[#____reading_faults_9 + 1] = fault
        end
    end
    for jid, item in pairs(become) do
        local held = held_of(contacts, jid)
        if item == false then
            if held ~= nil then
                local ____reading_changes_10 = reading.changes
                ____reading_changes_10[#____reading_changes_10 + 1] = {jid = jid}
            end
        elseif held == nil or not same_item(held, item) then
            local ____reading_changes_11 = reading.changes
            ____reading_changes_11[#____reading_changes_11 + 1] = {jid = jid, item = item}
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
    if item.asked == true then
        fields.ask = "subscribe"
    end
    if item.request ~= nil then
        fields.request = item.request
    end
    if item.nick ~= nil then
        fields.nick = item.nick
    end
    return fields
end
--- A roster as a backend would give it.
local function roster_document(contacts)
    local document = {}
    for jid, item in pairs(contacts.roster) do
        if jid ~= false then
            document[jid] = contact_document(item)
        end
    end
    for jid, item in pairs(unlisted_of(contacts)) do
        if item.request ~= nil then
            document[jid] = contact_document(item)
        end
    end
    return document
end
local MEMBERS_A_PIECE = 128
--- The same as JSON in pieces, made in slices of a long roster, which must not change meanwhile.
local function roster_pieces(contacts, breathe)
    local pieces = {}
    local members = {}
    local before = "{"
    local function add(jid, item)
        members[#members + 1] = ((before .. json.encode(jid)) .. ":") .. json.encode(contact_document(item))
        before = ","
        if #members == MEMBERS_A_PIECE then
            pieces[#pieces + 1] = table.concat(members)
            members = {}
        end
        breathe()
    end
    for jid, item in pairs(contacts.roster) do
        if jid ~= false then
            add(jid, item)
        end
    end
    for jid, item in pairs(unlisted_of(contacts)) do
        if item.request ~= nil then
            add(jid, item)
        end
    end
    members[#members + 1] = before == "{" and "{}" or "}"
    pieces[#pieces + 1] = table.concat(members)
    return pieces
end
____exports.compare = compare
____exports.is_long = is_long
____exports.read_ahead = read_ahead
____exports.read_first = read_first
____exports.read_part = read_part
____exports.read_patch_ahead = read_patch_ahead
____exports.read_patches = read_patches
____exports.read_roster = read_roster
____exports.roster_document = roster_document
____exports.roster_pieces = roster_pieces
return ____exports
end

-- src/rosters/arrival_order.ts: One order for all that is told and asked.
rooms["src.rosters.arrival_order"] = function()
local ____exports = {}
local function new_arrivals()
    return {last = 0, unread = {}}
end
--- The place of what has just arrived, or is just sent.
local function next_place(arrivals)
    arrivals.last = arrivals.last + 1
    return arrivals.last
end
--- The place of a body that has just arrived, and is about to be read.
local function begin_reading(arrivals)
    local place = next_place(arrivals)
    arrivals.unread[place] = true
    return place
end
--- All that the body says has been taken in.
local function end_reading(arrivals, place)
    arrivals.unread[place] = nil
end
--- `true` where something is still being read that arrived before.
local function is_earlier_unread(arrivals, place)
    for unread in pairs(arrivals.unread) do
        if unread < place then
            return true
        end
    end
    return false
end
____exports.begin_reading = begin_reading
____exports.end_reading = end_reading
____exports.is_earlier_unread = is_earlier_unread
____exports.new_arrivals = new_arrivals
____exports.next_place = next_place
return ____exports
end

-- src/rosters/roster_version.ts
rooms["src.rosters.roster_version"] = function()
local ____exports = {}
local version_of
local hashes = require("util.hashes")
local struct = require("util.struct")
function version_of(sum)
    return string.format("%012x%012x", sum[1], sum[2])
end
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
    local groups = joined_groups(item.groups)
    local text = jid .. SEPARATOR .. item.subscription .. SEPARATOR .. (item.name or "") .. SEPARATOR .. groups
    local ask = item.asked == true and "subscribe" or item.ask
    if ask ~= nil then
        text = text .. SEPARATOR .. SEPARATOR .. ask
    end
    local high, low = struct.unpack(
        ">I6I6",
        hashes.sha1(text)
    )
    sum[1] = (sum[1] + times * high) % PART
    sum[2] = (sum[2] + times * low) % PART
end
--- Adds what only a request says.
local function add_request(sum, jid, item)
    local said = type(item.request) == "string" and SEPARATOR .. item.request or ""
    local high, low = struct.unpack(
        ">I6I6",
        hashes.sha1(jid .. SEPARATOR .. (item.nick or "") .. said)
    )
    sum[1] = (sum[1] + high) % PART
    sum[2] = (sum[2] + low) % PART
end
--- The sum of a whole roster, in slices of one that does not change meanwhile.
local function sum_of(roster, breathe)
    local sum = {0, 0}
    for jid, item in pairs(roster) do
        if jid ~= false then
            add_item(sum, jid, item, 1)
        end
        if breathe ~= nil then
            breathe()
        end
    end
    return sum
end
--- What stands for a whole roster of that version and for those who have asked, who are no part of the version that clients know.
local function stamp_of(version, requests)
    if requests == nil or (next(requests)) == nil then
        return version
    end
    local sum = {0, 0}
    for jid, item in pairs(requests) do
        if item.request ~= nil then
            add_request(sum, jid, item)
        end
    end
    return version .. version_of(sum)
end
____exports.add_item = add_item
____exports.stamp_of = stamp_of
____exports.sum_of = sum_of
____exports.version_of = version_of
return ____exports
end

-- src/rosters/rosters.ts: The rosters in memory, and the way into this folder.
rooms["src.rosters.rosters"] = function()
local ____exports = {}
local cache = require("util.cache")
local time = require("util.time")
local timer = require("util.timer")
local ____contact = require("src.rosters.contact")
local held_of = ____contact.held_of
local keep_contact = ____contact.keep_contact
local ____roster_version = require("src.rosters.roster_version")
local add_item = ____roster_version.add_item
local stamp_of = ____roster_version.stamp_of
local sum_of = ____roster_version.sum_of
local version_of = ____roster_version.version_of
local MOST_NOTICED = 10000
local MOST_LET_GO = 10000
--- How many changes are told at once; others have their turn while more are.
local MOST_AT_ONCE = 500
--- The version that core gives the table, where it has one.
local function core_version_of(roster)
    local metadata = roster[false]
    return metadata and metadata.version
end
--- Nothing is held of a user any more; what arrived before some place, or before what was held, is not to come back.
local function let_go(state, username, place)
    local holdings = state.holdings
    local ____opt_2 = holdings[username]
    local held_as_of = ____opt_2 and ____opt_2.as_of or 0
    holdings[username] = nil
    local last_place = math.max(
        place,
        held_as_of,
        state.let_go:get(username) or 0
    )
    if last_place > 0 then
        state.let_go:set(username, last_place)
    end
end
--- `users` are those online.
local function new_roster_state(users, cache_size)
    local state
    state = {
        holdings = {},
        offline = cache.new(
            math.max(cache_size, 1),
            function(username)
                if not (users[username] ~= nil) then
                    let_go(state, username, 0)
                end
            end
        ),
        let_go = cache.new(
            MOST_LET_GO,
            function(_, place)
                state.all_let_go = math.max(state.all_let_go, place)
            end
        ),
        all_let_go = 0,
        noticed = cache.new(
            MOST_NOTICED,
            function(_, place)
                state.all_noticed = math.max(state.all_noticed, place)
            end
        ),
        all_noticed = 0
    }
    return state
end
--- Counts what a contact was and is, where that is in the roster.
local function count_change(sum, jid, before, after)
    if before ~= nil and before.unlisted ~= true then
        add_item(sum, jid, before, -1)
    end
    if after ~= nil and after.unlisted ~= true then
        add_item(sum, jid, after, 1)
    end
end
--- Takes a contact's change into the roster, and into the sum if there is one. Returns what the contact was.
local function carry_out(holding, change)
    local jid = change.jid
    local item = change.item
    local before = held_of(holding, jid)
    keep_contact(holding, jid, item)
    if holding.sum ~= nil then
        count_change(holding.sum, jid, before, item)
    end
    return before
end
--- Keeps many of whom nobody asks what they were before.
local function keep_contacts(contacts, changes)
    local roster = contacts.roster
    for ____, change in ipairs(changes) do
        local jid = change.jid
        local item = change.item
        local is_plain = item ~= nil and item.request == nil and item.unlisted ~= true
        if is_plain and contacts.requests == nil then
            roster[jid] = item
        else
            keep_contact(contacts, jid, item)
        end
    end
end
--- Carries out many changes: what their versions are is found out later.
local function apply_many(holding, changes)
    local sum = holding.sum or sum_of(holding.roster)
    holding.sum = nil
    holding.sum_to_come = sum
    local applied = {}
    for ____, change in ipairs(changes) do
        applied[#applied + 1] = {
            jid = change.jid,
            before = carry_out(holding, change),
            after = change.item,
            version = ""
        }
    end
    local left = #changes
    return applied, function(change)
        count_change(sum, change.jid, change.before, change.after)
        change.version = version_of(sum)
        left = left - 1
        if left > 0 or holding.sum_to_come ~= sum then
            return
        end
        holding.sum = sum
        holding.sum_to_come = nil
    end
end
--- What is held of a contact of a user; nil also where no roster is.
local function item_of(rosters, username, contact)
    local held = rosters.get(username)
    local ____temp_4
    if held == nil then
        ____temp_4 = nil
    else
        ____temp_4 = held_of(held, contact)
    end
    return ____temp_4
end
--- `is_shared`: core itself changes rosters, too, where it handles subscription stanzas. `tells_all`: somebody is to be told of what
-- changes in rosters of users offline, too. `cache_size`: how many are kept of users offline;
-- of 0, each as long as it takes to log in by it, or to answer who has asked.
local function new_rosters(users, state, max_age, is_shared, tells_all, cache_size)
    local holdings = state.holdings
    local offline = state.offline
    local noticed = state.noticed
    local function noticed_at(username)
        return math.max(
            noticed:get(username) or 0,
            state.all_noticed
        )
    end
    local function is_behind(username)
        local holding = holdings[username]
        return holding ~= nil and holding.as_of < noticed_at(username)
    end
    local function drop(username, place)
        let_go(state, username, place)
        offline:set(username, nil)
    end
    --- Keeps what is held of a user offline, as long as there is room.
    local function keep_offline(username)
        offline:set(username, true)
        if cache_size > 0 then
            return
        end
        timer.add_task(
            0,
            function()
                if not (users[username] ~= nil) then
                    drop(username, 0)
                end
            end
        )
    end
    local function last_place(username)
        local ____math_max_7 = math.max
        local ____opt_5 = holdings[username]
        return ____math_max_7(
            ____opt_5 and ____opt_5.as_of or 0,
            state.let_go:get(username) or 0
        )
    end
    local function look_for_edits(holding)
        local roster = holding.roster
        local sum = holding.sum
        local version = core_version_of(roster)
        local is_edited = version ~= holding.core_version
        if is_shared and sum ~= nil and not is_edited then
            local found = sum_of(roster)
            is_edited = found[1] ~= sum[1] or found[2] ~= sum[2]
        end
        if not is_edited then
            return
        end
        holding.core_version = version
        holding.sum = nil
        holding.sum_to_come = nil
        holding.known = nil
        holding.base = {}
    end
    local function clear(roster)
        for jid in pairs(roster) do
            if jid ~= false then
                roster[jid] = nil
            end
        end
    end
    local function version(holding)
        look_for_edits(holding)
        if holding.sum == nil then
            holding.sum = sum_of(holding.roster)
        end
        return version_of(holding.sum)
    end
    return {
        get = function(username) return holdings[username] end,
        held_or_begun = function(username)
            local held = holdings[username]
            if held ~= nil then
                return held
            end
            local user = users[username]
            local roster = user and user.roster or ({})
            local core_version = core_version_of(roster)
            return {
                roster = roster,
                from_backend = false,
                asked_at = 0,
                as_of = 0,
                base = {},
                core_version = core_version
            }
        end,
        online = function(username) return users[username] end,
        clear = clear,
        drop = drop,
        is_behind = is_behind,
        last_place = last_place,
        look_for_edits = look_for_edits,
        is_superseded = function(username, place)
            if last_place(username) >= place then
                return true
            end
            return holdings[username] == nil and not (users[username] ~= nil) and state.all_let_go > place
        end,
        usernames_online = function()
            local usernames = {}
            for username in pairs(users) do
                usernames[#usernames + 1] = username
            end
            return usernames
        end,
        keep = function(username, holding)
            holdings[username] = holding
            if users[username] == nil then
                keep_offline(username)
            end
        end,
        apply = function(username, holding, changes)
            local user = users[username]
            local applied = {}
            holding.sum_to_come = nil
            if user == nil then
                if #changes > MOST_AT_ONCE then
                    holding.sum = nil
                end
                if not tells_all and holding.sum == nil then
                    keep_contacts(holding, changes)
                    return applied
                end
                for ____, change in ipairs(changes) do
                    local before = carry_out(holding, change)
                    if tells_all then
                        applied[#applied + 1] = {jid = change.jid, before = before, after = change.item, version = ""}
                    end
                end
                return applied
            end
            if #changes > MOST_AT_ONCE then
                return apply_many(holding, changes)
            end
            if holding.sum == nil then
                holding.sum = sum_of(holding.roster)
            end
            for ____, change in ipairs(changes) do
                local before = carry_out(holding, change)
                applied[#applied + 1] = {
                    jid = change.jid,
                    before = before,
                    after = change.item,
                    version = version_of(holding.sum)
                }
            end
            return applied
        end,
        fill = function(username, roster)
            local user = users[username]
            if user ~= nil then
                offline:set(username, nil)
            end
            clear(roster)
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
                holding.core_version = core_version_of(roster)
            end
        end,
        version = version,
        stamp = function(holding) return stamp_of(
            version(holding),
            holding.requests
        ) end,
        version_of_copy = function(holding, copy, breathe)
            look_for_edits(holding)
            if holding.sum ~= nil then
                return version_of(holding.sum)
            end
            local awaited = {0, 0}
            holding.sum_to_come = awaited
            local sum = sum_of(copy, breathe)
            if holding.sum_to_come == awaited then
                holding.sum = sum
                holding.sum_to_come = nil
            end
            return version_of(sum)
        end,
        note_notice = function(username, place)
            noticed:set(
                username,
                math.max(
                    place,
                    noticed:get(username) or 0
                )
            )
        end,
        note_notice_of_all = function(place, is_asked)
            state.all_noticed = math.max(place, state.all_noticed)
            local awaited = {}
            for username in offline:items() do
                if not (users[username] ~= nil) then
                    if is_asked(username) then
                        awaited[#awaited + 1] = username
                    else
                        let_go(state, username, 0)
                    end
                end
            end
            offline:clear()
            for ____, username in ipairs(awaited) do
                keep_offline(username)
            end
        end,
        is_noticed = function(username) return noticed_at(username) > 0 end,
        is_believed = function(username)
            local holding = holdings[username]
            if (holding and holding.from_backend) ~= true or is_behind(username) then
                return false
            end
            return max_age == 0 or time.monotonic() - holding.asked_at < max_age
        end,
        on_offline = function(username)
            if holdings[username] ~= nil then
                keep_offline(username)
            end
        end
    }
end
____exports.item_of = item_of
____exports.MOST_AT_ONCE = MOST_AT_ONCE
____exports.new_roster_state = new_roster_state
____exports.new_rosters = new_rosters
return ____exports
end

-- src/rosters/stored_text.ts
rooms["src.rosters.stored_text"] = function()
local ____exports = {}
local HEAD = "^[23]/([^/]+)/"
local SLASH_AND_BAR = {["/"] = "|s", ["|"] = "|b"}
local UNESCAPED = {s = "/", b = "|"}
local BAR = 124
local TWO = 50
--- A text as a field.
local function to_field(text)
    if (string.find(text, "/", 1, true)) == nil and string.byte(text) ~= BAR then
        return text
    end
    local rest = string.gsub(text, "[/|]", SLASH_AND_BAR)
    return "|" .. rest
end
--- The text of a field.
local function from_field(field)
    if string.byte(field) ~= BAR then
        return field
    end
    local text = string.gsub(
        string.sub(field, 2),
        "|(.)",
        UNESCAPED
    )
    return text
end
--- The fields of a set of groups, first how many there are.
local function groups_fields(groups)
    local first = next(groups)
    if first == nil then
        return "0"
    end
    if (next(groups, first)) == nil then
        return "1/" .. to_field(first)
    end
    local fields = {}
    for group in pairs(groups) do
        fields[#fields + 1] = to_field(group)
    end
    return string.format(
        "%d/%s",
        #fields,
        table.concat(fields, "/")
    )
end
--- The first field of a contact's kind.
local function subscription_field(item)
    if item.subscription == "both" then
        return item.asked == true and "+" or ""
    end
    return item.asked == true and (">" .. item.subscription) .. "+" or ">" .. item.subscription
end
--- Most of the work, of a long roster in slices; it must not change meanwhile. {@link joined} makes the text of it.
local function fields_of(held, breathe)
    local kinds = {}
    local hosts = {}
    local contacts = {}
    local numbers = {}
    for jid, item in pairs(held.roster) do
        if jid ~= false then
            local subscription = subscription_field(item)
            local numbers_of_groups = numbers[subscription]
            if numbers_of_groups == nil then
                numbers_of_groups = {}
                numbers[subscription] = numbers_of_groups
            end
            local number = numbers_of_groups[item.groups]
            if number == nil then
                kinds[#kinds + 1] = subscription .. "/" .. groups_fields(item.groups) .. "/"
                number = tostring(#kinds) .. "/"
                numbers_of_groups[item.groups] = number
            end
            local at = string.find(jid, "@", 1, true)
            local host = at == nil and jid or string.sub(jid, at + 1)
            local of_host = contacts[host]
            if of_host == nil then
                of_host = {}
                contacts[host] = of_host
                hosts[#hosts + 1] = host
            end
            local local_part = at == nil and "" or string.sub(jid, 1, at - 1)
            local name = item.name == nil and "" or to_field(item.name)
            of_host[#of_host + 1] = number .. local_part .. "/" .. name .. "/"
        end
        if breathe ~= nil then
            breathe()
        end
    end
    return {kinds = kinds, hosts = hosts, contacts = contacts, requests = held.requests}
end
--- Those who have asked to see the user, as fields.
local function requests_text(requests)
    local fields = {}
    for jid, item in pairs(requests) do
        local said = item.request
        if said ~= nil then
            fields[#fields + 1] = ((((jid .. "/") .. (said == true and "" or to_field(said))) .. "/") .. to_field(item.nick or "")) .. "/"
        end
    end
    return fields[1] == nil and "" or string.format(
        "%d/%s",
        #fields,
        table.concat(fields)
    )
end
--- The whole text. `version`: the roster's stamp.
local function joined(____bindingPattern0, version, asked_at)
    local requests
    local contacts
    local hosts
    local kinds
    kinds = ____bindingPattern0.kinds
    hosts = ____bindingPattern0.hosts
    contacts = ____bindingPattern0.contacts
    requests = ____bindingPattern0.requests
    local head = string.format("3/%s/%d/%d/", version, asked_at, #kinds)
    local parts = {
        head,
        table.concat(kinds),
        tostring(#hosts) .. "/"
    }
    for ____, host in ipairs(hosts) do
        local of_host = contacts[host]
        parts[#parts + 1] = ((host .. "/") .. tostring(#of_host)) .. "/"
        parts[#parts + 1] = table.concat(of_host)
    end
    if requests ~= nil then
        parts[#parts + 1] = requests_text(requests)
    end
    return table.concat(parts)
end
--- A roster, and what else is kept of it, as a text.
local function to_text(contacts, version, asked_at)
    return joined(
        fields_of(contacts),
        version,
        asked_at
    )
end
--- The next field; nil at the end.
local function next_field(reader)
    local text = reader.text
    local at = reader.at
    local slash = string.find(text, "/", at, true)
    if slash == nil then
        return nil
    end
    reader.at = slash + 1
    return string.sub(text, at, slash - 1)
end
--- The next field as a number; nil where it is none.
local function next_number(reader)
    local field = next_field(reader)
    local ____temp_0
    if field ~= nil and (string.find(field, "^%d+$")) ~= nil then
        ____temp_0 = tonumber(field)
    else
        ____temp_0 = nil
    end
    return ____temp_0
end
--- The next kind; nil where it is broken.
local function next_kind(reader, has_host)
    local host, subscription, plus = string.match(
        next_field(reader) or "",
        "^([^>+]*)>?([^+]*)(%+?)$"
    )
    local count = next_number(reader)
    if host == nil or subscription == nil or count == nil then
        return nil
    end
    if host ~= "" ~= has_host then
        return nil
    end
    local groups = {}
    for place = 1, count do
        local group = next_field(reader)
        if group == nil then
            return nil
        end
        groups[place] = from_field(group)
    end
    return {host = host, subscription = subscription, is_asked = plus == "+", groups = groups}
end
--- Reads the next contact into a document as a backend would give it. Gives whether that was possible.
local function read_contact(reader, kinds, host_of_all, document)
    local number = next_number(reader)
    local ____local = next_field(reader)
    local name = next_field(reader)
    if number == nil or ____local == nil or name == nil then
        return false
    end
    local kind = kinds[number]
    if kind == nil then
        return false
    end
    local host = host_of_all or kind.host
    local contact = {}
    if name ~= "" then
        contact.name = from_field(name)
    end
    if kind.subscription ~= "" then
        contact.subscription = kind.subscription
    end
    if kind.is_asked then
        contact.ask = "subscribe"
    end
    contact.groups = kind.groups
    document[____local == "" and host or (____local .. "@") .. host] = contact
    return true
end
--- Reads so many contacts. Gives whether that was possible.
local function read_contacts(reader, kinds, host, document)
    local count = next_number(reader)
    if count == nil then
        return false
    end
    for _ = 1, count do
        if not read_contact(reader, kinds, host, document) then
            return false
        end
    end
    return true
end
--- Reads the contacts of all hosts. Gives whether that was possible.
local function read_hosts(reader, kinds, document)
    local count = next_number(reader)
    if count == nil then
        return false
    end
    for _ = 1, count do
        local host = next_field(reader)
        if host == nil or not read_contacts(reader, kinds, host, document) then
            return false
        end
    end
    return true
end
--- Reads the next request into a document. Gives whether that was possible.
local function read_request(reader, document)
    local jid = next_field(reader)
    local said = next_field(reader)
    local nick = next_field(reader)
    if jid == nil or said == nil or nick == nil then
        return false
    end
    local contact = document[jid]
    if contact == nil then
        contact = {}
        document[jid] = contact
    end
    local ____contact_2 = contact
    local ____temp_1
    if said == "" then
        ____temp_1 = true
    else
        ____temp_1 = from_field(said)
    end
    ____contact_2.request = ____temp_1
    if nick ~= "" then
        contact.nick = from_field(nick)
    end
    return true
end
--- What a text says; nil where it is no such text, or not whole.
local function from_text(text)
    local version = string.match(text, HEAD)
    if version == nil then
        return nil
    end
    local reader = {text = text, at = #version + 4}
    local is_earlier = string.byte(text) == TWO
    local asked_at = next_number(reader)
    if is_earlier then
        next_field(reader)
    end
    local kind_count = next_number(reader)
    if asked_at == nil or kind_count == nil then
        return nil
    end
    local kinds = {}
    for _ = 1, kind_count do
        local kind = next_kind(reader, is_earlier)
        if kind == nil then
            return nil
        end
        kinds[#kinds + 1] = kind
    end
    local document = {}
    local ____is_earlier_3
    if is_earlier then
        ____is_earlier_3 = read_contacts(reader, kinds, nil, document)
    else
        ____is_earlier_3 = read_hosts(reader, kinds, document)
    end
    local is_read = ____is_earlier_3
    if not is_read then
        return nil
    end
    if reader.at <= #text then
        local request_count = next_number(reader)
        if request_count == nil then
            return nil
        end
        for _ = 1, request_count do
            if not read_request(reader, document) then
                return nil
            end
        end
    end
    if reader.at <= #text then
        return nil
    end
    return {document = document, version = version, asked_at = asked_at}
end
____exports.fields_of = fields_of
____exports.from_text = from_text
____exports.joined = joined
____exports.to_text = to_text
return ____exports
end

-- src/rosters/last_known.ts
rooms["src.rosters.last_known"] = function()
local ____exports = {}
local async = require("util.async")
local time = require("util.time")
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local ____time_slices = require("src.time_slices")
local in_one_go = ____time_slices.in_one_go
local in_slices = ____time_slices.in_slices
local ____waiting_line = require("src.waiting_line")
local dequeue = ____waiting_line.dequeue
local enqueue = ____waiting_line.enqueue
local length_of = ____waiting_line.length_of
local new_line = ____waiting_line.new_line
local ____contact = require("src.rosters.contact")
local copy_contacts = ____contact.copy_contacts
local ____roster_document = require("src.rosters.roster_document")
local is_long = ____roster_document.is_long
local read_first = ____roster_document.read_first
local ____roster_version = require("src.rosters.roster_version")
local stamp_of = ____roster_version.stamp_of
local ____stored_text = require("src.rosters.stored_text")
local fields_of = ____stored_text.fields_of
local from_text = ____stored_text.from_text
local joined = ____stored_text.joined
local to_text = ____stored_text.to_text
local BYTES_PER_SECOND = 2000
local SHORTEST_PAUSE = 1
local TICK = 0.5
local TICK_BUDGET = 0.01
local MOST_AT_EASE = 1000
local LAST_BUDGET = 2
local LONGEST_PAUSE = 60
local PAUSE_OF_USER = 60
local MOST_DOUBLINGS = 6
local MOST_LAST_FAILURES = 3
local PATIENCE = 10
local MOST_WHILE_FAILING = 1000
local function new_last_known_state()
    return {
        drafts = {},
        under_way = {},
        wake_by = function() return nil end
    }
end
--- What went wrong, in one line.
local function in_one_line(problem)
    local line = string.match(
        tostring(problem),
        "^[^\r\n]*"
    )
    return line or ""
end
--- `Holding.asked_at` as it is stored: Unix time in whole seconds.
local function time_to_store(asked_at)
    return math.max(
        0,
        math.floor(time.now() - (time.monotonic() - asked_at))
    )
end
--- `Holding.asked_at` of what was stored.
local function time_from_store(asked_at)
    return time.monotonic() - math.max(
        0,
        time.now() - math.max(0, asked_at)
    )
end
--- What is stored of a user, in the form of today or in the one before; nil where it can't be read.
local function read_stored(stored)
    if string.byte(stored.roster) ~= 123 then
        return from_text(stored.roster)
    end
    local document = decode(stored.roster)
    if not is_object(document) then
        return nil
    end
    return {
        document = document,
        version = tostring(stored.version),
        asked_at = tonumber(stored.asked_at) or 0
    }
end
--- The store; where there is none of the configured kind, one that keeps nothing.
local function open_store()
    local ok, opened, why = pcall(function() return module:open_store("http_roster", "keyval") end)
    if ok and opened ~= nil then
        return opened
    end
    local problem = ok and why or opened
    module:log("error", "The store http_roster can't be opened (%s), so that no roster is known while the backend is away: " .. "name another kind of storage for it in the option storage", problem)
    return {
        get = function() return nil end,
        set = function() return true end
    }
end
local function new_last_known(host, store, rosters, state)
    local report_failure, report_success, note_stored, let_go_of_most, note_failed_write, get, set, stored_version, put, finish, new_writer, prepare, prepare_in_slices, hand_to_store, write, find_due, write_due, on_wake, drafts, under_way, troubled, is_failing, failures, resume_at, writer, writing_since, prepared, due, is_crowded
    function report_failure(username, problem)
        if is_failing then
            return
        end
        is_failing = true
        module:log("warn", "The store http_roster fails, so that rosters may be missing while the backend is away: %s (user %s)", problem, username)
    end
    function report_success()
        if not is_failing or (next(troubled)) ~= nil then
            return
        end
        is_failing = false
        module:log("info", "The store http_roster works again")
    end
    function note_stored(username, draft, version)
        local holding = draft.holding or rosters.get(username)
        if holding ~= nil then
            holding.stored = version
        end
    end
    function let_go_of_most()
        local kept = 0
        for username, ____temp_0 in pairs(drafts) do
            local holding
            holding = ____temp_0.holding
            if holding == nil or rosters.get(username) ~= holding then
                kept = kept + 1
                if kept > MOST_WHILE_FAILING then
                    drafts[username] = nil
                    troubled[username] = nil
                end
            end
        end
    end
    function note_failed_write(username, draft, problem)
        failures = failures + 1
        resume_at = time.monotonic() + math.min(failures, LONGEST_PAUSE)
        note_stored(username, draft, nil)
        troubled[username] = true
        report_failure(username, problem)
        let_go_of_most()
    end
    function get(username)
        local stored, problem = store:get(username)
        if type(stored) ~= "table" then
            local ____temp_1
            if problem == nil then
                ____temp_1 = nil
            else
                ____temp_1 = in_one_line(problem)
            end
            return nil, ____temp_1
        end
        local ____stored_2 = stored
        local roster = ____stored_2.roster
        if type(roster) ~= "string" then
            return nil
        end
        local read = read_stored(stored)
        return read, read == nil and "what it has can't be read" or nil
    end
    function set(username, stored)
        local ok, problem = store:set(username, stored)
        if ok ~= nil and ok then
            return nil
        end
        return problem == nil and "it gives no reason" or in_one_line(problem)
    end
    function stored_version(username, draft)
        local ____opt_3 = draft.holding
        local version = ____opt_3 and ____opt_3.stored
        if version ~= nil or draft.is_compared == true or draft.text ~= nil then
            return version
        end
        draft.is_compared = true
        local stored, problem = get(username)
        if stored == nil and problem == nil then
            return ""
        end
        return stored and stored.version
    end
    function put(username, draft)
        local holding = draft.holding
        local version_there = stored_version(username, draft)
        local version = draft.version or (holding == nil and "" or rosters.stamp(holding))
        if version_there ~= version then
            local stored
            if holding ~= nil then
                local asked_at = time_to_store(holding.asked_at)
                stored = {roster = draft.text or to_text(holding, version, asked_at)}
                local ____holding_base_7, ____size_8 = holding.base, "size"
                if ____holding_base_7[____size_8] == nil then
                    ____holding_base_7[____size_8] = #stored.roster
                end
            end
            local problem = set(username, stored)
            if problem ~= nil then
                return problem
            end
        end
        note_stored(username, draft, version)
        return nil
    end
    function finish(username, problem)
        local draft = under_way[username]
        if draft == nil then
            return
        end
        under_way[username] = nil
        if problem == nil then
            failures = 0
            resume_at = 0
            troubled[username] = nil
            report_success()
            return
        end
        note_failed_write(username, draft, problem)
        local doublings = draft.failures or 0
        local waiting = drafts[username] or draft
        waiting.failures = math.min(doublings + 1, MOST_DOUBLINGS)
        waiting.due_at = time.monotonic() + PAUSE_OF_USER * 2 ^ doublings
        drafts[username] = waiting
        state.wake_by(waiting.due_at)
    end
    function new_writer()
        local current = ""
        return async.runner(
            function(username)
                current = username
                local draft = under_way[username]
                if draft ~= nil then
                    finish(
                        username,
                        put(username, draft)
                    )
                end
            end,
            {
                ready = function()
                    state.wake_by(0)
                end,
                error = function(_, traceback)
                    finish(
                        current,
                        in_one_line(traceback)
                    )
                    state.wake_by(resume_at)
                end
            }
        )
    end
    function prepare(draft, holding, breathe)
        local copy = {roster = {}}
        in_one_go(function()
            copy_contacts(holding, copy)
        end)
        local asked_at = time_to_store(holding.asked_at)
        local version = stamp_of(
            rosters.version_of_copy(holding, copy.roster, breathe),
            copy.requests
        )
        local fields = fields_of(copy, breathe)
        in_one_go(function()
            draft.text = joined(fields, version, asked_at)
        end)
        draft.version = version
    end
    function prepare_in_slices(username, draft, holding)
        drafts[username] = nil
        under_way[username] = draft
        prepared = username
        in_slices(
            function(breathe)
                prepare(draft, holding, breathe)
            end,
            function()
                if prepared ~= username or under_way[username] ~= draft then
                    return
                end
                prepared = nil
                in_one_go(function()
                    hand_to_store(username)
                end)
                state.wake_by(0)
            end
        )
    end
    function hand_to_store(username)
        writing_since = time.monotonic()
        writer:run(username)
    end
    function write(username, draft)
        drafts[username] = nil
        under_way[username] = draft
        hand_to_store(username)
    end
    function find_due(due_at)
        local waiting = 0
        for username, draft in pairs(drafts) do
            waiting = waiting + 1
            if draft.due_at <= due_at then
                enqueue(due, username)
            end
        end
        is_crowded = waiting > MOST_AT_EASE
    end
    function write_due(due_at, seconds, most_failures, is_last)
        if is_last then
            due = new_line()
        end
        if length_of(due) == 0 then
            find_due(due_at)
        end
        local budget_end = time.monotonic() + seconds
        while length_of(due) > 0 do
            local username = dequeue(due) or ""
            local draft = drafts[username]
            if is_last and writer.state ~= "ready" then
                writer = new_writer()
            end
            if draft ~= nil and draft.due_at <= due_at and not (under_way[username] ~= nil) then
                local holding = draft.holding
                local is_to_prepare = not is_last and draft.text == nil and holding ~= nil and is_long(holding.roster)
                if is_to_prepare then
                    prepare_in_slices(username, draft, holding)
                else
                    write(username, draft)
                end
            end
            if not is_last and (writer.state ~= "ready" or prepared ~= nil) then
                break
            end
            if failures > most_failures or time.monotonic() > budget_end then
                break
            end
        end
    end
    function on_wake()
        local now = time.monotonic()
        if prepared ~= nil then
            return
        end
        if writer.state ~= "ready" then
            if now - writing_since < PATIENCE then
                state.wake_by(writing_since + PATIENCE)
                return
            end
            writer = new_writer()
            for username, draft in pairs(under_way) do
                if not (troubled[username] ~= nil) then
                    note_failed_write(
                        username,
                        draft,
                        ("no answer for " .. tostring(PATIENCE)) .. " seconds"
                    )
                end
            end
        end
        if now >= resume_at then
            write_due(now, TICK_BUDGET, 0, false)
        end
        if prepared ~= nil then
            return
        end
        if writer.state ~= "ready" then
            state.wake_by(writing_since + PATIENCE)
            return
        end
        local due_at = length_of(due) > 0 and now or math.huge
        if due_at == math.huge then
            for username, draft in pairs(drafts) do
                if not (under_way[username] ~= nil) then
                    due_at = math.min(due_at, draft.due_at)
                end
            end
        end
        local is_pressed = is_crowded and length_of(due) > 0
        local again_at = is_pressed and 2 * time.monotonic() - now or now + TICK
        if due_at < math.huge then
            state.wake_by(math.max(due_at, resume_at, again_at))
        end
    end
    drafts = state.drafts
    under_way = state.under_way
    troubled = {}
    is_failing = false
    failures = 0
    resume_at = 0
    writer = new_writer()
    writing_since = 0
    --- What is being prepared is not stored now, nor what comes of it. Returns it.
    local function stop_preparing(username)
        local draft = under_way[username]
        under_way[username] = nil
        prepared = nil
        return draft
    end
    due = new_line()
    is_crowded = false
    local timer
    local wake_at = math.huge
    state.wake_by = function(due_at)
        if due_at >= wake_at then
            return
        end
        if timer ~= nil then
            timer:stop()
        end
        wake_at = due_at
        timer = module:add_timer(
            math.max(
                0,
                due_at - time.monotonic()
            ),
            function()
                timer = nil
                wake_at = math.huge
                on_wake()
            end
        )
    end
    --- The roster that was stored.
    local function to_holding(username, stored)
        local contacts = {roster = {}}
        read_first(stored.document, contacts, (username .. "@") .. host)
        return {
            roster = contacts.roster,
            requests = contacts.requests,
            from_backend = false,
            asked_at = time_from_store(stored.asked_at),
            as_of = 0,
            base = {},
            stored = stored.version
        }
    end
    local function look_up(username, done)
        local draft = drafts[username] or under_way[username]
        if draft ~= nil then
            done(draft.holding)
            return
        end
        local holding
        local problem
        local function ____end()
            if problem ~= nil then
                report_failure(username, problem)
            else
                report_success()
            end
            done(holding)
        end
        local reader = async.runner(
            function()
                local stored, its_problem = get(username)
                problem = its_problem
                if stored ~= nil then
                    holding = to_holding(username, stored)
                end
            end,
            {
                ready = ____end,
                error = function(_, traceback)
                    problem = in_one_line(traceback)
                end
            }
        )
        reader:run(username)
        if reader.state == "ready" then
            ____end()
        end
    end
    for ____, draft in pairs(drafts) do
        state.wake_by(draft.due_at)
    end
    local function note(username, holding)
        local draft = drafts[username]
        if (draft and draft.holding) == nil then
            local due_at = time.monotonic() + SHORTEST_PAUSE + (holding.base.size or 0) / BYTES_PER_SECOND
            drafts[username] = {holding = holding, due_at = due_at}
            state.wake_by(due_at)
        else
            draft.holding = holding
            draft.text = nil
            draft.version = nil
        end
    end
    return {
        look_up = look_up,
        note = note,
        hasten = function(username)
            local holding = rosters.get(username)
            if not (drafts[username] ~= nil) and holding ~= nil and holding.stored == nil then
                note(username, holding)
            end
            local draft = drafts[username]
            if draft == nil then
                return
            end
            draft.due_at = math.min(
                draft.due_at,
                time.monotonic() + SHORTEST_PAUSE
            )
            state.wake_by(draft.due_at)
        end,
        forget = function(username)
            local draft = {due_at = time.monotonic()}
            if prepared == username then
                stop_preparing(username)
                state.wake_by(0)
            end
            if under_way[username] ~= nil or writer.state ~= "ready" or draft.due_at < resume_at then
                drafts[username] = draft
                state.wake_by(math.max(draft.due_at, resume_at))
            else
                write(username, draft)
            end
        end,
        flush = function()
            if prepared ~= nil then
                local username = prepared
                local draft = stop_preparing(username)
                if draft ~= nil and not (drafts[username] ~= nil) then
                    drafts[username] = draft
                end
            end
            write_due(math.huge, LAST_BUDGET, failures + MOST_LAST_FAILURES, true)
            local left = 0
            for _ in pairs(drafts) do
                left = left + 1
            end
            for _ in pairs(under_way) do
                left = left + 1
            end
            if left > 0 then
                module:log("warn", "%d rosters are not in the store http_roster yet, which fails or takes too long", left)
            end
        end
    }
end
____exports.new_last_known = new_last_known
____exports.new_last_known_state = new_last_known_state
____exports.open_store = open_store
return ____exports
end

-- src/rosters/knowledge.ts
rooms["src.rosters.knowledge"] = function()
local ____exports = {}
local time = require("util.time")
local ____json_reader = require("src.json.json_reader")
local LONG = ____json_reader.LONG
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local ____text_blocks = require("src.json.text_blocks")
local fingerprint = ____text_blocks.fingerprint
local ____time_slices = require("src.time_slices")
local in_one_go = ____time_slices.in_one_go
local ____arrival_order = require("src.rosters.arrival_order")
local is_earlier_unread = ____arrival_order.is_earlier_unread
local ____roster_document = require("src.rosters.roster_document")
local compare = ____roster_document.compare
local read_first = ____roster_document.read_first
local read_part = ____roster_document.read_part
local read_patches = ____roster_document.read_patches
local read_roster = ____roster_document.read_roster
--- Of the patches kept with a roster, those that arrived after some place.
local function later_than(patches, place)
    if patches == nil then
        return nil
    end
    local later = {}
    for ____, patch in ipairs(patches) do
        if patch.place > place then
            later[#later + 1] = patch
        end
    end
    local ____temp_0
    if later[1] == nil then
        ____temp_0 = nil
    else
        ____temp_0 = later
    end
    return ____temp_0
end
--- Chooses by what a text is recognised: its blocks, or its hash, or nothing where what it says is not all held as it stands there.
local function recognise_by(known, text, is_irregular, has_faults)
    if is_irregular or has_faults and known.blocks ~= "scattered" then
        known.blocks = nil
    end
    local by_hash = text ~= nil and not is_irregular and (known.blocks == nil or known.blocks == "scattered")
    known.fingerprint = by_hash and (known.fingerprint or fingerprint(text)) or nil
end
--- The patches with one more, in the order of their arrival.
local function inserted(patches, added)
    local all = {}
    local is_in = false
    for ____, patch in ipairs(patches or ({})) do
        if not is_in and patch.place > added.place then
            all[#all + 1] = added
            is_in = true
        end
        all[#all + 1] = patch
    end
    if not is_in then
        all[#all + 1] = added
    end
    return all
end
--- `true` where what is held is what was known when a request was sent, but for patches that arrived since.
local function is_base_of(held, wish)
    return held.base == wish.known and (held.patched_at == nil or held.patched_at > wish.order)
end
local function new_knowledge(host, rosters, last_known, arrivals, patches, events)
    --- What arrived before some place has come: of the patches of a user, those are left that arrived after it.
    local function forget_before(username, place)
        local kept = patches[username]
        if kept == nil then
            return nil
        end
        local later = later_than(kept, place)
        if later == nil then
            patches[username] = nil
        else
            patches[username] = later
        end
        return later
    end
    --- What is held, or a start to hold something.
    local function holding_of(username)
        local holding = rosters.held_or_begun(username)
        rosters.look_for_edits(holding)
        return holding
    end
    --- Carries out what becomes of the roster held, and tells of it.
    local function apply_changes(username, holding, changes, faults, is_new)
        if #changes == 0 then
            if is_new or holding.stored == "" then
                last_known.note(username, holding)
            end
            if #faults > 0 then
                events.on_faults(username, faults)
            end
            return
        end
        local applied, count = rosters.apply(username, holding, changes)
        last_known.note(username, holding)
        if #faults > 0 then
            events.on_faults(username, faults)
        end
        if #applied > 0 then
            events.on_change(username, applied, count, is_new)
        end
    end
    --- Makes the roster held what a reading of it says; `known` is what its text is recognised by, where it was given as a text.
    local function apply_reading(username, holding, reading, place, asked_at, known, text)
        local faults = reading.faults
        local is_irregular = reading.is_irregular
        local later = forget_before(username, place)
        local changes = later == nil and reading.changes or read_patches(later, holding, (username .. "@") .. host, reading.changes).changes
        recognise_by(known, text, is_irregular == true, #faults > 0)
        local is_new = rosters.get(username) == nil
        holding.base = known
        holding.known = later == nil and known or nil
        local first_patch = later and later[1]
        holding.patched_at = first_patch and first_patch.place
        holding.asked_at = asked_at
        holding.as_of = place
        holding.from_backend = true
        rosters.keep(username, holding)
        apply_changes(
            username,
            holding,
            changes,
            faults,
            is_new
        )
    end
    local function apply_document(username, document, place, asked_at, known, text, ahead)
        local holding = holding_of(username)
        if ahead == nil then
            local user = rosters.online(username)
            local is_first = rosters.get(username) == nil and (user and user.roster) == nil
            local read = is_first and read_first or read_roster
            local reading = read(document, holding, (username .. "@") .. host)
            apply_reading(
                username,
                holding,
                reading,
                place,
                asked_at,
                known,
                text
            )
        else
            in_one_go(function()
                apply_reading(
                    username,
                    holding,
                    compare(ahead, holding),
                    place,
                    asked_at,
                    known,
                    text
                )
            end)
        end
        return holding
    end
    --- The roster itself, of an answer that says more.
    local function text_of(____bindingPattern0)
        local last
        local first
        local text
        text = ____bindingPattern0.text
        first = ____bindingPattern0.first
        last = ____bindingPattern0.last
        return first == nil and text or string.sub(text, first, last)
    end
    local function apply_text(wish, answer)
        local username = wish.username
        local order = wish.order
        local sent_at = wish.since
        local etag = answer.etag
        local fingerprint = answer.fingerprint
        local blocks = answer.blocks
        local part = answer.part
        local ahead = answer.ahead
        local ____answer_7 = answer
        local document = ____answer_7.document
        if part ~= nil then
            local holding = holding_of(username)
            local ____is_base_of_result_8
            if is_base_of(holding, wish) then
                ____is_base_of_result_8 = read_part(part, holding, (username .. "@") .. host)
            else
                ____is_base_of_result_8 = nil
            end
            local reading = ____is_base_of_result_8
            if reading ~= nil then
                local size = (answer.last or #answer.text) - (answer.first or 1) + 1
                local text = #reading.faults > 0 and text_of(answer) or nil
                apply_reading(
                    username,
                    holding,
                    reading,
                    order,
                    sent_at,
                    {etag = etag, size = size, blocks = part.changed},
                    text
                )
                return nil
            end
            holding.known = nil
        end
        local text = text_of(answer)
        if part ~= nil then
            if #text > LONG then
                return "outdated"
            end
            document = decode(text)
        end
        if not is_object(document) then
            return {
                kind = "failed",
                problem = ("backend's answer is " .. kind_of(document)) .. ", expected an object of contacts",
                cause = "answer"
            }
        end
        apply_document(
            username,
            document,
            order,
            sent_at,
            {etag = etag, fingerprint = fingerprint, size = #text, blocks = blocks},
            text,
            ahead
        )
        return nil
    end
    --- The backend has what was known when the request was sent; but for patches, nothing else may have come since.
    local function confirm(wish, etag)
        local username = wish.username
        local known = wish.known
        local held = rosters.get(username)
        if held ~= nil then
            rosters.look_for_edits(held)
        end
        if held == nil or known == nil or not is_base_of(held, wish) then
            return "outdated"
        end
        held.asked_at = wish.since
        held.as_of = wish.order
        held.from_backend = true
        forget_before(username, wish.order)
        if etag ~= nil then
            known.etag = etag
        end
        return nil
    end
    --- Returns whether anything has changed.
    local function apply_patches(username, held, all, place)
        local ____read_patches_result_9 = read_patches(all, held, (username .. "@") .. host, {})
        local changes = ____read_patches_result_9.changes
        local faults = ____read_patches_result_9.faults
        local has_changed = #changes > 0
        if has_changed then
            held.known = nil
            held.patched_at = math.min(held.patched_at or place, place)
        end
        held.last_patched_at = math.max(held.last_patched_at or place, place)
        apply_changes(
            username,
            held,
            changes,
            faults,
            false
        )
        return has_changed
    end
    return {
        answer = function(wish, answer, is_for_login)
            local username = wish.username
            local order = wish.order
            local sent_at = wish.since
            local is_late = rosters.last_place(username) > order
            if is_late and rosters.get(username) ~= nil then
                return nil
            end
            if answer.kind == "failed" then
                return answer
            end
            if is_late then
                return "outdated"
            end
            if answer.kind == "roster" then
                return apply_text(wish, answer)
            end
            if answer.kind == "unchanged" then
                return confirm(wish, answer.etag)
            end
            local held = apply_document(
                username,
                {},
                order,
                sent_at,
                {}
            )
            if answer.kind == "gone" then
                last_known.forget(username)
                held.stored = ""
                if rosters.online(username) == nil and not is_for_login then
                    rosters.drop(username, order)
                end
            end
            return nil
        end,
        hand_over = function(username, place, document, ahead)
            if not is_object(document) then
                return ("its roster is " .. kind_of(document)) .. ", expected an object of contacts"
            end
            if not rosters.is_superseded(username, place) then
                apply_document(
                    username,
                    document,
                    place,
                    time.monotonic(),
                    {},
                    nil,
                    ahead
                )
            end
            return nil
        end,
        patch = function(username, place, patch, is_asked, as_of)
            if rosters.last_place(username) > place then
                return false
            end
            local held = rosters.get(username)
            local kept = patches[username]
            local added = {place = place, patch = patch.patch, ahead = patch.ahead}
            if is_asked or is_earlier_unread(arrivals, place) then
                patches[username] = inserted(kept, added)
            end
            if held == nil then
                return false
            end
            rosters.look_for_edits(held)
            local all = inserted(
                later_than(kept, place),
                added
            )
            local told_at = math.max(held.as_of, held.last_patched_at or 0)
            if patch.ahead == nil then
                return apply_patches(username, held, all, place) and told_at > as_of
            end
            in_one_go(function()
                apply_patches(username, held, all, place)
            end)
            return false
        end,
        forget_patches = function(is_asked)
            for username, kept in pairs(patches) do
                local newest = kept[#kept]
                local is_needed = newest ~= nil and (is_asked(username) or is_earlier_unread(arrivals, newest.place))
                if not is_needed then
                    patches[username] = nil
                end
            end
        end
    }
end
____exports.new_knowledge = new_knowledge
return ____exports
end

-- src/upkeep/interest.ts
rooms["src.upkeep.interest"] = function()
local ____exports = {}
local ____breaker = require("src.backend.breaker")
local pause_after_failure = ____breaker.pause_after_failure
local pause_after_refusal = ____breaker.pause_after_refusal
local function new_interest(username)
    return {
        username = username,
        waiters = {},
        sent = {},
        in_vain = 0,
        failing_since = 0,
        failures = 0
    }
end
--- A wish has ended: takes it out. Gives whether it was there.
local function remove_wish(interest, wish)
    if interest.queued == wish then
        interest.queued = nil
        return true
    end
    for position, sent in ipairs(interest.sent) do
        if sent == wish then
            table.remove(interest.sent, position)
            return true
        end
    end
    return false
end
--- `true` where an answer is to come.
local function is_asked(interest)
    return interest.queued ~= nil or interest.sent[1] ~= nil
end
--- `true` where nothing needs to be remembered of it.
local function is_idle(interest)
    return interest.retry_at == nil and not is_asked(interest) and interest.waiters[1] == nil
end
--- `true` where a user must be asked for now. Else what is in line or under way will do, or is to end first; but a login does not wait for a
-- batch.
local function must_ask(interest, request_class)
    if interest.queued ~= nil then
        return false
    end
    for ____, wish in ipairs(interest.sent) do
        if request_class ~= "login" or not wish.is_in_batch then
            return false
        end
    end
    return true
end
--- `true` where a login, at its place, waits for no more than what others had asked for: that may not be true any more.
local function is_asked_before(interest, since)
    if interest.queued ~= nil or interest.sent[1] == nil then
        return false
    end
    for ____, wish in ipairs(interest.sent) do
        if wish.order > since or wish.request_class == "login" then
            return false
        end
    end
    return true
end
--- `true` where the user is logging in.
local function is_awaited_at_login(____bindingPattern0)
    local waiters
    waiters = ____bindingPattern0.waiters
    for ____, ____value in ipairs(waiters) do
        local request_class = ____value.request_class
        if request_class == "login" then
            return true
        end
    end
    return false
end
--- For whom to ask, of those who are left once something has ended: who goes first; nil where nobody is, or something will do.
local function to_ask_next(interest)
    if is_asked(interest) then
        return nil
    end
    local found
    for ____, waiter in ipairs(interest.waiters) do
        local goes_first = waiter.request_class == "login" or found == nil or found.request_class == "outsider"
        if goes_first then
            found = waiter
        end
    end
    return found
end
--- Whether the wait of one is over by what was asked for, or told, at some place. Whoever logs in is served by the first answer to come, and
-- brought up to date by the next; after a failure, one waits for what else is under way.
local function is_over(interest, ____bindingPattern0, order, has_failed)
    local request_class
    local since
    since = ____bindingPattern0.since
    request_class = ____bindingPattern0.request_class
    if not has_failed then
        return since <= order or request_class == "login"
    end
    for ____, wish in ipairs(interest.sent) do
        if wish.order >= since then
            return false
        end
    end
    return since <= order
end
--- Takes out those whose wait is over.
local function remove_waiters(interest, order, has_failed)
    local over = {}
    local left = {}
    for ____, waiter in ipairs(interest.waiters) do
        local list = is_over(interest, waiter, order, has_failed) and over or left
        list[#list + 1] = waiter
    end
    interest.waiters = left
    return over
end
--- What was asked before a notice will not do for those who can't be told later.
local function postpone_outsiders(interest, place)
    for ____, waiter in ipairs(interest.waiters) do
        if waiter.request_class == "outsider" and waiter.since < place then
            waiter.since = place
        end
    end
end
--- A user online is not served what the backend says: says when to ask again.
local function note_failure(interest, failure, is_trial, now, chance)
    local has_failed = failure.cause == "backend" or failure.cause == "answer"
    if has_failed then
        interest.has_failed = true
    end
    if failure.cause ~= "away" then
        if interest.in_vain == 0 then
            interest.failing_since = now
        end
        interest.in_vain = interest.in_vain + 1
    end
    if failure.cause == "away" or is_trial and failure.cause == "backend" then
        if interest.retry_at == nil then
            interest.retry_at = now
        end
        return
    end
    interest.failures = interest.failures + 1
    if has_failed then
        interest.retry_at = now + pause_after_failure(interest.failures, chance, failure.retry_after)
    else
        interest.retry_at = now + pause_after_refusal(interest.failures, chance)
    end
end
--- The user is served what the backend says, or has left.
local function note_success(interest)
    interest.in_vain = 0
    interest.failing_since = 0
    interest.failures = 0
    interest.has_failed = nil
    interest.retry_at = nil
end
--- The backend is back, who failed since some time: who has failed only since then is asked for again, whatever it said of when to.
local function forgive(interests, failing_since, now)
    for ____, interest in pairs(interests) do
        if interest.has_failed == true and interest.failing_since >= failing_since then
            interest.retry_at = now
        end
    end
end
--- `true` where one is asked for before another: it was in vain less often, or began to be earlier.
local function goes_before(one, other)
    if one.in_vain ~= other.in_vain then
        return one.in_vain < other.in_vain
    end
    if one.failing_since ~= other.failing_since then
        return one.failing_since < other.failing_since
    end
    return (one.retry_at or 0) > (other.retry_at or 0)
end
--- Who is to be asked for again by now, and nobody does, those first at whom the backend may not stumble; and when the next is (monotonic
-- seconds).
local function due_by(interests, now)
    local usernames = {}
    local in_vain = {}
    local next_at = math.huge
    for username, interest in pairs(interests) do
        local retry_at = interest.retry_at
        if retry_at ~= nil and not is_asked(interest) then
            if retry_at > now then
                next_at = math.min(next_at, retry_at)
            elseif interest.in_vain > 0 then
                in_vain[#in_vain + 1] = interest
            else
                usernames[#usernames + 1] = username
            end
        end
    end
    table.sort(in_vain, goes_before)
    for ____, interest in ipairs(in_vain) do
        usernames[#usernames + 1] = interest.username
    end
    return usernames, next_at
end
--- Of those not served what the backend says, who is asked for to learn whether it is back: another one than the last, if there
-- is one, for whom that was in vain least often.
local function next_candidate(interests, last)
    local found
    for ____, interest in pairs(interests) do
        if interest.retry_at ~= nil then
            if found == nil or found == last then
                found = interest
            elseif interest ~= last and goes_before(interest, found) then
                found = interest
            end
        end
    end
    return found
end
____exports.due_by = due_by
____exports.forgive = forgive
____exports.is_asked_before = is_asked_before
____exports.is_awaited_at_login = is_awaited_at_login
____exports.is_idle = is_idle
____exports.must_ask = must_ask
____exports.new_interest = new_interest
____exports.next_candidate = next_candidate
____exports.note_failure = note_failure
____exports.note_success = note_success
____exports.postpone_outsiders = postpone_outsiders
____exports.remove_waiters = remove_waiters
____exports.remove_wish = remove_wish
____exports.to_ask_next = to_ask_next
return ____exports
end

-- src/upkeep/fetches.ts: When a roster is asked for, and the way into this folder.
rooms["src.upkeep.fetches"] = function()
local ____exports = {}
local cache = require("util.cache")
local time = require("util.time")
local ____queue = require("src.backend.queue")
local new_wish = ____queue.new_wish
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local ____arrival_order = require("src.rosters.arrival_order")
local end_reading = ____arrival_order.end_reading
local next_place = ____arrival_order.next_place
local ____interest = require("src.upkeep.interest")
local is_asked_before = ____interest.is_asked_before
local is_awaited_at_login = ____interest.is_awaited_at_login
local is_idle = ____interest.is_idle
local must_ask = ____interest.must_ask
local new_interest = ____interest.new_interest
local next_candidate = ____interest.next_candidate
local postpone_outsiders = ____interest.postpone_outsiders
local remove_waiters = ____interest.remove_waiters
local remove_wish = ____interest.remove_wish
local to_ask_next = ____interest.to_ask_next
local SECONDS_UNKNOWN = 60
local MOST_UNKNOWN = 10000
local function new_fetch_state()
    return {
        interests = {},
        unknown = cache.new(MOST_UNKNOWN)
    }
end
local function ignore()
end
--- `compares`: others are to hear what differs from what was last known, so that is to be held before an answer comes.
local function new_fetches(backend, rosters, knowledge, last_known, arrivals, state, compares, events)
    local interests = state.interests
    local unknown = state.unknown
    local stopped
    local function interest_in(username)
        local interest = interests[username]
        if interest == nil then
            interest = new_interest(username)
            interests[username] = interest
        end
        return interest
    end
    --- `true` where an answer is to come.
    local function is_asked(username)
        local interest = interests[username]
        return (interest and interest.sent[1]) ~= nil
    end
    local function forget_if_idle(interest)
        if is_idle(interest) and interests[interest.username] == interest then
            interests[interest.username] = nil
        end
    end
    --- What goes wrong there is nobody else's trouble.
    local function tell(username, waiters, problem)
        for ____, ____value in ipairs(waiters) do
            local done = ____value.done
            local ok, wrong = pcall(done, problem, username)
            if not ok then
                events.on_error("Telling who waits for a roster", wrong)
            end
        end
    end
    local function recall(username, done)
        if rosters.get(username) ~= nil then
            done()
            return
        end
        local place = rosters.last_place(username)
        last_known.look_up(
            username,
            function(recalled)
                local is_taken = rosters.get(username) ~= nil or rosters.online(username) ~= nil
                if recalled ~= nil and not is_taken and rosters.last_place(username) <= place then
                    rosters.keep(username, recalled)
                end
                done()
            end
        )
    end
    --- Whoever logs in now is served what was known before, and is brought up to date later.
    local function fall_back(username)
        local user = rosters.online(username)
        if (user and user.roster) ~= nil then
            return
        end
        recall(username, ignore)
        local held = rosters.get(username)
        if held ~= nil then
            held.from_backend = false
        end
    end
    local function fail(interest, failure, wish)
        local username = interest.username
        local order = wish.order
        if failure.cause == "unknown" then
            unknown:set(
                username,
                time.monotonic() + SECONDS_UNKNOWN
            )
        end
        local held = rosters.get(username)
        if held == nil or held.as_of < order then
            fall_back(username)
            events.on_failure(interest, failure, wish)
        end
        tell(
            username,
            remove_waiters(interest, order, true),
            failure.problem
        )
    end
    local function succeed(interest, order)
        unknown:set(interest.username, nil)
        events.on_success(interest)
        tell(
            interest.username,
            remove_waiters(interest, order, false)
        )
    end
    local function start(interest, request_class, late_at)
        local wish = new_wish(
            interest.username,
            request_class,
            time.monotonic()
        )
        wish.late_at = late_at
        wish.has_failed = interest.has_failed
        interest.queued = wish
        local refused = backend.ask(wish)
        if refused == nil then
            return
        end
        interest.queued = nil
        wish.order = next_place(arrivals)
        fail(interest, refused, wish)
    end
    --- Waits for what is asked for, or told, after some place in the order of arrival.
    local function wait(interest, request_class, since, done, late_at)
        if stopped ~= nil then
            forget_if_idle(interest)
            done(stopped, interest.username)
            return
        end
        local waiters = interest.waiters
        waiters[#waiters + 1] = {request_class = request_class, since = since, done = done, late_at = late_at}
        if interest.queued ~= nil then
            backend.hurry(interest.queued, request_class, late_at)
            return
        end
        if not must_ask(interest, request_class) then
            for ____, wish in ipairs(interest.sent) do
                wish.late_at = late_at or wish.late_at
            end
            return
        end
        if compares then
            recall(interest.username, ignore)
        end
        start(interest, request_class, late_at)
        forget_if_idle(interest)
    end
    --- The same with nobody to be told: once for all.
    local function wait_in_background(interest, since)
        for ____, waiter in ipairs(interest.waiters) do
            if waiter.done == ignore and waiter.request_class == "notice" then
                waiter.since = math.max(waiter.since, since)
                return
            end
        end
        wait(interest, "notice", since, ignore)
    end
    --- A notice about a user offline: what is held is no longer believed, and is asked for anew where somebody may want it before long.
    local function refresh_one_offline(username, place)
        local interest = interests[username]
        if interest ~= nil then
            postpone_outsiders(interest, place)
        end
        if interest ~= nil or rosters.get(username) ~= nil then
            wait_in_background(
                interest_in(username),
                place
            )
        end
    end
    local function refresh(username, place, done)
        rosters.note_notice(username, place)
        unknown:set(username, nil)
        if rosters.online(username) == nil then
            refresh_one_offline(username, place)
            done(nil, username, true)
        else
            wait(
                interest_in(username),
                "notice",
                place,
                done
            )
        end
    end
    --- Tells all who wait, and lets an answer still to come go unheard.
    local function drop(username, problem)
        local interest = interests[username]
        if interest == nil then
            return
        end
        interests[username] = nil
        if interest.queued ~= nil then
            backend.withdraw(interest.queued)
        end
        tell(username, interest.waiters, problem)
    end
    return {
        recall = recall,
        refresh = refresh,
        drop = drop,
        stop = function(problem)
            stopped = problem
            local usernames = {}
            for username in pairs(interests) do
                usernames[#usernames + 1] = username
            end
            for ____, username in ipairs(usernames) do
                drop(username, problem)
            end
        end,
        interest_in = interest_in,
        end_reading = function(place)
            end_reading(arrivals, place)
            knowledge.forget_patches(is_asked)
        end,
        login = function(username, done, seconds)
            local held = rosters.get(username)
            if (held and held.from_backend) == true and rosters.online(username) ~= nil then
                done(nil, username)
                return
            end
            local interest = interest_in(username)
            local since = next_place(arrivals)
            wait(
                interest,
                "login",
                since,
                done,
                time.monotonic() + seconds
            )
            if is_asked_before(interest, since) then
                wait_in_background(interest, since)
            end
        end,
        need = function(username, done)
            local held = rosters.get(username)
            local is_held = held ~= nil and (rosters.online(username) ~= nil or rosters.is_believed(username))
            if is_held or (unknown:get(username) or 0) > time.monotonic() then
                done(nil, username)
            else
                wait(
                    interest_in(username),
                    "outsider",
                    0,
                    done
                )
            end
        end,
        is_unknown = function(username) return (unknown:get(username) or 0) > time.monotonic() end,
        is_anyone_behind = function() return next_candidate(interests) ~= nil end,
        ask_whether_back = function(username)
            wait(
                interest_in(username),
                "outsider",
                0,
                ignore
            )
        end,
        update = function(username)
            wait_in_background(
                interest_in(username),
                0
            )
        end,
        gather = backend.gather,
        refresh_offline = function(place)
            unknown:clear()
            rosters.note_notice_of_all(place, is_asked)
            for username, interest in pairs(interests) do
                if rosters.online(username) == nil then
                    postpone_outsiders(interest, place)
                end
            end
        end,
        hand_over = function(username, place, document, ahead)
            if stopped ~= nil then
                return stopped
            end
            local problem = knowledge.hand_over(username, place, document, ahead)
            if problem ~= nil then
                return problem
            end
            unknown:set(username, nil)
            local interest = interests[username]
            if interest == nil or rosters.get(username) == nil then
                return nil
            end
            succeed(interest, place)
            local queued = interest.queued
            local waiters = interest.waiters
            if queued ~= nil and waiters[1] == nil then
                backend.withdraw(queued)
                interest.queued = nil
            end
            forget_if_idle(interest)
            return nil
        end,
        patch = function(username, place, patch, done, ahead, as_of)
            if stopped ~= nil then
                done(stopped, username)
                return
            end
            if not is_object(patch) then
                done(
                    ("its patch is " .. kind_of(patch)) .. ", expected an object of contacts",
                    username
                )
                return
            end
            local interest = interests[username]
            local is_under_way = (interest and interest.sent[1]) ~= nil
            local is_contested = knowledge.patch(
                username,
                place,
                {patch = patch, ahead = ahead},
                is_under_way,
                as_of
            )
            if rosters.get(username) == nil then
                refresh(username, place, done)
                return
            end
            if is_under_way or is_contested then
                wait_in_background(
                    interest_in(username),
                    place
                )
            end
            done(
                nil,
                username,
                rosters.online(username) == nil
            )
        end,
        on_sent = function(wish)
            wish.order = next_place(arrivals)
            wish.since = time.monotonic()
            local held = rosters.get(wish.username)
            if held ~= nil then
                rosters.look_for_edits(held)
                wish.known = held.known
            end
            local interest = interests[wish.username]
            if (interest and interest.queued) ~= wish then
                return
            end
            interest.queued = nil
            local sent = interest.sent
            sent[#sent + 1] = wish
        end,
        on_answer = function(wish, answer)
            local interest = interests[wish.username]
            if interest == nil then
                return
            end
            if not remove_wish(interest, wish) then
                return
            end
            if wish.order == 0 then
                wish.order = next_place(arrivals)
            end
            local ok, result = pcall(
                knowledge.answer,
                wish,
                answer,
                is_awaited_at_login(interest)
            )
            if not ok then
                fail(interest, {kind = "failed", problem = ("internal error (" .. result) .. ")", cause = "answer"}, wish)
                events.on_error("Taking in a roster", (wish.username .. ": ") .. result)
            elseif result == nil then
                succeed(interest, wish.order)
                if answer.kind == "gone" then
                    unknown:set(
                        wish.username,
                        time.monotonic() + SECONDS_UNKNOWN
                    )
                end
            elseif result ~= "outdated" then
                if result.cause == "company" then
                    interest.has_failed = true
                else
                    fail(interest, result, wish)
                end
            end
            local next = to_ask_next(interest)
            if next ~= nil then
                start(interest, next.request_class, next.late_at)
            end
            forget_if_idle(interest)
        end
    }
end
____exports.new_fetch_state = new_fetch_state
____exports.new_fetches = new_fetches
return ____exports
end

-- src/upkeep/upkeep.ts
rooms["src.upkeep.upkeep"] = function()
local ____exports = {}
local time = require("util.time")
local ____interest = require("src.upkeep.interest")
local due_by = ____interest.due_by
local forgive = ____interest.forgive
local is_idle = ____interest.is_idle
local next_candidate = ____interest.next_candidate
local note_failure = ____interest.note_failure
local note_success = ____interest.note_success
local SHORTEST_SWEEP = 1
local LONGEST_SWEEP = 60
local SHORTEST_LOOK = 0.1
local FIRST_PAUSE = 1
--- `on_error`: of something that must not fail.
local function new_upkeep(breaker, fetches, rosters, max_age, interests, on_error)
    local add_timer, give_up, update_all, look, look_by, candidate, looking, look_at
    function add_timer(seconds, act)
        return module:add_timer(
            seconds,
            function()
                local ok, result = pcall(act)
                if ok then
                    return result
                end
                on_error("A timer", result)
                return LONGEST_SWEEP
            end
        )
    end
    function give_up(interest)
        note_success(interest)
        if is_idle(interest) then
            interests[interest.username] = nil
        end
    end
    function update_all(usernames)
        fetches.gather(1)
        for ____, username in ipairs(usernames) do
            local ok, problem = pcall(fetches.update, username)
            if not ok then
                on_error("Asking again", (username .. ": ") .. problem)
            end
        end
        fetches.gather(-1)
    end
    function look()
        looking = nil
        look_at = math.huge
        local now = time.monotonic()
        for username, interest in pairs(interests) do
            if interest.retry_at ~= nil and rosters.online(username) == nil then
                give_up(interest)
            end
        end
        if breaker.state == "closed" then
            local usernames, next_at = due_by(interests, now)
            update_all(usernames)
            look_by(math.max(next_at, now + SHORTEST_LOOK))
        elseif breaker.state == "open" then
            if now < breaker.retry_at then
                look_by(breaker.retry_at)
                return
            end
            candidate = next_candidate(interests, candidate)
            if candidate ~= nil then
                fetches.update(candidate.username)
            end
        end
    end
    function look_by(at)
        if at >= look_at or at == math.huge then
            return
        end
        if looking ~= nil then
            looking:stop()
        end
        look_at = at
        looking = add_timer(
            math.max(
                0,
                at - time.monotonic()
            ),
            look
        )
    end
    look_at = math.huge
    local function look_when_due(interest)
        if breaker.state == "open" then
            look_by(math.max(
                breaker.retry_at,
                time.monotonic() + SHORTEST_LOOK
            ))
        elseif interest.retry_at ~= nil then
            look_by(interest.retry_at)
        end
    end
    --- A user online is not served what the backend says: asks for their roster in so many seconds, or when that was to be done anyway.
    local function ask_in(seconds, username)
        local interest = fetches.interest_in(username)
        if interest.retry_at == nil then
            interest.retry_at = time.monotonic() + seconds
        end
        look_when_due(interest)
    end
    --- Asks for what is old; each roster at an age of its own, so that users who came together don't stay together.
    local function sweep()
        local now = time.monotonic()
        local usernames = {}
        for ____, username in ipairs(rosters.usernames_online()) do
            local held = rosters.get(username)
            local limit = max_age * (0.8 + 0.2 * math.random())
            local is_old = held ~= nil and now - held.asked_at > limit
            local ____is_old_4 = is_old
            if ____is_old_4 then
                local ____opt_2 = interests[username]
                ____is_old_4 = (____opt_2 and ____opt_2.retry_at) == nil
            end
            if ____is_old_4 then
                usernames[#usernames + 1] = username
            end
        end
        update_all(usernames)
    end
    local pause = max_age > 0 and math.min(
        LONGEST_SWEEP,
        math.max(SHORTEST_SWEEP, max_age / 20)
    ) or LONGEST_SWEEP
    local sweeping = add_timer(
        pause,
        function()
            if max_age > 0 and breaker.state == "closed" then
                sweep()
            end
            look_by(time.monotonic())
            return pause
        end
    )
    return {
        on_failure = function(interest, failure, wish)
            if rosters.online(interest.username) == nil and wish.request_class ~= "login" then
                return
            end
            note_failure(
                interest,
                failure,
                wish.is_trial == true,
                time.monotonic(),
                math.random()
            )
            look_when_due(interest)
        end,
        on_success = function(interest)
            if rosters.is_behind(interest.username) then
                look_when_due(interest)
            else
                note_success(interest)
            end
        end,
        on_bind = function(username)
            local ____opt_5 = rosters.get(username)
            local is_given = (____opt_5 and ____opt_5.from_backend) == true
            if not is_given or rosters.is_behind(username) then
                ask_in(is_given and 0 or FIRST_PAUSE, username)
            end
        end,
        on_doubt = function(username)
            if rosters.online(username) ~= nil then
                ask_in(0, username)
            end
        end,
        on_offline = function(username)
            local interest = interests[username]
            if interest ~= nil then
                give_up(interest)
            end
        end,
        on_transition = function(transition)
            local now = time.monotonic()
            if transition == "closed" then
                forgive(interests, breaker.failing_since, now)
            end
            look_by(transition == "closed" and now or breaker.retry_at)
        end,
        start = function()
            for ____, username in ipairs(rosters.usernames_online()) do
                if rosters.get(username) == nil or rosters.is_behind(username) then
                    ask_in(0, username)
                end
            end
            look_by(time.monotonic())
        end,
        stop = function()
            if looking ~= nil then
                looking:stop()
            end
            sweeping:stop()
        end
    }
end
____exports.new_upkeep = new_upkeep
return ____exports
end

-- src/clients/presence_rules.ts: `true` where the contact may see the user.
rooms["src.clients.presence_rules"] = function()
local ____exports = {}
--- `true` where the contact may see the user.
local function is_seen_by(subscription)
    return subscription == "both" or subscription == "from"
end
--- `true` where the user may see the contact.
local function is_seeing(subscription)
    return subscription == "both" or subscription == "to"
end
--- What follows where a contact's subscription changes; nil stands for no contact. `shown`: the contact may see the user now,
-- and gets the presence of each available resource; `hidden`: no longer, and gets `unavailable` from each; `to_probe`: the user may see the
-- contact now, who is probed.
local function presence_change(before, after)
    local old_subscription = before and before.subscription
    local subscription = after and after.subscription
    local was_seen = is_seen_by(old_subscription)
    local is_seen = is_seen_by(subscription)
    local to_probe = is_seeing(subscription) and not is_seeing(old_subscription)
    return is_seen and not was_seen, was_seen and not is_seen, to_probe
end
____exports.is_seeing = is_seeing
____exports.is_seen_by = is_seen_by
____exports.presence_change = presence_change
return ____exports
end

-- src/clients/roster_query.ts
rooms["src.clients.roster_query"] = function()
local ____exports = {}
local id = require("util.id")
local st = require("util.stanza")
--- Makes an element without the checks of `util.stanza`, which cost more than all else in answering a roster get: what is in a roster
-- was checked on its way in. It is made with all its fields at once, and `children` go into its own list, so that no table grows twice.
local function element(name, attr, tags, children)
    local fields = {name = name, attr = attr, tags = tags}
    local list = fields
    for position = 1, #children do
        list[position] = children[position]
    end
    return setmetatable(fields, st.stanza_mt)
end
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
    local attr = {jid = jid, subscription = item.subscription, name = item.name, ask = item.asked == true and "subscribe" or item.ask}
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
    local jid = change.jid
    local after = change.after
    local version = change.version
    local item = (after == nil or after.unlisted == true) and element("item", {jid = jid, subscription = "remove"}, {}, {}) or item_element(jid, after)
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
local XMLNS_VERSIONING = "urn:xmpp:features:rosterver"
--- The whole roster, or an empty result where the client's version of it is the same (RFC 6121 2.6).
local function roster_result(request, roster, version)
    local ____opt_0 = request.tags[1]
    if (____opt_0 and ____opt_0.attr.ver) == version then
        return st.reply(request)
    end
    local attr = request.attr
    local query = {roster_query(roster, version)}
    return element("iq", {type = "result", id = attr.id, to = attr.from, from = attr.to}, query, query)
end
local function has_contacts(roster)
    for jid in pairs(roster) do
        if jid ~= false then
            return true
        end
    end
    return false
end
--- Answers a client's roster get; its roster set is refused, or for others to see to.
local function answer_roster_query(rosters, event, on_set)
    local session = event.origin
    local stanza = event.stanza
    if stanza.attr.type == "set" then
        if on_set ~= nil then
            on_set(session, stanza)
        else
            session.send(st.error_reply(stanza, "cancel", "not-allowed", "Contacts are managed by the application"))
        end
        return true
    end
    session.interested = true
    local username = session.username
    local ____temp_2
    if username == nil then
        ____temp_2 = nil
    else
        ____temp_2 = rosters.held_or_begun(username)
    end
    local holding = ____temp_2
    local is_known = username ~= nil and rosters.get(username) ~= nil
    if holding == nil or not is_known and not has_contacts(holding.roster) then
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
local XMLNS_PREAPPROVAL = "urn:xmpp:features:pre-approval"
--- Takes back what core advertises and is not offered.
local function hide_preapproval(event)
    event.features:maptags(function(tag)
        local ____temp_3
        if tag.attr.xmlns == XMLNS_PREAPPROVAL then
            ____temp_3 = nil
        else
            ____temp_3 = tag
        end
        return ____temp_3
    end)
end
local VERSIONING = element("ver", {xmlns = XMLNS_VERSIONING}, {}, {})
--- Advertises roster versioning, unless mod_roster did.
local function advertise_versioning(event)
    local origin = event.origin
    local features = event.features
    if origin.username == nil or features:get_child("ver", XMLNS_VERSIONING) ~= nil then
        return
    end
    features:add_direct_child(VERSIONING)
end
____exports.advertise_versioning = advertise_versioning
____exports.answer_roster_query = answer_roster_query
____exports.element = element
____exports.hide_preapproval = hide_preapproval
____exports.roster_push = roster_push
____exports.roster_query = roster_query
return ____exports
end

-- src/clients/delivery.ts: Changes to pushes and presence; this folder is all that clients see.
rooms["src.clients.delivery"] = function()
local ____exports = {}
local jid = require("util.jid")
local st = require("util.stanza")
local ____waiting_line = require("src.waiting_line")
local dequeue = ____waiting_line.dequeue
local enqueue = ____waiting_line.enqueue
local new_line = ____waiting_line.new_line
local ____contact = require("src.rosters.contact")
local looks_same = ____contact.looks_same
local ____time_slices = require("src.time_slices")
local in_slices = ____time_slices.in_slices
local ____presence_rules = require("src.clients.presence_rules")
local is_seeing = ____presence_rules.is_seeing
local is_seen_by = ____presence_rules.is_seen_by
local presence_change = ____presence_rules.presence_change
local ____roster_query = require("src.clients.roster_query")
local element = ____roster_query.element
local roster_push = ____roster_query.roster_push
--- `attempt` calls what may throw.
local function new_expected_updates(attempt)
    --- How many updates of each are still to come, and what is put off until then.
    local expected = {}
    local put_off = {}
    return {
        expect = function(username)
            expected[username] = (expected[username] or 0) + 1
        end,
        arrived = function(username)
            local left = (expected[username] or 0) - 1
            if left > 0 then
                expected[username] = left
                return
            end
            expected[username] = nil
            local acts = put_off[username]
            if acts == nil then
                return
            end
            put_off[username] = nil
            for ____, act in ipairs(acts) do
                attempt("Showing a contact", act)
            end
        end,
        after = function(username, act)
            if not (expected[username] ~= nil) then
                return false
            end
            local acts = put_off[username] or ({})
            acts[#acts + 1] = act
            put_off[username] = acts
            return true
        end
    }
end
local function new_post(host_session, in_turn)
    return function(username, session, stanza)
        in_turn(
            username,
            "What handles presence",
            function()
                if session.full_jid ~= nil then
                    prosody.core_post_stanza(session, stanza, true)
                elseif stanza.attr.type == "unavailable" then
                    prosody.core_post_stanza(host_session, stanza, true)
                end
            end
        )
    end
end
--- A contact may see the user from now on: it gets what each available resource last said.
local function show(post, username, user, contact)
    for ____, session in pairs(user.sessions) do
        if session.presence ~= nil then
            local presence = st.clone(session.presence, true)
            for ____, child in ipairs(session.presence.tags) do
                presence:add_direct_child(child)
            end
            presence.attr.to = contact
            post(username, session, presence)
        end
    end
end
local function visible_of(user)
    local visible = {}
    for ____, session in pairs(user.sessions) do
        if session.presence ~= nil then
            visible[#visible + 1] = {session, session.full_jid}
        end
    end
    return visible
end
--- A contact may not see the user any more. Those who have left since the change have told only whom the roster had by then.
local function hide(post, username, visible, contact)
    for ____, ____value in ipairs(visible) do
        local session = ____value[1]
        local full_jid = ____value[2]
        post(
            username,
            session,
            element("presence", {type = "unavailable", from = full_jid, to = contact}, {}, {})
        )
    end
end
--- Asks for a contact's presence, once for all resources that are available to hear of it.
local function probe(post, username, user, bare_jid, contact)
    for ____, session in pairs(user.sessions) do
        if session.presence ~= nil then
            post(
                username,
                session,
                element("presence", {type = "probe", from = bare_jid, to = contact}, {}, {})
            )
            return
        end
    end
end
--- What a user's roster says of a contact.
local function subscription_in(user, contact)
    local roster = user and user.roster
    local item = roster and roster[contact]
    return item and item.subscription
end
--- Shows the user to a contact; but to one of this host whose own roster is just being brought up to date only after that: then they
-- have been told who it is, and have asked.
local function show_in_time(post, host_session, expected, username, user, contact)
    local bare_jid = (username .. "@") .. host_session.host
    local node, host = jid.split(contact)
    local users = host_session.sessions
    if users == nil or node == nil or host ~= host_session.host or users[node] == nil then
        show(post, username, user, contact)
        return
    end
    local function sees_already()
        return is_seeing(subscription_in(users[node], bare_jid))
    end
    local is_put_off = not sees_already() and expected.after(
        node,
        function()
            if users[username] ~= user or sees_already() then
                return
            end
            if is_seen_by(subscription_in(user, contact)) then
                show(post, username, user, contact)
            end
        end
    )
    if not is_put_off then
        show(post, username, user, contact)
    end
end
--- Takes a moment of those who have asked for the roster.
local function interested_of(user)
    local interested = {}
    for ____, session in pairs(user.sessions) do
        if session.interested == true then
            interested[#interested + 1] = session
        end
    end
    return interested
end
--- `true` where somebody may not see the user any more.
local function hides_from_anyone(changes)
    for ____, change in ipairs(changes) do
        local ____, hidden = presence_change(change.before, change.after)
        if hidden then
            return true
        end
    end
    return false
end
--- `true` for a change of the roster that clients see, which those who have only asked are not in.
local function is_pushed(____bindingPattern0)
    local after
    local before
    before = ____bindingPattern0.before
    after = ____bindingPattern0.after
    local was_listed = before ~= nil and before.unlisted ~= true
    local is_listed = after ~= nil and after.unlisted ~= true
    local ____temp_6
    if was_listed and is_listed then
        ____temp_6 = not looks_same(before, after)
    else
        ____temp_6 = was_listed or is_listed
    end
    return ____temp_6
end
--- `true` while a session is one of the user's.
local function is_there(user, session)
    for ____, other in pairs(user.sessions) do
        if other == session then
            return true
        end
    end
    return false
end
--- `on_pushes` is told how many went out. Whatever others make of what is sent, everyone else is sent theirs.
local function new_deliveries(host_session, users, expected, long_lines, attempt, post, on_pushes)
    --- Does nothing for those who have left but to hide them.
    local function tell_contact(username, user, change, visible)
        local shown, hidden, to_probe = presence_change(change.before, change.after)
        if shown then
            show_in_time(
                post,
                host_session,
                expected,
                username,
                user,
                change.jid
            )
        end
        if hidden and visible ~= nil then
            hide(post, username, visible, change.jid)
        end
        if to_probe then
            probe(
                post,
                username,
                user,
                (username .. "@") .. host_session.host,
                change.jid
            )
        end
    end
    local function deliver_at_once(username, user, changes, visible)
        local pushes = 0
        for ____, change in ipairs(changes) do
            local is_seen = is_pushed(change)
            local push
            for ____, session in pairs(user.sessions) do
                if is_seen and session.interested == true then
                    if push == nil then
                        push = roster_push(change)
                    end
                    attempt("Sending to a client", session.send, push)
                    pushes = pushes + 1
                end
            end
        end
        on_pushes(pushes)
        for ____, change in ipairs(changes) do
            tell_contact(username, user, change, visible)
        end
    end
    --- Tells clients of one change among many.
    local function push_one(____bindingPattern0, change)
        local count
        local interested
        local user
        user = ____bindingPattern0.user
        interested = ____bindingPattern0.interested
        count = ____bindingPattern0.count
        if count ~= nil then
            count(change)
        end
        if not is_pushed(change) then
            return
        end
        local push
        local pushes = 0
        for ____, session in ipairs(interested or ({})) do
            if is_there(user, session) then
                if push == nil then
                    push = roster_push(change)
                end
                attempt("Sending to a client", session.send, push)
                pushes = pushes + 1
            end
        end
        on_pushes(pushes)
    end
    local function deliver_in_slices(delivery, breathe)
        local username = delivery.username
        local user = delivery.user
        local changes = delivery.changes
        local visible = delivery.visible
        for ____, change in ipairs(changes) do
            if users[username] == user then
                breathe(function()
                    push_one(delivery, change)
                end)
            end
        end
        for ____, change in ipairs(changes) do
            local shown, hidden, to_probe = presence_change(change.before, change.after)
            if shown or hidden or to_probe then
                breathe(function()
                    tell_contact(username, user, change, visible)
                end)
            else
                breathe()
            end
        end
    end
    local function begin_long_line(delivery)
        local username = delivery.username
        local line = {
            deliveries = new_line(),
            acts = {}
        }
        enqueue(line.deliveries, delivery)
        long_lines[username] = line
        in_slices(
            function(breathe)
                local next = dequeue(line.deliveries)
                while next ~= nil do
                    deliver_in_slices(next, breathe)
                    next = dequeue(line.deliveries)
                end
            end,
            function()
                long_lines[username] = nil
                for ____, act in ipairs(line.acts) do
                    attempt("Telling how an update went", act)
                end
            end
        )
    end
    local waiting = new_line()
    local is_delivering = false
    return {
        deliver = function(username, changes, count)
            local user = users[username]
            if user == nil then
                return
            end
            local visible = hides_from_anyone(changes) and visible_of(user) or nil
            local line = long_lines[username]
            if line ~= nil or count ~= nil then
                local delivery = {
                    username = username,
                    user = user,
                    changes = changes,
                    count = count,
                    interested = interested_of(user),
                    visible = visible
                }
                if line == nil then
                    begin_long_line(delivery)
                else
                    enqueue(line.deliveries, delivery)
                end
                return
            end
            if is_delivering then
                enqueue(waiting, {username = username, user = user, changes = changes, visible = visible})
                return
            end
            is_delivering = true
            attempt(
                "Telling clients of a change",
                deliver_at_once,
                username,
                user,
                changes,
                visible
            )
            local next = dequeue(waiting)
            while next ~= nil do
                attempt(
                    "Telling clients of a change",
                    deliver_at_once,
                    next.username,
                    next.user,
                    next.changes,
                    next.visible
                )
                next = dequeue(waiting)
            end
            is_delivering = false
        end,
        once_told = function(username, act, problem, is_offline)
            local line = long_lines[username]
            if line == nil then
                act(problem, username, is_offline)
            else
                local ____line_acts_7 = line.acts
                ____line_acts_7[#____line_acts_7 + 1] = function()
                    act(problem, username, is_offline)
                end
            end
        end
    }
end
____exports.new_deliveries = new_deliveries
____exports.new_expected_updates = new_expected_updates
____exports.new_post = new_post
____exports.show = show
return ____exports
end

-- src/clients/core_rosters.ts
rooms["src.clients.core_rosters"] = function()
local ____exports = {}
local async = require("util.async")
local jid = require("util.jid")
local time = require("util.time")
local ____deadlines = require("src.deadlines")
local end_within = ____deadlines.end_within
local ____user_turns = require("src.user_turns")
local may_wait = ____user_turns.may_wait
local function end_wait(wait)
    if wait.is_over then
        return
    end
    wait.is_over = true
    wait.ends_at = nil
    if wait.resume ~= nil then
        wait.resume()
    end
end
local function ignore()
end
--- Pauses the stanza or request being handled until what `begin` starts is done, or so many seconds are over. Where pausing is
-- impossible, or for no time at all, `begin` starts it all the same and nobody waits. Says whether anybody has.
local function wait_for(seconds, begin, username)
    if seconds <= 0 or not may_wait() then
        begin(username, ignore, 0)
        return false
    end
    local wait = {is_over = false, on_time_out = end_wait}
    local function done()
        end_wait(wait)
    end
    begin(username, done, seconds)
    if wait.is_over then
        return true
    end
    local pause, resume = async.waiter()
    wait.resume = resume
    end_within(seconds, wait)
    pause()
    return true
end
local STORE_PATIENCE = 0.8
--- Falls back on the last roster known, where none is held. Gives the seconds that are left of those it may take.
local function recall(rosters, fetches, username, seconds)
    if seconds == nil then
        seconds = STORE_PATIENCE
    end
    if rosters.get(username) ~= nil then
        return seconds
    end
    local start = time.monotonic()
    wait_for(seconds, fetches.recall, username)
    return seconds - (time.monotonic() - start)
end
--- Stands where core keeps the rosters of users offline, whose loading fires no `roster-load`: core finds there what is held, as long
-- as that is believed, and never a roster that has since been refreshed.
local function core_cache(rosters)
    return {
        get = function(self, bare_jid)
            local username = jid.split(bare_jid)
            if username == nil or rosters.online(username) ~= nil then
                return nil
            end
            local held = rosters.get(username)
            if held == nil or not (held.roster[false] ~= nil) or not rosters.is_believed(username) then
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
local function before_bind(rosters, fetches, settings, event)
    local session = event.session
    local username = session.username
    local session_type = session.type
    if username == nil then
        return nil
    end
    local seconds = settings.timeout
    local store_patience = STORE_PATIENCE
    if settings.login_wait < seconds then
        store_patience = recall(rosters, fetches, username)
        if rosters.get(username) ~= nil then
            seconds = settings.login_wait
        end
    end
    wait_for(seconds, fetches.login, username)
    recall(rosters, fetches, username, store_patience)
    local ____temp_0
    if session.type == session_type then
        ____temp_0 = nil
    else
        ____temp_0 = false
    end
    return ____temp_0
end
--- Fills the roster that core loads. Waits only where nobody is logging in, for whoever asks about a user offline. Who can't wait is
-- not shown what a notice has made doubtful.
local function on_roster_load(rosters, fetches, timeout, event)
    local username = event.username
    local roster = event.roster
    if rosters.online(username) == nil then
        local has_waited = wait_for(timeout, fetches.need, username)
        if not has_waited and rosters.is_noticed(username) and not rosters.is_believed(username) then
            rosters.clear(roster)
            return
        end
    end
    if rosters.online(username) == nil then
        recall(rosters, fetches, username)
    end
    rosters.fill(username, roster)
end
____exports.before_bind = before_bind
____exports.core_cache = core_cache
____exports.on_roster_load = on_roster_load
____exports.wait_for = wait_for
return ____exports
end

-- src/clients/presence_gate.ts
rooms["src.clients.presence_gate"] = function()
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
    local presence_type = event.stanza.attr.type
    local ____temp_0
    if presence_type ~= nil and SUBSCRIPTION_TYPES[presence_type] ~= nil then
        ____temp_0 = true
    else
        ____temp_0 = nil
    end
    return ____temp_0
end
--- `true` where somebody, given by bare JID, may see the user.
local function may_see(held, prober)
    local item = held.roster[prober]
    return item ~= nil and is_seen_by(item.subscription)
end
--- Answers for a user who is offline, once their roster has come. The prober has not waited; the user may have come online meanwhile.
local function answer_later(host_session, rosters, username, from, decline)
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
    if decline ~= nil and not may_see(held, prober) then
        decline(username, prober, held)
    elseif may_see(held, prober) then
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
local function hold_probe(host_session, rosters, fetches, in_turn, event, decline)
    local ____event_stanza_attr_1 = event.stanza.attr
    local from = ____event_stanza_attr_1.from
    local to = ____event_stanza_attr_1.to
    local presence_type = ____event_stanza_attr_1.type
    if presence_type ~= "probe" or from == nil then
        return nil
    end
    local username = jid.split(to)
    if username == nil then
        return nil
    end
    if rosters.online(username) ~= nil then
        local held = rosters.get(username)
        if held == nil then
            return true
        end
        local bare = jid.bare(from)
        if decline == nil or bare == nil or may_see(held, bare) then
            return nil
        end
        decline(username, bare, held)
        return true
    end
    local prober, prober_host = jid.split(from)
    if prober ~= nil and prober_host == host_session.host and rosters.online(prober) ~= nil then
        local ____temp_2
        if rosters.get(prober) == nil then
            ____temp_2 = true
        else
            ____temp_2 = nil
        end
        return ____temp_2
    end
    fetches.need(
        username,
        function()
            in_turn(
                username,
                "What handles presence",
                function()
                    answer_later(
                        host_session,
                        rosters,
                        username,
                        from,
                        decline
                    )
                end
            )
        end
    )
    return true
end
____exports.drop_subscription = drop_subscription
____exports.hold_probe = hold_probe
return ____exports
end

-- src/api/request_body.ts
rooms["src.api.request_body"] = function()
local ____exports = {}
local ____util_2Eencodings = require("util.encodings")
local stringprep = ____util_2Eencodings.stringprep
local utf8 = ____util_2Eencodings.utf8
local hashes = require("util.hashes")
local jid = require("util.jid")
local ____json_reader = require("src.json.json_reader")
local step_over = ____json_reader.step_over
local ____json_text = require("src.json.json_text")
local decode_exactly = ____json_text.decode_exactly
local new_member_decoder = ____json_text.new_member_decoder
local ____json_value = require("src.json.json_value")
local is_array = ____json_value.is_array
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
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
local LONGEST_NAME = 1023
local LONGEST_JID = 3 * (LONGEST_NAME + 1)
local function new_named()
    return {usernames = {}, values = {}, wrong = {}}
end
--- A name in a form that JSON can carry, and cut where it is too long to be one.
local function printable(name)
    local shown = #name > LONGEST_NAME and string.sub(name, 1, LONGEST_NAME) .. "..." or name
    return utf8.valid(shown) and shown or (string.gsub(shown, "[^ -~]", "?"))
end
--- Notes that a name was met. Returns whether that was so before.
local function meet(seen, name)
    local byte = string.byte(hashes.sha1(name)) or 0
    local names = seen[byte]
    if names == nil then
        names = {}
        seen[byte] = names
    end
    if names[name] ~= nil then
        return true
    end
    names[name] = true
    return false
end
local function put(named, username, value)
    local usernames = named.usernames
    local values = named.values
    usernames[#usernames + 1] = username
    if value ~= nil then
        values[#values + 1] = value
    end
end
--- Adds whoever a name stands for, where that is somebody new; else returns the username.
local function add_name(named, seen, name, host, value)
    local username, problem = read_username(
        string.sub(name, 1, LONGEST_JID + 1),
        host
    )
    local key = username or printable(name)
    if meet(seen, key) then
        return username
    end
    if username == nil then
        local wrong = named.wrong
        wrong[#wrong + 1] = {key, problem or ""}
    else
        put(named, username, value)
    end
    return nil
end
--- Takes out those of whom the request says two things.
local function without(named, twice, breathe)
    if (next(twice)) == nil then
        return named
    end
    local left = new_named()
    local wrong = named.wrong
    left.wrong = wrong
    for position, username in ipairs(named.usernames) do
        local value = named.values[position]
        if twice[username] ~= nil then
            wrong[#wrong + 1] = {username, "named twice: two things are said of this user"}
        else
            put(left, username, value)
        end
        breathe()
    end
    return left
end
--- The one user that a path names.
local function read_path(name, host)
    local named = new_named()
    add_name(
        named,
        {},
        name,
        host,
        nil
    )
    return named
end
--- The users in a JSON array of usernames; or what is wrong with it.
local function read_usernames(body, host, breathe)
    local expected = "expected a JSON array of usernames"
    if body == "" then
        return nil, ("no body: " .. expected) .. ", with Content-Length"
    end
    local names, problem = decode_exactly(body, breathe)
    if names == nil then
        return nil, (("the body is " .. problem) .. ": ") .. expected
    end
    if not is_array(names) then
        return nil, (("the body is " .. kind_of(names)) .. ": ") .. expected
    end
    local named = new_named()
    local seen = {}
    for position = 1, #names do
        local name = names[position]
        if type(name) ~= "string" then
            return nil, ((("entry " .. tostring(position)) .. " is ") .. kind_of(name)) .. ": expected a username, a string"
        end
        add_name(
            named,
            seen,
            name,
            host,
            nil
        )
        breathe()
    end
    return named
end
--- What is wrong with a body that is no object; nil where it is an empty array, which is PHP's empty object.
local function problem_of_other(body, breathe)
    local value, problem = decode_exactly(body, breathe)
    if value == nil then
        return problem
    end
    local ____is_object_result_1
    if is_object(value) then
        ____is_object_result_1 = nil
    else
        ____is_object_result_1 = kind_of(value)
    end
    return ____is_object_result_1
end
--- The users in a JSON object of usernames and what is said of each; or what is wrong with it.
local function read_objects(body, host, breathe, decode_member)
    local expected = "expected a JSON object, username to roster"
    if body == "" then
        return nil, ("no body: " .. expected) .. ", with Content-Length"
    end
    local named = new_named()
    local seen = {}
    local twice = {}
    local fault = step_over(
        body,
        function(name, at, read)
            local value, last = decode_member(at, read)
            if value == nil then
                return nil, last
            end
            local seen_before = add_name(
                named,
                seen,
                name,
                host,
                value
            )
            if seen_before ~= nil then
                twice[seen_before] = true
            end
            return last
        end,
        breathe
    )
    if fault == nil then
        return without(named, twice, breathe)
    end
    local is_other = (string.find(
        string.sub(body, 1, LONGEST_NAME),
        "^[ \t\r\n]*[^ \t\r\n{]"
    )) ~= nil
    local ____is_other_2
    if is_other then
        ____is_other_2 = problem_of_other(body, breathe)
    else
        ____is_other_2 = ("not JSON (" .. fault) .. ")"
    end
    local problem = ____is_other_2
    if problem == nil then
        return new_named()
    end
    return nil, (("the body is " .. problem) .. ": ") .. expected
end
local function read_rosters(body, host, breathe)
    return read_objects(
        body,
        host,
        breathe,
        new_member_decoder(body)
    )
end
--- In a patch `[]` is not `{}`: one leaves no group, the other changes nothing.
local function read_patches(body, host, breathe)
    return read_objects(
        body,
        host,
        breathe,
        function(at, read) return read(at) end
    )
end
____exports.new_named = new_named
____exports.printable = printable
____exports.read_patches = read_patches
____exports.read_path = read_path
____exports.read_rosters = read_rosters
____exports.read_username = read_username
____exports.read_usernames = read_usernames
return ____exports
end

-- src/api/http_access.ts
rooms["src.api.http_access"] = function()
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
--- `true` where a request says that a proxy has passed it on. Not every proxy says so.
local function is_proxied(headers)
    if headers.forwarded ~= nil or headers.x_real_ip ~= nil or headers.via ~= nil then
        return true
    end
    for name in pairs(headers) do
        if string.sub(name, 1, 12) == "x_forwarded_" then
            return true
        end
    end
    return false
end
--- `true` where a request comes from a page in a browser, whoever's. What its user has typed in themselves is none.
local function is_from_page(headers)
    return headers.origin ~= nil or (headers.sec_fetch_site or "none") ~= "none"
end
--- Says why a caller may not call where no token is set: what comes from this machine may be anyone's.
local function refusal_without_token(____bindingPattern0)
    local headers
    headers = ____bindingPattern0.headers
    local sender
    if is_proxied(headers) then
        sender = "through a proxy"
    elseif is_from_page(headers) then
        sender = "from a page in a browser"
    else
        return nil
    end
    return {code = 403, message = ("requests " .. sender) .. " need a token: set http_roster_token in Prosody's configuration"}
end
--- Says why a caller may not call; nil where they may. What is open needs no token where none is set.
local function refusal(request, settings, is_open)
    local headers = request.headers
    local ip = request.ip
    local tokens = settings.tokens
    local networks = settings.networks
    if #tokens == 0 then
        local refused = refusal_without_token(request)
        if refused ~= nil then
            return refused
        end
    end
    local needs_token = #tokens == 0 and not is_open
    if networks ~= nil and not is_allowed(ip, networks) then
        local more = needs_token and ", and set http_roster_token," or ""
        return {code = 403, message = ((ip .. " may not call: add it to http_roster_allowed_ips") .. more) .. " in Prosody's configuration"}
    end
    if needs_token then
        return {code = 403, message = "this request needs a token: set http_roster_token in Prosody's configuration"}
    end
    if #tokens > 0 and not has_token(headers.authorization, tokens) then
        local given = headers.authorization ~= nil and "a wrong token" or "no token"
        return {code = 401, message = given .. ": send \"Authorization: Bearer TOKEN\" with a token of http_roster_token"}
    end
    return nil
end
--- Those of HTTP, but for HEAD, which Prosody passes on as GET, and CONNECT, which has no path.
local METHODS = {
    "DELETE",
    "GET",
    "OPTIONS",
    "PATCH",
    "POST",
    "PUT",
    "TRACE"
}
local function read_routes(served)
    local routes = {}
    for key, handler in pairs(served) do
        local method, path, star = string.match(key, "^(%S+) /([^*]+)(%*?)$")
        if method ~= nil and path ~= nil then
            routes[#routes + 1] = {method = method, path = path, takes_name = star == "*", handler = handler}
        end
    end
    table.sort(
        routes,
        function(a, b) return (a.path .. " ") .. a.method < (b.path .. " ") .. b.method end
    )
    return routes
end
--- `true` where a route is one for this path. An empty name is none.
local function is_route_for(route, path)
    if not route.takes_name then
        return route.path == path
    end
    return #path > #route.path and string.sub(path, 1, #route.path) == route.path
end
--- The paths there are, for who has asked for another.
local function known_paths(routes)
    local paths = {}
    for ____, ____value in ipairs(routes) do
        local path = ____value.path
        local takes_name = ____value.takes_name
        local shown = takes_name and ("/" .. path) .. "USERNAME" or "/" .. path
        if paths[#paths] ~= shown then
            paths[#paths + 1] = shown
        end
    end
    return table.concat(paths, ", ")
end
--- What serves these routes (of paths, or `/path/*` for a name) and refuses everything else under the app's own path. Left to
-- Prosody, that would be answered with pages in HTML, and a path without a name redirected to one with an empty name.
local function with_refusals(served, refuse)
    local routes = read_routes(served)
    local not_found = "no such path, only " .. known_paths(routes)
    local function serve_method(method)
        return function(event, path)
            if path == nil then
                path = ""
            end
            local allowed = {}
            for ____, route in ipairs(routes) do
                if is_route_for(route, path) then
                    if route.method == method then
                        return route.handler(
                            event,
                            string.sub(path, #route.path + 1)
                        )
                    end
                    allowed[#allowed + 1] = route.method
                end
            end
            if #allowed == 0 then
                return refuse(event, 404, not_found)
            end
            local allow = table.concat(allowed, ", ")
            return refuse(event, 405, ("this path takes " .. allow) .. " only", allow)
        end
    end
    local all = {}
    for ____, method in ipairs(METHODS) do
        all[method] = serve_method(method)
        all[method .. " /*"] = serve_method(method)
    end
    return all
end
____exports.refusal = refusal
____exports.with_refusals = with_refusals
return ____exports
end

-- src/api/reply.ts
rooms["src.api.reply"] = function()
local ____exports = {}
local json = require("util.json")
local LONGEST_PIECE = 256
local function new_tally(users)
    return {
        left = users,
        updated = 0,
        errors = 0,
        offline = 0,
        pieces = {},
        piece = {}
    }
end
--- Counts one user's outcome; a problem is why the roster is not up to date.
local function count_user(tally, name, problem, is_offline)
    tally.left = tally.left - 1
    if problem == nil then
        tally.updated = tally.updated + 1
        if is_offline == true then
            tally.offline = tally.offline + 1
        end
        return
    end
    local pieces = tally.pieces
    local piece = tally.piece
    piece[#piece + 1] = (((tally.errors > 0 and "," or "") .. json.encode(name)) .. ":") .. json.encode(problem)
    tally.errors = tally.errors + 1
    if #piece >= LONGEST_PIECE then
        pieces[#pieces + 1] = table.concat(piece)
        tally.piece = {}
    end
end
--- What the caller is told: the HTTP status and the answer in JSON, in pieces.
local function summary(tally)
    local updated = tally.updated
    local errors = tally.errors
    local offline = tally.offline
    local pieces = tally.pieces
    local piece = tally.piece
    local is_failure = errors > 0 and updated == 0
    local status = is_failure and "error" or "ok"
    local message = is_failure and "roster update failed" or "roster update complete"
    local beginning = "{\"status\":\"%s\",\"message\":\"%s\",\"updated\":%d,\"errors\":%d"
    local answer = {string.format(
        beginning,
        status,
        message,
        updated,
        errors
    )}
    if offline > 0 then
        answer[#answer + 1] = string.format(",\"offline\":%d", offline)
    end
    if errors > 0 then
        answer[#answer + 1] = ",\"failed\":{"
        for ____, whole in ipairs(pieces) do
            answer[#answer + 1] = whole
        end
        answer[#answer + 1] = table.concat(piece) .. "}"
    end
    answer[#answer + 1] = "}"
    return is_failure and 500 or 200, answer
end
____exports.count_user = count_user
____exports.new_tally = new_tally
____exports.summary = summary
return ____exports
end

-- src/api/http_api.ts: The HTTP endpoints, and the way into this folder.
rooms["src.api.http_api"] = function()
local ____exports = {}
local json = require("util.json")
local time = require("util.time")
local timer = require("util.timer")
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local ____arrival_order = require("src.rosters.arrival_order")
local begin_reading = ____arrival_order.begin_reading
local ____contact = require("src.rosters.contact")
local copy_contacts = ____contact.copy_contacts
local ____roster_document = require("src.rosters.roster_document")
local is_long = ____roster_document.is_long
local read_ahead = ____roster_document.read_ahead
local read_patch_ahead = ____roster_document.read_patch_ahead
local roster_document = ____roster_document.roster_document
local roster_pieces = ____roster_document.roster_pieces
local ____time_slices = require("src.time_slices")
local in_one_go = ____time_slices.in_one_go
local in_slices = ____time_slices.in_slices
local ____http_access = require("src.api.http_access")
local refusal = ____http_access.refusal
local with_refusals = ____http_access.with_refusals
local ____reply = require("src.api.reply")
local count_user = ____reply.count_user
local new_tally = ____reply.new_tally
local summary = ____reply.summary
local ____request_body = require("src.api.request_body")
local printable = ____request_body.printable
local read_patches = ____request_body.read_patches
local read_path = ____request_body.read_path
local read_rosters = ____request_body.read_rosters
local read_username = ____request_body.read_username
local read_usernames = ____request_body.read_usernames
local LARGEST_AT_ONCE = 256 * 1024
local PIECE = 16 * 1024
local BROKEN = "internal error"
local STORE_PATIENCE = 1
--- Offers the pieces of a text like a file to read from.
local function file_of(pieces)
    local position = 0
    return {read = function(self)
        position = position + 1
        return pieces[position]
    end}
end
--- Answers with JSON in pieces, which are not empty.
local function reply_pieces(response, code, pieces)
    response.status_code = code
    response.headers.content_type = "application/json"
    local length = 0
    for ____, piece in ipairs(pieces) do
        length = length + #piece
    end
    if length > LARGEST_AT_ONCE then
        response.headers.content_length = string.format("%d", length)
        response:send_file(file_of(pieces))
    else
        response:send(table.concat(pieces))
    end
    return true
end
--- Cuts a text into pieces that are not too long.
local function cut(text, pieces)
    for first = 1, #text, PIECE do
        pieces[#pieces + 1] = string.sub(text, first, first + PIECE - 1)
    end
end
local function reply(response, code, answer)
    local pieces = {}
    cut(
        json.encode_ordered(answer),
        pieces
    )
    return reply_pieces(response, code, pieces)
end
--- An answer about users, none of whom has an outcome.
local function reply_outcome(response, code, status, message)
    local answer = {}
    answer.status = status
    answer.message = message
    answer.updated = 0
    answer.errors = 0
    return reply(response, code, answer)
end
--- An answer that says why nothing was done.
local function reply_error(response, code, message)
    return reply_outcome(response, code, "error", message)
end
--- Offers the HTTP endpoints of a host (protocol section 3).
local function serve(host, settings, rosters, fetches, last_known, arrivals, ____bindingPattern0, status)
    local note_update
    local attempt
    local once_told
    local expected
    expected = ____bindingPattern0.expected
    once_told = ____bindingPattern0.once_told
    attempt = ____bindingPattern0.attempt
    note_update = ____bindingPattern0.note_update
    --- Acts for all whom a request names, and answers once the last one's outcome is known; or at once, if the caller prefers. Where that
    -- breaks off, `errand` says how it is ended.
    local function update_all(event, named, deed, place, breathe, errand)
        local request = event.request
        local response = event.response
        local usernames = named.usernames
        local values = named.values
        local wrong = named.wrong
        local tally = new_tally(#usernames + #wrong)
        --- Users online, for whom others may wait. Of all, one table would keep everyone waiting each time it grows.
        local expecting = {}
        local is_async = (string.find(
            string.lower(request.headers.prefer or ""),
            "respond-async",
            1,
            true
        )) ~= nil
        local answered = is_async
        local function answer()
            if answered or tally.left > 0 then
                return
            end
            answered = true
            local code, pieces = summary(tally)
            reply_pieces(response, code, pieces)
        end
        local function count(problem, username, is_offline)
            count_user(tally, username, problem, is_offline)
            answer()
            note_update(problem)
        end
        local function ____end(problem, username, is_offline)
            if expecting[username] ~= nil then
                expecting[username] = nil
                expected.arrived(username)
            end
            count(problem, username, is_offline)
        end
        local position = 0
        local is_gathering = false
        errand.break_off = function()
            if is_gathering then
                fetches.gather(-1)
            end
            for left = position + 1, #usernames do
                ____end(BROKEN, usernames[left] or "")
            end
        end
        for ____, username in ipairs(usernames) do
            if rosters.online(username) ~= nil then
                expecting[username] = true
                expected.expect(username)
            end
            breathe()
        end
        if is_async then
            breathe(function() return reply_outcome(response, 202, "ok", "roster update under way") end)
        elseif tally.left == 0 then
            breathe(answer)
        end
        for ____, ____value in ipairs(wrong) do
            local name = ____value[1]
            local problem = ____value[2]
            breathe(function()
                count(problem, name)
            end)
        end
        local ahead
        local function act()
            local username = usernames[position + 1] or ""
            local ____values_index_0 = values[position + 1]
            if ____values_index_0 == nil then
                ____values_index_0 = json.null
            end
            local value = ____values_index_0
            position = position + 1
            local is_over = false
            local function done(problem, _, is_offline)
                if is_over then
                    return
                end
                is_over = true
                once_told(username, ____end, problem, is_offline)
            end
            if not attempt(
                "An update",
                deed.act,
                username,
                place,
                done,
                value,
                ahead
            ) then
                done(BROKEN, username)
            end
        end
        if deed.read_ahead ~= nil then
            for ____, username in ipairs(usernames) do
                local ____values_index_1 = values[position + 1]
                if ____values_index_1 == nil then
                    ____values_index_1 = json.null
                end
                local value = ____values_index_1
                ahead = deed.read_ahead(username, value, breathe)
                breathe(act)
            end
            return
        end
        fetches.gather(1)
        is_gathering = true
        breathe(act, #usernames)
        breathe(function()
            is_gathering = false
            fetches.gather(-1)
        end)
    end
    --- Carries out a request: its place is given before anything of it is read.
    local function receive(event, read, deed)
        local place = begin_reading(arrivals)
        local errand = {break_off = function()
            reply_error(event.response, 500, BROKEN)
        end}
        in_slices(
            function(breathe)
                local named, problem = read(breathe, place)
                if named == nil then
                    breathe(function() return reply_error(event.response, 400, problem) end)
                else
                    update_all(
                        event,
                        named,
                        deed,
                        place,
                        breathe,
                        errand
                    )
                end
            end,
            function(problem)
                fetches.end_reading(place)
                if problem ~= nil then
                    errand.break_off()
                end
            end
        )
        return true
    end
    --- Turns away whoever may not call; nil where they may. What is open needs no token where none is set.
    local function refuse_caller(____bindingPattern0, is_open)
        local response
        local request
        request = ____bindingPattern0.request
        response = ____bindingPattern0.response
        local refused = refusal(request, settings, is_open)
        if refused == nil then
            return nil
        end
        if refused.code == 401 then
            response.headers.www_authenticate = "Bearer"
        end
        return reply_error(response, refused.code, refused.message)
    end
    --- A handler that turns away whoever may not call, and bodies that are too large.
    local function guarded(handle, is_open)
        if is_open == nil then
            is_open = false
        end
        return function(event, path)
            local request = event.request
            local response = event.response
            if refuse_caller(event, is_open) ~= nil then
                return true
            end
            if request.body == false then
                return reply_error(response, 413, "the body is larger than http_max_content_size in Prosody's configuration")
            end
            return handle(event, request.body, path or "")
        end
    end
    --- Answers what no route serves, to whom may call.
    local function refuse(event, code, message, allow)
        if refuse_caller(event, true) ~= nil then
            return true
        end
        if allow ~= nil then
            event.response.headers.allow = allow
        end
        return reply_error(event.response, code, message)
    end
    local refresh = {act = fetches.refresh}
    local hand_over = {
        read_ahead = function(username, value, breathe) return is_object(value) and is_long(value) and read_ahead(value, (username .. "@") .. host, breathe) or nil end,
        act = function(username, place, done, value, ahead)
            local problem = fetches.hand_over(username, place, value, ahead)
            done(
                problem,
                username,
                problem == nil and rosters.online(username) == nil
            )
        end
    }
    local patch = {
        read_ahead = function(username, value, breathe)
            if not is_object(value) or not is_long(value) then
                return nil
            end
            return read_patch_ahead(
                value,
                function() return rosters.get(username) end,
                (username .. "@") .. host,
                breathe
            )
        end,
        act = function(username, place, done, value, ahead)
            fetches.patch(
                username,
                place,
                value,
                done,
                ahead,
                place
            )
        end
    }
    --- Handles a body that names users.
    local function for_body(read, deed, is_open)
        if is_open == nil then
            is_open = false
        end
        return guarded(
            function(event, body) return receive(
                event,
                function(breathe) return read(body, host, breathe) end,
                deed
            ) end,
            is_open
        )
    end
    local function read_everyone_online(_, place)
        fetches.refresh_offline(place)
        return {
            usernames = rosters.usernames_online(),
            values = {},
            wrong = {}
        }
    end
    --- What is told of a roster besides its contacts.
    local function about(held, version)
        local answer = {}
        answer.source = held.from_backend and "backend" or "last known"
        answer.age = math.floor(math.max(
            0,
            time.monotonic() - held.asked_at
        ))
        answer.version = version
        return answer
    end
    --- Answers with a long roster, as it is now, in slices.
    local function reply_long_roster(held, response)
        local copy = {roster = {}}
        in_slices(
            function(breathe)
                in_one_go(function()
                    copy_contacts(held, copy)
                end)
                local rest = json.encode_ordered(about(
                    held,
                    rosters.version_of_copy(held, copy.roster, breathe)
                ))
                local pieces = {"{\"roster\":"}
                for ____, piece in ipairs(roster_pieces(copy, breathe)) do
                    cut(piece, pieces)
                end
                pieces[#pieces + 1] = "," .. string.sub(rest, 2)
                breathe(function() return reply_pieces(response, 200, pieces) end)
            end,
            function(problem)
                if problem ~= nil then
                    reply_error(response, 500, BROKEN)
                end
            end
        )
    end
    local function reply_roster(username, held, response)
        if held == nil then
            reply_error(response, 404, ("no roster of " .. username) .. " is held")
        elseif is_long(held.roster) then
            reply_long_roster(held, response)
        else
            local answer = about(
                held,
                rosters.version(held)
            )
            answer.roster = roster_document(held)
            reply(response, 200, answer)
        end
    end
    --- Answers with the roster that is held, or stored; the store may have to wait for that, but not for ever.
    local function show_roster(username, response)
        local is_over = false
        local function ____end(held)
            if is_over then
                return
            end
            is_over = true
            reply_roster(username, held, response)
        end
        local held = rosters.get(username)
        if held == nil then
            last_known.look_up(username, ____end)
        else
            ____end(held)
        end
        if is_over then
            return
        end
        timer.add_task(
            STORE_PATIENCE,
            function()
                ____end(nil)
            end
        )
    end
    module:depends("http")
    module:provides(
        "http",
        {
            cors = {enabled = true, origins = {}},
            streaming_uploads = true,
            route = with_refusals(
                {
                    ["POST /refresh"] = for_body(read_usernames, refresh, true),
                    ["GET /refresh/*"] = guarded(
                        function(event, _, path) return receive(
                            event,
                            function() return read_path(path, host) end,
                            refresh
                        ) end,
                        true
                    ),
                    ["POST /refresh-all"] = guarded(function(event) return receive(event, read_everyone_online, refresh) end),
                    ["POST /rosters"] = for_body(read_rosters, hand_over),
                    ["PATCH /rosters"] = for_body(read_patches, patch),
                    ["GET /rosters/*"] = guarded(function(____bindingPattern0, _, path)
                        local response
                        response = ____bindingPattern0.response
                        local username, problem = read_username(path, host)
                        if username == nil then
                            return reply_error(
                                response,
                                404,
                                (printable(path) .. ": ") .. problem
                            )
                        end
                        show_roster(username, response)
                        return true
                    end),
                    ["GET /status"] = guarded(
                        function(event) return reply(
                            event.response,
                            200,
                            status()
                        ) end,
                        true
                    )
                },
                refuse
            )
        }
    )
end
____exports.serve = serve
return ____exports
end

-- src/edits/sibling_hosts.ts
rooms["src.edits.sibling_hosts"] = function()
local ____exports = {}
local jid = require("util.jid")
--- Joins the hosts that ask at the same URL; it is compared before names are put in.
local function join_application(host, member)
    local members = module:shared("/*/http_roster_admin/applications")
    members[host] = member
    local function member_of(bare_jid)
        local username, its_host = jid.split(bare_jid)
        local ____temp_0
        if its_host == nil then
            ____temp_0 = nil
        else
            ____temp_0 = members[its_host]
        end
        local found = ____temp_0
        if username == nil or (found and found.edit_url) ~= member.edit_url then
            return nil
        end
        return username, found
    end
    return {
        is_ours = function(bare_jid) return (member_of(bare_jid)) ~= nil end,
        held = function(bare_jid, contact)
            local username, found = member_of(bare_jid)
            local ____temp_3
            if username == nil then
                ____temp_3 = nil
            else
                ____temp_3 = found.held(username, contact)
            end
            return ____temp_3
        end,
        show = function(bare_jid, contact, stanzas)
            local username, found = member_of(bare_jid)
            if username ~= nil then
                found.show(username, contact, stanzas)
            end
        end,
        leave = function()
            if members[host] == member then
                members[host] = nil
            end
        end
    }
end
____exports.join_application = join_application
return ____exports
end

-- src/edits/block_lists.ts
rooms["src.edits.block_lists"] = function()
local ____exports = {}
local jid = require("util.jid")
local function new_block_lists(host_session, attempt)
    local store = module:open_store("blocklist", "keyval")
    return {has_blocked = function(username, contact)
        if store == nil or not (host_session.modules.blocklist ~= nil) then
            return false
        end
        local is_blocked = false
        attempt(
            "Reading a block list",
            function()
                local list, problem = store:get(username)
                if type(list) == "table" then
                    local blocked = list
                    local host = jid.host(contact)
                    is_blocked = blocked[contact] ~= nil or host ~= nil and blocked[host] ~= nil
                elseif problem ~= nil then
                    error(
                        tostring(problem),
                        0
                    )
                end
            end
        )
        return is_blocked
    end}
end
____exports.new_block_lists = new_block_lists
return ____exports
end

-- src/edits/edit_lanes.ts
rooms["src.edits.edit_lanes"] = function()
local ____exports = {}
local ____waiting_line = require("src.waiting_line")
local dequeue = ____waiting_line.dequeue
local enqueue = ____waiting_line.enqueue
local first_of = ____waiting_line.first_of
local length_of = ____waiting_line.length_of
local new_line = ____waiting_line.new_line
local MOST_OF_A_USER = 1000
local MOST_OF_CONTACTS_TO_A_USER = 200
local MOST_OF_CONTACTS = 2000
local function new_lanes()
    return {lanes = {}, busy_pairs = {}, of_contacts = {}, contacts = 0}
end
--- The pair of a user, by bare JID, and a contact.
local function pair_of(user, contact)
    return user < contact and (user .. " ") .. contact or (contact .. " ") .. user
end
--- The lane of a user's own edits. A username has no space.
local function own_lane(username)
    return username
end
--- The lane of what a contact wants of a user.
local function contacts_lane(username, contact)
    return (username .. " ") .. contact
end
local function lane_of(edit)
    return edit.is_contacts and contacts_lane(edit.username, edit.contact) or own_lane(edit.username)
end
--- Puts an edit at the end of its lane; `false` where too many wait.
local function join(all, edit)
    local key = lane_of(edit)
    local lane = all.lanes[key]
    if edit.is_contacts then
        local waiting = all.of_contacts[edit.username] or 0
        if waiting >= MOST_OF_CONTACTS_TO_A_USER or all.contacts >= MOST_OF_CONTACTS then
            return false
        end
        all.of_contacts[edit.username] = waiting + 1
        all.contacts = all.contacts + 1
    elseif lane ~= nil and length_of(lane.edits) >= MOST_OF_A_USER then
        return false
    end
    if lane == nil then
        lane = {
            edits = new_line(),
            is_busy = false
        }
        all.lanes[key] = lane
    end
    enqueue(lane.edits, edit)
    return true
end
--- The next edit of a lane, to be seen to from now on; nil where one is, or none waits.
local function begin(all, key)
    local lane = all.lanes[key]
    if lane == nil or lane.is_busy then
        return nil
    end
    lane.is_busy = true
    return first_of(lane.edits)
end
--- Nothing is done about the first edit of a lane for now.
local function put_off(all, edit)
    local lane = all.lanes[lane_of(edit)]
    if lane ~= nil then
        lane.is_busy = false
    end
end
--- `true` for the first edit of its lane.
local function is_next(all, edit)
    local lane = all.lanes[lane_of(edit)]
    return lane ~= nil and first_of(lane.edits) == edit
end
--- Takes an edit's pair for it; `false` where the backend is being asked about them already.
local function claim_pair(all, edit)
    if all.busy_pairs[edit.pair] ~= nil then
        return false
    end
    all.busy_pairs[edit.pair] = true
    edit.holds_pair = true
    return true
end
--- The backend is no longer being asked about an edit's pair.
local function free_pair(all, edit)
    if not edit.holds_pair then
        return
    end
    edit.holds_pair = false
    all.busy_pairs[edit.pair] = nil
end
--- An edit that was the first of its lane has ended.
local function leave(all, edit)
    local key = lane_of(edit)
    local lane = all.lanes[key]
    if lane == nil or first_of(lane.edits) ~= edit then
        return
    end
    dequeue(lane.edits)
    lane.is_busy = false
    if length_of(lane.edits) == 0 then
        all.lanes[key] = nil
    end
    if not edit.is_contacts then
        return
    end
    local left = (all.of_contacts[edit.username] or 1) - 1
    if left > 0 then
        all.of_contacts[edit.username] = left
    else
        all.of_contacts[edit.username] = nil
    end
    all.contacts = all.contacts - 1
end
--- Takes out all edits of the lanes whose first edit is such a one, in their order.
local function remove_lanes(all, is_one)
    local found = {}
    local keys = {}
    for key, lane in pairs(all.lanes) do
        local first = first_of(lane.edits)
        if first ~= nil and is_one(first) then
            keys[#keys + 1] = key
        end
    end
    for ____, key in ipairs(keys) do
        local lane = all.lanes[key]
        local ____temp_0
        if lane == nil then
            ____temp_0 = nil
        else
            ____temp_0 = first_of(lane.edits)
        end
        local edit = ____temp_0
        if edit ~= nil then
            free_pair(all, edit)
        end
        while edit ~= nil do
            found[#found + 1] = edit
            leave(all, edit)
            local ____temp_1
            if lane == nil then
                ____temp_1 = nil
            else
                ____temp_1 = first_of(lane.edits)
            end
            edit = ____temp_1
        end
    end
    return found
end
--- The lanes whose first edit may be about a pair, both by bare JID; `host` is where users are at home.
local function lanes_of_pair(edit, host)
    local keys = {
        own_lane(edit.username),
        contacts_lane(edit.username, edit.contact)
    }
    local at = string.find(edit.contact, "@", 1, true)
    if at ~= nil and string.sub(edit.contact, at + 1) == host then
        keys[#keys + 1] = own_lane(string.sub(edit.contact, 1, at - 1))
    end
    return keys
end
____exports.begin = begin
____exports.free_pair = free_pair
____exports.is_next = is_next
____exports.join = join
____exports.lanes_of_pair = lanes_of_pair
____exports.leave = leave
____exports.new_lanes = new_lanes
____exports.pair_of = pair_of
____exports.put_off = put_off
____exports.remove_lanes = remove_lanes
____exports.claim_pair = claim_pair
return ____exports
end

-- src/edits/edit_question.ts
rooms["src.edits.edit_question"] = function()
local ____exports = {}
local json = require("util.json")
local ____contact = require("src.rosters.contact")
local bare_jid = ____contact.bare_jid
local array = require("util.array")
local LONGEST_NAME = 1023
local LONGEST_TEXT = 1023
local NICK = "http://jabber.org/protocol/nick"
local PREAUTHENTICATION = "urn:xmpp:pars:0"
local BEGINS_CHARACTER = ((("[^" .. string.char(128)) .. "-") .. string.char(191)) .. "]"
local KINDS = {}
for ____, kind in ipairs({"subscribe", "subscribed", "unsubscribe", "unsubscribed"}) do
    KINDS[kind] = kind
end
--- The kind of a presence that is about a subscription; nil for any other.
local function subscription_kind(stanza)
    local presence_type = stanza.attr.type
    local ____temp_0
    if presence_type == nil then
        ____temp_0 = nil
    else
        ____temp_0 = KINDS[presence_type]
    end
    return ____temp_0
end
--- A text of at most so many characters.
local function cut(text, characters)
    if #text <= characters then
        return text
    end
    local at = 0
    for _ = 1, characters + 1 do
        at = string.find(text, BEGINS_CHARACTER, at + 1)
        if at == nil then
            return text
        end
    end
    return string.sub(text, 1, at - 1)
end
--- A text that somebody sent along, cut; nil where there is none.
local function text_sent(text)
    if text == nil or text == "" then
        return nil
    end
    return cut(text, LONGEST_TEXT)
end
local function modify(condition, text)
    return {type = "modify", condition = condition, text = text}
end
--- The names of an item's groups; or what is wrong with them (RFC 6121 2.3.3).
local function read_groups(item)
    local groups = {}
    local seen = {}
    for group in item:childtags("group") do
        local name = group:get_text() or ""
        if name == "" then
            return nil, modify("not-acceptable", "A group has no name")
        end
        if #name > LONGEST_NAME then
            return nil, modify("not-acceptable", "A group's name is too long")
        end
        if seen[name] ~= nil then
            return nil, modify("bad-request", "A group is named twice")
        end
        seen[name] = true
        groups[#groups + 1] = name
    end
    return groups
end
--- What a user's roster set (RFC 6121 2.3, 2.5) asks; or what is wrong with it.
local function read_roster_set(query, user)
    local tags = query == nil and ({}) or query.tags
    local item = tags[1]
    if (item and item.name) ~= "item" or tags[2] ~= nil then
        return nil, modify("bad-request", "A roster set has one item")
    end
    local contact = bare_jid(item.attr.jid or "")
    if contact == nil then
        return nil, modify("bad-request", "The item has no JID that is one")
    end
    if contact == user then
        return nil, {type = "cancel", condition = "not-allowed", text = "Nobody is a contact of their own"}
    end
    if item.attr.subscription == "remove" then
        return {action = "remove", user = user, contact = contact}
    end
    local ____temp_3
    if item.attr.name == "" then
        ____temp_3 = nil
    else
        ____temp_3 = item.attr.name
    end
    local name = ____temp_3
    if name ~= nil and #name > LONGEST_NAME then
        return nil, modify("not-acceptable", "The name is too long")
    end
    local groups, problem = read_groups(item)
    if groups == nil then
        return nil, problem
    end
    return {
        action = "set",
        user = user,
        contact = contact,
        name = name,
        groups = groups
    }
end
--- What a subscription stanza asks.
local function read_subscription(stanza, action, user, contact, from)
    local text = text_sent(stanza:get_child_text("status"))
    local nick = text_sent(stanza:get_child_text("nick", NICK))
    local preauthentication = stanza:get_child("preauth", PREAUTHENTICATION)
    local token
    if preauthentication ~= nil then
        token = text_sent(preauthentication.attr.token)
    end
    return {
        action = action,
        user = user,
        contact = contact,
        from = from,
        text = text,
        nick = nick,
        token = token
    }
end
--- A question as the backend gets it.
local function to_json(question)
    local fields = {}
    for name, value in pairs(question) do
        fields[name] = value
    end
    if question.groups ~= nil then
        fields.groups = array(question.groups)
    end
    return json.encode(fields)
end
____exports.NICK = NICK
____exports.cut = cut
____exports.read_roster_set = read_roster_set
____exports.read_subscription = read_subscription
____exports.subscription_kind = subscription_kind
____exports.to_json = to_json
return ____exports
end

-- src/edits/subscription_handshake.ts
rooms["src.edits.subscription_handshake"] = function()
local ____exports = {}
local ____presence_rules = require("src.clients.presence_rules")
local is_seeing = ____presence_rules.is_seeing
local is_seen_by = ____presence_rules.is_seen_by
--- `true` where the contact may see the user.
local function is_seen(item)
    return item ~= nil and is_seen_by(item.subscription)
end
--- `true` where the contact has asked to see the user, and waits for an answer.
local function has_request(item)
    if item == nil then
        return false
    end
    return item.request ~= nil
end
--- `true` where the contact may see the user, or has asked to.
local function is_seen_or_asked(item)
    return is_seen(item) or has_request(item)
end
--- `true` where the user has asked to see the contact.
local function has_asked(item)
    return (item and item.asked) == true
end
--- `true` where the user may see the contact, or has asked to.
local function is_seeing_or_asks(item)
    return item ~= nil and (is_seeing(item.subscription) or item.asked == true)
end
--- What is said to a contact elsewhere of whom the roster says something else now.
local function kinds_to_say(before, after)
    local kinds = {}
    if is_seen(after) and not is_seen(before) then
        kinds[#kinds + 1] = "subscribed"
    end
    if is_seen_or_asked(before) and not is_seen_or_asked(after) then
        kinds[#kinds + 1] = "unsubscribed"
    end
    if has_asked(after) and not has_asked(before) then
        kinds[#kinds + 1] = "subscribe"
    end
    if is_seeing_or_asks(before) and not is_seeing_or_asks(after) then
        kinds[#kinds + 1] = "unsubscribe"
    end
    return kinds
end
--- `true` where the roster says what such a stanza of the user's says.
local function stands(kind, item)
    if kind == "subscribed" then
        return is_seen(item)
    end
    if kind == "unsubscribed" then
        return not is_seen_or_asked(item)
    end
    local ____temp_2
    if kind == "subscribe" then
        ____temp_2 = is_seeing_or_asks(item)
    else
        ____temp_2 = not is_seeing_or_asks(item)
    end
    return ____temp_2
end
--- What a removal takes from the other user, whose item of the one who removes was `before` and is `after`.
local function kinds_of_removal(before, after)
    local kinds = {}
    if is_seen_or_asked(before) and not is_seen_or_asked(after) then
        kinds[#kinds + 1] = "unsubscribe"
    end
    if is_seeing_or_asks(before) and not is_seeing_or_asks(after) then
        kinds[#kinds + 1] = "unsubscribed"
    end
    return kinds
end
--- `true` where a contact's stanza, of whom the roster said that, means anything.
local function takes_or_gives(kind, before)
    if kind == "unsubscribe" then
        return is_seen_or_asked(before)
    end
    return kind ~= "unsubscribed" or is_seeing_or_asks(before)
end
--- What a kind takes back.
local function opposite(kind)
    if kind == "subscribe" then
        return "unsubscribe"
    end
    if kind == "subscribed" then
        return "unsubscribed"
    end
    return kind == "unsubscribe" and "subscribe" or "subscribed"
end
--- What would be said to a contact in answer to theirs, if it were not theirs: nothing is.
local function echo_of(kind)
    if kind == "unsubscribe" then
        return "unsubscribed"
    end
    return kind == "unsubscribed" and "unsubscribe" or nil
end
____exports.echo_of = echo_of
____exports.has_request = has_request
____exports.is_seen = is_seen
____exports.kinds_of_removal = kinds_of_removal
____exports.kinds_to_say = kinds_to_say
____exports.opposite = opposite
____exports.stands = stands
____exports.takes_or_gives = takes_or_gives
return ____exports
end

-- src/edits/subscriptions.ts
rooms["src.edits.subscriptions"] = function()
local ____exports = {}
local cache = require("util.cache")
local st = require("util.stanza")
local time = require("util.time")
local ____rosters = require("src.rosters.rosters")
local item_of = ____rosters.item_of
local ____subscription_handshake = require("src.edits.subscription_handshake")
local echo_of = ____subscription_handshake.echo_of
local kinds_to_say = ____subscription_handshake.kinds_to_say
local opposite = ____subscription_handshake.opposite
local stands = ____subscription_handshake.stands
local MOST_REMEMBERED = 10000
local ASKED_FOR = 24 * 3600
local function new_subscription_state()
    return {
        owed = {},
        unsaid = cache.new(MOST_REMEMBERED),
        asked_at = cache.new(MOST_REMEMBERED)
    }
end
local function new_subscriptions(host, rosters, application, block_lists, state, in_turn)
    local owed = state.owed
    local unsaid = state.unsaid
    local asked_at = state.asked_at
    local function send(username, contact, kind, stanza)
        in_turn(
            username,
            "What handles presence",
            function()
                if block_lists.has_blocked(username, contact) then
                    return
                end
                if kind == "subscribe" then
                    asked_at:set(
                        (username .. " ") .. contact,
                        time.monotonic()
                    )
                elseif kind == "unsubscribe" then
                    asked_at:set((username .. " ") .. contact, nil)
                end
                module:send(stanza)
            end
        )
    end
    local function say(username, contact, kind)
        send(
            username,
            contact,
            kind,
            st.presence({type = kind, from = (username .. "@") .. host, to = contact})
        )
    end
    --- What the user has said to a contact and is owed; that is taken out.
    local function claim_owed(username, contact, kind)
        local of_user = owed[username]
        local of_contact = of_user and of_user[contact]
        local stanza = of_contact and of_contact[kind]
        if of_user == nil or of_contact == nil or stanza == nil then
            return nil
        end
        of_contact[kind] = nil
        if (next(of_contact)) == nil then
            of_user[contact] = nil
        end
        if (next(of_user)) == nil then
            owed[username] = nil
        end
        return stanza
    end
    --- Sends what is owed to a contact and stands, but for those kinds.
    local function settle_but(username, contact, item)
        local ____opt_4 = owed[username]
        local of_contact = ____opt_4 and ____opt_4[contact]
        if of_contact == nil then
            return
        end
        for ____, kind in ipairs({"subscribed", "subscribe", "unsubscribed", "unsubscribe"}) do
            if of_contact[kind] ~= nil and stands(kind, item) then
                local stanza = claim_owed(username, contact, kind)
                if stanza ~= nil then
                    send(username, contact, kind, stanza)
                end
            end
        end
    end
    return {
        say = say,
        on_change = function(username, changes)
            for ____, ____value in ipairs(changes) do
                local contact = ____value.jid
                local before = ____value.before
                local after = ____value.after
                local kinds = kinds_to_say(before, after)
                if (kinds[1] ~= nil or owed[username] ~= nil) and not application.is_ours(contact) then
                    for ____, kind in ipairs(kinds) do
                        local key = (((username .. " ") .. contact) .. " ") .. kind
                        local own = claim_owed(username, contact, kind)
                        if own ~= nil then
                            send(username, contact, kind, own)
                        elseif unsaid:get(key) == nil then
                            say(username, contact, kind)
                        end
                        unsaid:set(key, nil)
                        unsaid:set(
                            (((username .. " ") .. contact) .. " ") .. opposite(kind),
                            nil
                        )
                    end
                    settle_but(username, contact, after)
                end
            end
        end,
        owe = function(username, contact, kind, stanza)
            local of_user = owed[username]
            if of_user == nil then
                of_user = {}
                owed[username] = of_user
            end
            local of_contact = of_user[contact]
            if of_contact == nil then
                of_contact = {}
                of_user[contact] = of_contact
            end
            of_contact[opposite(kind)] = nil
            of_contact[kind] = stanza
        end,
        settle = function(username, contact)
            settle_but(
                username,
                contact,
                item_of(rosters, username, contact)
            )
            if rosters.online(username) == nil then
                owed[username] = nil
            end
        end,
        hear = function(username, contact, kind)
            local echo = echo_of(kind)
            if echo ~= nil then
                unsaid:set((((username .. " ") .. contact) .. " ") .. echo, true)
            end
            local undone = echo_of(opposite(kind))
            if undone ~= nil then
                unsaid:set((((username .. " ") .. contact) .. " ") .. undone, nil)
            end
        end,
        ask_again = function(username)
            local held = rosters.get(username)
            if held == nil then
                return
            end
            local since = time.monotonic() - ASKED_FOR
            local contacts = {}
            for jid, item in pairs(held.roster) do
                if jid ~= false and item.asked == true then
                    contacts[#contacts + 1] = jid
                end
            end
            for ____, contact in ipairs(contacts) do
                local is_due = (asked_at:get((username .. " ") .. contact) or -math.huge) < since
                if is_due and not application.is_ours(contact) then
                    say(username, contact, "subscribe")
                end
            end
        end,
        on_error = function(username, contact)
            asked_at:set((username .. " ") .. contact, nil)
        end,
        on_offline = function(username)
            owed[username] = nil
        end
    }
end
____exports.new_subscription_state = new_subscription_state
____exports.new_subscriptions = new_subscriptions
return ____exports
end

-- src/edits/verdict.ts
rooms["src.edits.verdict"] = function()
local ____exports = {}
local ____answer = require("src.backend.answer")
local read_retry_after = ____answer.read_retry_after
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local ____contact = require("src.rosters.contact")
local is_xml_text = ____contact.is_xml_text
local ____edit_question = require("src.edits.edit_question")
local cut = ____edit_question.cut
local LONGEST_TEXT = 500
local LONGEST_REASON = 64 * 1024
local REFUSALS = {}
REFUSALS[400] = {type = "modify", condition = "bad-request"}
REFUSALS[401] = {type = "auth", condition = "forbidden"}
REFUSALS[403] = {type = "auth", condition = "forbidden"}
REFUSALS[404] = {type = "cancel", condition = "item-not-found"}
REFUSALS[405] = {type = "cancel", condition = "not-allowed"}
REFUSALS[406] = {type = "modify", condition = "not-acceptable"}
REFUSALS[409] = {type = "cancel", condition = "conflict"}
REFUSALS[422] = {type = "modify", condition = "not-acceptable"}
REFUSALS[429] = {type = "wait", condition = "resource-constraint"}
--- To a contact's question these are no refusals: it is asked again.
local NOT_FOR_CONTACTS = {}
for ____, code in ipairs({401, 405, 429}) do
    NOT_FOR_CONTACTS[code] = true
end
--- The reason that a refusal gives in its body: a `message`, or a `detail` as in RFC 9457.
local function reason_in(body)
    if #body > LONGEST_REASON then
        return nil
    end
    local document = decode(body)
    if document == nil or not is_object(document) then
        return nil
    end
    local message = document.message
    local reason = type(message) == "string" and message or document.detail
    if type(reason) ~= "string" or reason == "" or not is_xml_text(reason) then
        return nil
    end
    return cut(reason, LONGEST_TEXT)
end
--- What a reply to a question says. `now`: Unix time.
local function read_verdict(reply, from, now)
    if reply.code == nil then
        return {kind = "failed", problem = reply.problem}
    end
    local code = reply.code
    if code == 204 then
        return {kind = "agreed"}
    end
    if code == 200 then
        local is_blank = (string.find(reply.body, "^[ \t\r\n]*$")) ~= nil
        local ____is_blank_0
        if is_blank then
            ____is_blank_0 = nil
        else
            ____is_blank_0 = reply.body
        end
        return {kind = "agreed", body = ____is_blank_0}
    end
    local refusal = REFUSALS[code]
    if refusal ~= nil and (from == "user" or not (NOT_FOR_CONTACTS[code] ~= nil)) then
        local ____error = {
            type = refusal.type,
            condition = refusal.condition,
            text = reason_in(reply.body)
        }
        return {kind = "refused", error = ____error}
    end
    local retry_after = read_retry_after(reply.headers["retry-after"], now)
    return {
        kind = "failed",
        problem = string.format("backend answered %d", code),
        retry_after = retry_after
    }
end
____exports.read_verdict = read_verdict
return ____exports
end

-- src/edits/edits.ts
rooms["src.edits.edits"] = function()
local ____exports = {}
local id = require("util.id")
local jid = require("util.jid")
local st = require("util.stanza")
local time = require("util.time")
local ____request_body = require("src.api.request_body")
local read_patches = ____request_body.read_patches
local ____breaker = require("src.backend.breaker")
local pause_after_failure = ____breaker.pause_after_failure
local ____queue = require("src.backend.queue")
local new_wish = ____queue.new_wish
local ____json_reader = require("src.json.json_reader")
local LONG = ____json_reader.LONG
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local quoted = ____json_value.quoted
local ____waiting_line = require("src.waiting_line")
local dequeue = ____waiting_line.dequeue
local enqueue = ____waiting_line.enqueue
local first_of = ____waiting_line.first_of
local length_of = ____waiting_line.length_of
local new_line = ____waiting_line.new_line
local ____arrival_order = require("src.rosters.arrival_order")
local begin_reading = ____arrival_order.begin_reading
local next_place = ____arrival_order.next_place
local ____contact = require("src.rosters.contact")
local bare_jid = ____contact.bare_jid
local same_item = ____contact.same_item
local ____rosters = require("src.rosters.rosters")
local item_of = ____rosters.item_of
local ____time_slices = require("src.time_slices")
local in_slices = ____time_slices.in_slices
local ____edit_lanes = require("src.edits.edit_lanes")
local begin = ____edit_lanes.begin
local free_pair = ____edit_lanes.free_pair
local is_next = ____edit_lanes.is_next
local join = ____edit_lanes.join
local lanes_of_pair = ____edit_lanes.lanes_of_pair
local leave = ____edit_lanes.leave
local new_lanes = ____edit_lanes.new_lanes
local pair_of = ____edit_lanes.pair_of
local put_off = ____edit_lanes.put_off
local remove_lanes = ____edit_lanes.remove_lanes
local claim_pair = ____edit_lanes.claim_pair
local ____subscription_handshake = require("src.edits.subscription_handshake")
local has_request = ____subscription_handshake.has_request
local is_seen = ____subscription_handshake.is_seen
local kinds_of_removal = ____subscription_handshake.kinds_of_removal
local takes_or_gives = ____subscription_handshake.takes_or_gives
local ____edit_question = require("src.edits.edit_question")
local read_roster_set = ____edit_question.read_roster_set
local read_subscription = ____edit_question.read_subscription
local subscription_kind = ____edit_question.subscription_kind
local to_json = ____edit_question.to_json
local ____verdict = require("src.edits.verdict")
local read_verdict = ____verdict.read_verdict
local DAY = 24 * 3600
local SHORTEST_LOOK = 1
local LONGEST_LOOK = 3
local STORE_PATIENCE = 1
local MOST_STARTED_AT_ONCE = 8
local BLOCKING_ERRORS = "urn:xmpp:blocking:errors"
local TOO_MANY = {type = "wait", condition = "resource-constraint", text = "Too much waits to be decided"}
local UNDECIDED = {type = "wait", condition = "remote-server-timeout", text = "The application that manages contacts does not answer"}
local function new_edit_state()
    return {lanes = new_lanes()}
end
--- Reads without others having their turn.
local function at_once(act, last)
    if last == nil then
        last = 1
    end
    if act == nil then
        return
    end
    for position = 1, last do
        act(position)
    end
end
local function new_edits(host, backend, rosters, fetches, arrivals, expected, application, block_lists, subscriptions, state, attempt, in_turn, events)
    local tell, return_to_sender, tell_error, start_next, go_on, finish, show, show_agreed, conclude, once_recalled, prepare, has_ended, carry_out, read_changes, fail, refuse, agree, on_verdict, ask, ask_for_contact, begin_for_contact, start, wait, park, wanted_by_contact, look, unpark, unpark_all, lanes, is_stopped, looking, to_start, is_starting, parked
    function tell(edit, answer)
        if edit.session ~= nil then
            attempt("Sending to a client", edit.session.send, answer)
        end
    end
    function return_to_sender(edit)
        if edit.stanza == nil then
            return
        end
        local answer = st.error_reply(edit.stanza, TOO_MANY.type, TOO_MANY.condition, TOO_MANY.text)
        in_turn(
            edit.username,
            "What handles presence",
            function()
                module:send(answer)
            end
        )
    end
    function tell_error(edit, ____bindingPattern0)
        local text
        local condition
        local error_type
        error_type = ____bindingPattern0.type
        condition = ____bindingPattern0.condition
        text = ____bindingPattern0.text
        if edit.is_contacts then
            return_to_sender(edit)
        elseif edit.request ~= nil then
            tell(
                edit,
                st.error_reply(edit.request, error_type, condition, text)
            )
        end
    end
    function start_next()
        local key = dequeue(to_start)
        if key ~= nil then
            attempt("An edit", start, key)
        end
    end
    function go_on(edit)
        for ____, key in ipairs(lanes_of_pair(edit, host)) do
            enqueue(to_start, key)
        end
        if is_starting then
            return
        end
        is_starting = true
        for _ = 1, MOST_STARTED_AT_ONCE do
            start_next()
        end
        if length_of(to_start) == 0 then
            is_starting = false
            return
        end
        in_slices(
            function(breathe)
                while length_of(to_start) > 0 do
                    breathe(start_next)
                end
            end,
            function()
                is_starting = false
            end
        )
    end
    function finish(edit)
        if edit.wish ~= nil then
            backend.withdraw(edit.wish)
        end
        free_pair(lanes, edit)
        leave(lanes, edit)
        go_on(edit)
    end
    function show(to, contact, kinds, stanza)
        local stanzas = {}
        for ____, kind in ipairs(kinds) do
            stanzas[#stanzas + 1] = stanza or st.presence({type = kind, from = contact, to = to})
        end
        if stanzas[1] ~= nil then
            application.show(to, contact, stanzas)
        end
    end
    function show_agreed(edit)
        local question = edit.question
        local username = edit.username
        local contact = edit.contact
        local stanza = edit.stanza
        local action = question.action
        local user = question.user
        local to = edit.is_contacts and user or contact
        if not application.is_ours(to) then
            return
        end
        local ____edit_is_contacts_0
        if edit.is_contacts then
            ____edit_is_contacts_0 = edit.before
        else
            ____edit_is_contacts_0 = edit.other_before
        end
        local before = ____edit_is_contacts_0
        local ____edit_is_contacts_1
        if edit.is_contacts then
            ____edit_is_contacts_1 = item_of(rosters, username, contact)
        else
            ____edit_is_contacts_1 = application.held(contact, user)
        end
        local after = ____edit_is_contacts_1
        local by = edit.is_contacts and contact or user
        if action == "remove" then
            show(
                to,
                by,
                kinds_of_removal(before, after),
                nil
            )
        elseif action ~= "set" and action ~= "subscribe" then
            local ____temp_2
            if before == nil or after == nil then
                ____temp_2 = before == after
            else
                ____temp_2 = same_item(before, after)
            end
            local is_same = ____temp_2
            if not is_same then
                show(to, by, {action}, stanza)
            end
        end
    end
    function conclude(edit)
        local question = edit.question
        local username = edit.username
        local contact = edit.contact
        local action = question.action
        if edit.is_contacts then
            if action == "subscribe" and is_seen(edit.before) and is_seen(item_of(rosters, username, contact)) then
                subscriptions.say(username, contact, "subscribed")
                events.show_user(username, contact)
            end
        elseif action ~= "set" and action ~= "remove" then
            subscriptions.settle(username, contact)
        elseif edit.request ~= nil then
            tell(
                edit,
                st.reply(edit.request)
            )
        end
        show_agreed(edit)
    end
    function once_recalled(username, act)
        local is_over = false
        local function go()
            if is_over then
                return
            end
            is_over = true
            act()
        end
        fetches.recall(username, go)
        if not is_over then
            module:add_timer(STORE_PATIENCE, go)
        end
    end
    function prepare(edit)
        local question = edit.question
        local username = edit.username
        local contact = edit.contact
        local stanza = edit.stanza
        local action = question.action
        if action == "set" or action == "remove" or application.is_ours(contact) then
            return
        end
        if not edit.is_contacts then
            if stanza ~= nil then
                subscriptions.owe(username, contact, action, stanza)
            end
        elseif takes_or_gives(action, edit.before) then
            subscriptions.hear(username, contact, action)
        end
    end
    function has_ended(edit)
        return is_stopped or not is_next(lanes, edit)
    end
    function carry_out(edit, named, place)
        local usernames = named.usernames
        local values = named.values
        prepare(edit)
        for ____, username in ipairs(usernames) do
            expected.expect(username)
        end
        once_recalled(
            edit.username,
            function()
                for position, username in ipairs(usernames) do
                    local is_done = false
                    local function done()
                        if is_done then
                            return
                        end
                        is_done = true
                        events.once_told(
                            username,
                            function()
                                expected.arrived(username)
                            end
                        )
                    end
                    local value = values[position]
                    local is_carried_out = value ~= nil and attempt(
                        "An edit",
                        function()
                            fetches.patch(
                                username,
                                place,
                                value,
                                done,
                                nil,
                                edit.asked_at
                            )
                        end
                    )
                    if not is_carried_out then
                        done()
                    end
                end
                fetches.end_reading(place)
                events.once_told(
                    edit.username,
                    function()
                        if has_ended(edit) then
                            return
                        end
                        attempt("An edit", conclude, edit)
                        finish(edit)
                    end
                )
            end
        )
    end
    function read_changes(body, breathe)
        local named, problem = read_patches(body, host, breathe)
        if named == nil then
            return nil, problem
        end
        for position, value in ipairs(named.values) do
            if not is_object(value) then
                local username = named.usernames[position] or ""
                return nil, ((("what it says of " .. username) .. " is ") .. kind_of(value)) .. ", expected an object of contacts"
            end
        end
        return named
    end
    function fail(edit, problem, retry_after)
        events.on_result("failed")
        if edit.is_contacts then
            free_pair(lanes, edit)
            put_off(lanes, edit)
            edit.failures = edit.failures + 1
            wait(
                edit,
                pause_after_failure(
                    edit.failures,
                    math.random(),
                    retry_after
                )
            )
            go_on(edit)
            return
        end
        module:log(
            "debug",
            "Nobody has decided what %s wants of %s: %s",
            edit.username,
            edit.contact,
            problem
        )
        tell_error(edit, UNDECIDED)
        rosters.note_notice(
            edit.username,
            next_place(arrivals)
        )
        events.on_doubt(edit.username)
        finish(edit)
    end
    function refuse(edit, refusal)
        events.on_result("refused")
        if not edit.is_contacts then
            tell_error(edit, refusal)
        elseif edit.question.action == "subscribe" then
            subscriptions.say(edit.username, edit.contact, "unsubscribed")
        end
        finish(edit)
    end
    function agree(edit, body)
        local place = begin_reading(arrivals)
        local function act(breathe)
            local named, problem = read_changes(body, breathe)
            breathe(function()
                if has_ended(edit) then
                    fetches.end_reading(place)
                    return
                end
                if named == nil then
                    fetches.end_reading(place)
                    fail(edit, "backend's answer can't be used: " .. problem)
                    return
                end
                events.on_result("agreed")
                for ____, ____value in ipairs(named.wrong) do
                    local name = ____value[1]
                    local fault = ____value[2]
                    events.on_fault(
                        edit.username,
                        (quoted(name) .. ": ") .. fault
                    )
                end
                carry_out(edit, named, place)
            end)
        end
        if #body <= LONG then
            act(at_once)
            return
        end
        in_slices(
            act,
            function(problem)
                if problem == nil then
                    return
                end
                fetches.end_reading(place)
                if has_ended(edit) then
                    return
                end
                tell_error(edit, UNDECIDED)
                finish(edit)
            end
        )
    end
    function on_verdict(edit, verdict)
        if verdict.kind == "agreed" then
            agree(edit, verdict.body or "{}")
        elseif verdict.kind == "refused" then
            refuse(edit, verdict.error)
        else
            fail(edit, verdict.problem, verdict.retry_after)
        end
    end
    function ask(edit)
        local question = edit.question
        local username = edit.username
        local contact = edit.contact
        edit.before = item_of(rosters, username, contact)
        edit.other_before = application.held(contact, question.user)
        local function done(reply)
            if has_ended(edit) then
                return
            end
            local verdict = read_verdict(
                reply,
                question.from or "user",
                time.now()
            )
            if attempt("An edit", on_verdict, edit, verdict) then
                return
            end
            tell_error(edit, UNDECIDED)
            finish(edit)
        end
        local wish = new_wish(
            username,
            edit.is_contacts and "contact" or "edit",
            time.monotonic()
        )
        wish.question = {
            body = to_json(question),
            key = edit.key,
            done = done
        }
        edit.wish = wish
        edit.asked_at = next_place(arrivals)
        local refused = backend.ask(wish)
        if refused ~= nil then
            done({problem = refused.problem})
        end
    end
    function ask_for_contact(edit)
        local question = edit.question
        local username = edit.username
        local contact = edit.contact
        if has_ended(edit) then
            return
        end
        if fetches.is_unknown(username) then
            if question.action == "subscribe" then
                subscriptions.say(username, contact, "unsubscribed")
            end
            finish(edit)
        elseif rosters.get(username) == nil then
            put_off(lanes, edit)
            edit.failures = edit.failures + 1
            wait(
                edit,
                pause_after_failure(
                    edit.failures,
                    math.random()
                )
            )
        elseif question.action == "subscribe" and has_request(item_of(rosters, username, contact)) then
            finish(edit)
        elseif backend.is_away() then
            put_off(lanes, edit)
            park(edit)
        elseif claim_pair(lanes, edit) then
            ask(edit)
        else
            put_off(lanes, edit)
        end
    end
    function begin_for_contact(edit)
        if time.monotonic() - edit.arrived_at > DAY then
            return_to_sender(edit)
            finish(edit)
            return
        end
        if rosters.get(edit.username) ~= nil then
            ask_for_contact(edit)
            return
        end
        once_recalled(
            edit.username,
            function()
                if rosters.get(edit.username) ~= nil then
                    ask_for_contact(edit)
                elseif backend.is_away() then
                    put_off(lanes, edit)
                    park(edit)
                else
                    fetches.need(
                        edit.username,
                        function()
                            ask_for_contact(edit)
                        end
                    )
                end
            end
        )
    end
    function start(key)
        if is_stopped then
            return
        end
        local edit = begin(lanes, key)
        if edit == nil then
            return
        end
        if edit.is_contacts then
            if edit.is_parked == true or edit.due_at > time.monotonic() then
                put_off(lanes, edit)
            else
                begin_for_contact(edit)
            end
        elseif claim_pair(lanes, edit) then
            ask(edit)
        else
            put_off(lanes, edit)
        end
    end
    function wait(edit, seconds)
        edit.due_at = time.monotonic() + seconds
        module:add_timer(
            seconds,
            function()
                edit.due_at = 0
                go_on(edit)
            end
        )
    end
    function park(edit)
        edit.is_parked = true
        parked[edit] = true
        look()
    end
    function wanted_by_contact()
        local found
        local count = 0
        for username in pairs(lanes.of_contacts) do
            count = count + 1
            if math.random() * count < 1 then
                found = username
            end
        end
        return found
    end
    function look()
        if looking ~= nil or lanes.contacts == 0 then
            return
        end
        if not backend.is_away() then
            unpark_all()
            return
        end
        local now = time.monotonic()
        local over = {}
        for edit in pairs(parked) do
            if now - edit.arrived_at > DAY then
                over[#over + 1] = edit
            end
        end
        for ____, edit in ipairs(over) do
            unpark(edit)
        end
        local username = wanted_by_contact()
        if username ~= nil and not fetches.is_anyone_behind() then
            fetches.ask_whether_back(username)
        end
        looking = module:add_timer(
            SHORTEST_LOOK + (LONGEST_LOOK - SHORTEST_LOOK) * math.random(),
            function()
                looking = nil
                look()
            end
        )
    end
    function unpark(edit)
        parked[edit] = nil
        edit.is_parked = nil
        go_on(edit)
    end
    function unpark_all()
        local all = {}
        for edit in pairs(parked) do
            all[#all + 1] = edit
        end
        for ____, edit in ipairs(all) do
            unpark(edit)
        end
    end
    lanes = state.lanes
    is_stopped = false
    to_start = new_line()
    is_starting = false
    parked = {}
    --- Takes in what somebody wants.
    local function receive(question, is_contacts, stanza, session, request)
        local username = jid.split(question.user)
        if username == nil then
            return
        end
        local contact = question.contact
        local edit = {
            username = username,
            contact = contact,
            pair = pair_of(question.user, contact),
            holds_pair = false,
            is_contacts = is_contacts,
            question = question,
            key = id.long(),
            arrived_at = time.monotonic(),
            asked_at = 0,
            failures = 0,
            due_at = 0,
            stanza = stanza,
            session = session,
            request = request
        }
        if join(lanes, edit) then
            go_on(edit)
        else
            tell_error(edit, TOO_MANY)
        end
    end
    --- A copy of a presence, from and to bare JIDs: Prosody goes on with the original.
    local function bare_copy(stanza, from, to)
        local copy = st.clone(stanza)
        copy.attr.from = from
        copy.attr.to = to
        return copy
    end
    return {
        roster_set = function(session, stanza)
            local username = session.username or ""
            local question, problem = read_roster_set(stanza.tags[1], (username .. "@") .. host)
            if question ~= nil then
                in_turn(
                    username,
                    "An edit",
                    function()
                        receive(
                            question,
                            false,
                            nil,
                            session,
                            stanza
                        )
                    end
                )
            else
                session.send(st.error_reply(stanza, problem.type, problem.condition, problem.text))
            end
        end,
        on_outgoing = function(____bindingPattern0)
            local stanza
            local origin
            origin = ____bindingPattern0.origin
            stanza = ____bindingPattern0.stanza
            local action = subscription_kind(stanza)
            if action == nil then
                return nil
            end
            local username = origin.username
            if username == nil or origin.type ~= "c2s" then
                return true
            end
            local user = (username .. "@") .. host
            local contact = bare_jid(stanza.attr.to or "")
            local request = st.clone(stanza)
            request.attr.from = origin.full_jid
            if contact == nil then
                origin.send(st.error_reply(request, "modify", "jid-malformed"))
            elseif contact == user then
                origin.send(st.error_reply(request, "cancel", "not-allowed", "Nobody is a contact of their own"))
            else
                local copy = bare_copy(stanza, user, contact)
                in_turn(
                    username,
                    "An edit",
                    function()
                        if block_lists.has_blocked(username, contact) then
                            local answer = st.error_reply(request, "cancel", "not-acceptable", "You have blocked this contact")
                            origin.send(answer:tag("blocked", {xmlns = BLOCKING_ERRORS}))
                        else
                            receive(
                                read_subscription(
                                    copy,
                                    action,
                                    user,
                                    contact,
                                    "user"
                                ),
                                false,
                                copy,
                                origin,
                                request
                            )
                        end
                    end
                )
            end
            return true
        end,
        on_incoming = function(____bindingPattern0)
            local stanza
            stanza = ____bindingPattern0.stanza
            local from = bare_jid(stanza.attr.from or "")
            local username = jid.split(stanza.attr.to)
            if from == nil or username == nil then
                local ____temp_3
                if subscription_kind(stanza) == nil then
                    ____temp_3 = nil
                else
                    ____temp_3 = true
                end
                return ____temp_3
            end
            if stanza.attr.type == "error" then
                subscriptions.on_error(username, from)
                return nil
            end
            local action = subscription_kind(stanza)
            if action == nil then
                return nil
            end
            if application.is_ours(from) then
                return true
            end
            local user = (username .. "@") .. host
            if action == "subscribe" and has_request(item_of(rosters, username, from)) then
                return true
            end
            local copy = bare_copy(stanza, from, user)
            receive(
                read_subscription(
                    copy,
                    action,
                    user,
                    from,
                    "contact"
                ),
                true,
                copy
            )
            return true
        end,
        on_away = look,
        on_back = unpark_all,
        drop_user = function(username)
            local all = remove_lanes(
                lanes,
                function(one) return one.username == username end
            )
            for ____, edit in ipairs(all) do
                parked[edit] = nil
                if edit.wish ~= nil then
                    backend.withdraw(edit.wish)
                end
                tell_error(edit, UNDECIDED)
            end
            for ____, edit in ipairs(all) do
                go_on(edit)
            end
        end,
        resume = function()
            local keys = {}
            for key, lane in pairs(lanes.lanes) do
                lane.is_busy = false
                keys[#keys + 1] = key
            end
            for ____, key in ipairs(keys) do
                local edit = begin(lanes, key)
                if edit ~= nil then
                    put_off(lanes, edit)
                    edit.is_parked = nil
                    wait(
                        edit,
                        math.max(
                            0,
                            edit.due_at - time.monotonic()
                        )
                    )
                end
            end
        end,
        stop = function(is_reload)
            is_stopped = true
            if looking ~= nil then
                looking:stop()
            end
            for ____, edit in ipairs(remove_lanes(
                lanes,
                function(one) return not is_reload or not one.is_contacts end
            )) do
                if edit.wish ~= nil then
                    backend.withdraw(edit.wish)
                end
                tell_error(edit, UNDECIDED)
                if not edit.is_contacts then
                    rosters.note_notice(
                        edit.username,
                        next_place(arrivals)
                    )
                end
            end
            for ____, lane in pairs(lanes.lanes) do
                local first = first_of(lane.edits)
                if first ~= nil then
                    free_pair(lanes, first)
                    if first.wish ~= nil then
                        backend.withdraw(first.wish)
                    end
                end
            end
        end,
        workload = function()
            local load = {under_way = 0, waiting = 0, put_off = 0}
            for ____, lane in pairs(lanes.lanes) do
                local first = first_of(lane.edits)
                local is_put_off = not lane.is_busy and (first and first.is_contacts) == true and (first.is_parked == true or first.due_at > 0)
                if is_put_off then
                    load.put_off = load.put_off + length_of(lane.edits)
                else
                    load.waiting = load.waiting + length_of(lane.edits)
                end
                if lane.is_busy then
                    load.waiting = load.waiting - 1
                    load.under_way = load.under_way + 1
                end
            end
            return load
        end
    }
end
____exports.new_edit_state = new_edit_state
____exports.new_edits = new_edits
return ____exports
end

-- src/edits/subscription_requests.ts
rooms["src.edits.subscription_requests"] = function()
local ____exports = {}
local ____util_2Estanza = require("util.stanza")
local presence = ____util_2Estanza.presence
local ____edit_question = require("src.edits.edit_question")
local NICK = ____edit_question.NICK
local ____subscription_handshake = require("src.edits.subscription_handshake")
local has_request = ____subscription_handshake.has_request
local function new_shown_requests()
    return setmetatable({}, {__mode = "k"})
end
--- The presence that shows a request.
local function request_stanza(user, contact, item)
    local stanza = presence({type = "subscribe", from = contact, to = user})
    if type(item.request) == "string" then
        stanza:text_tag("status", item.request)
    end
    if item.nick ~= nil then
        stanza:text_tag("nick", item.nick, {xmlns = NICK})
    end
    return stanza
end
local function new_requests(host, rosters, block_lists, shown, in_turn)
    local function shown_to(session)
        local contacts = shown[session]
        if contacts == nil then
            contacts = {}
            shown[session] = contacts
        end
        return contacts
    end
    local function show(session, username, contact, item)
        in_turn(
            username,
            "Sending to a client",
            function()
                local contacts = shown_to(session)
                if contacts[contact] ~= nil or block_lists.has_blocked(username, contact) then
                    return
                end
                contacts[contact] = true
                session.send(request_stanza((username .. "@") .. host, contact, item))
            end
        )
    end
    --- It is to be shown anew if it comes again.
    local function forget(session, username, contact)
        in_turn(
            username,
            "Sending to a client",
            function()
                shown_to(session)[contact] = nil
            end
        )
    end
    return {
        on_change = function(username, changes)
            local user = rosters.online(username)
            if user == nil then
                return
            end
            for ____, ____value in ipairs(changes) do
                local jid = ____value.jid
                local before = ____value.before
                local after = ____value.after
                local is_request = has_request(after)
                local was_request = has_request(before)
                if is_request or was_request then
                    for ____, session in pairs(user.sessions) do
                        if not is_request then
                            forget(session, username, jid)
                        elseif session.presence ~= nil then
                            show(session, username, jid, after)
                        end
                    end
                end
            end
        end,
        on_available = function(session)
            local username = session.username
            local ____temp_0
            if username == nil then
                ____temp_0 = nil
            else
                ____temp_0 = rosters.get(username)
            end
            local held = ____temp_0
            if username == nil or (held and held.requests) == nil then
                return
            end
            local requests = {}
            for jid, item in pairs(held.requests) do
                if item.request ~= nil then
                    requests[#requests + 1] = {jid, item}
                end
            end
            for ____, ____value in ipairs(requests) do
                local jid = ____value[1]
                local item = ____value[2]
                show(session, username, jid, item)
            end
        end
    }
end
____exports.new_requests = new_requests
____exports.new_shown_requests = new_shown_requests
return ____exports
end

-- src/edits/delegation.ts: What is there where `http_roster_edit_url` is set; this folder is for contact lists delegated both ways.
rooms["src.edits.delegation"] = function()
local ____exports = {}
local ____delivery = require("src.clients.delivery")
local show = ____delivery.show
local ____contact = require("src.rosters.contact")
local held_of = ____contact.held_of
local ____rosters = require("src.rosters.rosters")
local item_of = ____rosters.item_of
local ____sibling_hosts = require("src.edits.sibling_hosts")
local join_application = ____sibling_hosts.join_application
local ____block_lists = require("src.edits.block_lists")
local new_block_lists = ____block_lists.new_block_lists
local ____edits = require("src.edits.edits")
local new_edits = ____edits.new_edits
local ____subscription_requests = require("src.edits.subscription_requests")
local new_requests = ____subscription_requests.new_requests
local ____subscription_handshake = require("src.edits.subscription_handshake")
local has_request = ____subscription_handshake.has_request
local ____subscriptions = require("src.edits.subscriptions")
local new_subscriptions = ____subscriptions.new_subscriptions
local function new_delegation(host_session, edit_url, backend, rosters, fetches, arrivals, expected, edit_state, subscription_state, shown_requests, attempt, in_turn, post, events)
    local host = host_session.host
    local block_lists = new_block_lists(host_session, attempt)
    --- Shows stanzas of a contact to those clients of a user who keep a contact list.
    local function show_stanzas(username, contact, stanzas)
        local user = rosters.online(username)
        if user == nil or block_lists.has_blocked(username, contact) then
            return
        end
        for ____, stanza in ipairs(stanzas) do
            for ____, session in pairs(user.sessions) do
                if session.interested == true then
                    attempt("Sending to a client", session.send, stanza)
                end
            end
        end
    end
    local application = join_application(
        host,
        {
            edit_url = edit_url,
            held = function(username, contact) return item_of(rosters, username, contact) end,
            show = function(username, contact, stanzas)
                in_turn(
                    username,
                    "Sending to a client",
                    function()
                        show_stanzas(username, contact, stanzas)
                    end
                )
            end
        }
    )
    local subscriptions = new_subscriptions(
        host,
        rosters,
        application,
        block_lists,
        subscription_state,
        in_turn
    )
    local requests = new_requests(
        host,
        rosters,
        block_lists,
        shown_requests,
        in_turn
    )
    local edits = new_edits(
        host,
        backend,
        rosters,
        fetches,
        arrivals,
        expected,
        application,
        block_lists,
        subscriptions,
        edit_state,
        attempt,
        in_turn,
        {
            on_result = events.on_result,
            on_fault = events.on_fault,
            once_told = events.once_told,
            on_doubt = events.on_doubt,
            show_user = function(username, contact)
                local user = rosters.online(username)
                if user ~= nil then
                    show(post, username, user, contact)
                end
            end
        }
    )
    return {
        edits = edits,
        on_change = subscriptions.on_change,
        on_changed = requests.on_change,
        on_offline = subscriptions.on_offline,
        on_available = function(session)
            requests.on_available(session)
            local username = session.username
            local ____temp_0
            if username == nil then
                ____temp_0 = nil
            else
                ____temp_0 = rosters.online(username)
            end
            local user = ____temp_0
            if username == nil or user == nil then
                return
            end
            for ____, other in pairs(user.sessions) do
                if other ~= session and other.presence ~= nil then
                    return
                end
            end
            subscriptions.ask_again(username)
        end,
        decline = function(username, prober, held)
            local is_asking = has_request(held_of(held, prober))
            if not held.from_backend or is_asking or application.is_ours(prober) then
                return
            end
            subscriptions.say(username, prober, "unsubscribed")
        end,
        stop = function(is_reload)
            edits.stop(is_reload)
            application.leave()
        end
    }
end
____exports.new_delegation = new_delegation
return ____exports
end

-- src/admin/diagnosis.ts: What is wrong with a reply of the backend, and what to do about it, in words for whoever writes or runs it.
rooms["src.admin.diagnosis"] = function()
local ____exports = {}
local ____json_reader = require("src.json.json_reader")
local step_over = ____json_reader.step_over
local ____json_text = require("src.json.json_text")
local decode = ____json_text.decode
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local quoted = ____json_value.quoted
local LONGEST_EXCERPT = 200
local HTML = "^%s*<"
--- The words of a text that may be a page in HTML.
local function words_of(text)
    local words = text
    if (string.find(text, HTML)) ~= nil then
        for ____, hidden in ipairs({"script", "style"}) do
            words = string.gsub(words, ((("<" .. hidden) .. ".-</") .. hidden) .. ">", " ")
        end
        words = string.gsub(words, "<[^>]*>", " ")
    end
    words = string.gsub(words, "%s+", " ")
    return (string.match(words, "^ ?(.-) ?$")) or ""
end
local function has(text, part)
    return (string.find(text, part, 1, true)) ~= nil
end
local function excerpt(text)
    return quoted(text, LONGEST_EXCERPT)
end
--- The name or address in a URL.
local function host_of_url(url)
    local authority = string.match(url, "^%a+://([^/?#]*)")
    local address = string.gsub(authority or "", "^.*@", "")
    return (string.match(address, "^%[(.-)%]")) or (string.match(address, "^[^:]*")) or ""
end
--- `true` where a text like that of /etc/hosts has a name.
local function is_in_hosts_file(text, name)
    for line in string.gmatch(text, "[^\r\n]+") do
        local names = string.match(line or "", "^%s*[^%s#]+(%s[^#]*)")
        for known in string.gmatch(names or "", "%S+") do
            if string.lower(known or "") == string.lower(name) then
                return true
            end
        end
    end
    return false
end
--- Texts by which net.http says why there is no answer, and what to do. Of the first that is found.
local NO_ANSWER = {
    {"refused", "Is the application running, on that port and address, and does it speak TLS if the URL is https://? In a container, localhost is the container itself"},
    {"certificate", "Prosody trusts the system's certificates: put that of your own authority into /usr/local/share/ca-certificates, run update-ca-certificates, and restart Prosody. The certificate must be for the name in the URL"},
    {"wrong version number", "Nothing speaks TLS on that port: write http:// instead of https://"},
    {"closed", "The application hangs up without a word: see its own log. If it speaks TLS, write https://"},
    {"eof", "The application hangs up before the end of its answer: see its own log"},
    {"breaks off", "The application does not send all that it promises: see its own log"},
    {"larger", "Send less: that is no roster"}
}
local UNRESOLVED = {"lookup", "resolve"}
local TOO_SLOW = "no whole answer"
--- `hosts`: the text of /etc/hosts, where Prosody does not look into it.
local function explain_no_answer(problem, url, hosts)
    local name = host_of_url(url)
    local is_slow = has(problem, TOO_SLOW)
    local is_unresolved = false
    for ____, found in ipairs(UNRESOLVED) do
        if has(problem, found) then
            is_unresolved = true
        end
    end
    if (is_slow or is_unresolved) and name ~= "localhost" and is_in_hosts_file(hosts, name) then
        local cure = ("Prosody does not look into /etc/hosts, where " .. name) .. " is. Set unbound = { hoststxt = true } in the global section and restart Prosody, or write the address into the URL"
        return {what = problem, cure = cure}
    end
    if has(problem, "ServFail") then
        return {what = problem, cure = "The DNS server of this machine fails: see /etc/resolv.conf"}
    end
    if is_unresolved then
        return {what = problem, cure = ("Nobody knows the name " .. name) .. ": mend http_roster_url"}
    end
    if is_slow then
        return {what = problem, cure = "Make the application faster, raise http_roster_timeout, or see what drops the packets"}
    end
    for ____, ____value in ipairs(NO_ANSWER) do
        local found = ____value[1]
        local cure = ____value[2]
        if has(problem, found) then
            return {what = problem, cure = cure}
        end
    end
    return {what = problem, cure = "See the application's own log"}
end
local function cure_of_status(code)
    if code == 401 or code == 403 then
        return "Say in http_roster_headers what the application wants, as in { Authorization = \"Bearer …\" }"
    end
    if code == 404 then
        return "Does the application know this user, and is http_roster_url right? A user without contacts is 200 and {}, one that was deleted 410"
    end
    if code == 405 then
        return "The application takes no GET there: mend http_roster_url, or the application"
    end
    if code == 429 then
        return "Let Prosody ask more often, or lower http_roster_concurrency"
    end
    if code >= 500 then
        return "See the application's own log"
    end
    return "Answer 200 and a JSON object, or 204 for a user without contacts"
end
--- Of a status that brings no roster.
local function explain_status(code, headers, body)
    local location = headers.location
    if code >= 300 and code < 400 and location ~= nil then
        return {
            what = string.format(
                "backend answered %d, a redirect to %s",
                code,
                excerpt(location)
            ),
            cure = "Prosody follows none. Put the right URL into http_roster_url; where it leads to a login, see http_roster_headers"
        }
    end
    local words = words_of(body)
    local said = words == "" and "" or ": " .. excerpt(words)
    return {
        what = string.format("backend answered %d%s", code, said),
        cure = cure_of_status(code)
    }
end
local BYTE_ORDER_MARKS = {
    {
        string.char(239, 187, 191),
        "UTF-8"
    },
    {
        string.char(254, 255),
        "UTF-16"
    },
    {
        string.char(255, 254),
        "UTF-16"
    }
}
--- The line, the text around and the cure of what is wrong at a byte of a text.
local function explain_place(text, byte)
    local before = string.gsub(
        string.sub(text, 1, byte - 1),
        "%s+$",
        ""
    )
    local ____, breaks = string.gsub(before, "\n", "")
    local around = excerpt(string.sub(
        text,
        math.max(1, byte - 60),
        byte + 60
    ))
    local what = string.format("line %d, near %s", breaks + 1, around)
    local at = string.sub(text, byte, byte)
    if (at == "}" or at == "]") and string.sub(before, -1) == "," then
        return {what = what, cure = "Take out the comma after the last one"}
    end
    if at == "'" then
        return {what = what, cure = "Put names and texts in double quotes, as in \"name\""}
    end
    return {what = what, cure = "Have a library write the JSON, or mend it there"}
end
--- Of a text that is no JSON.
local function explain_text(text, problem)
    if (string.find(text, "%S")) == nil then
        return {what = "the answer is empty", cure = "A user without contacts is {}, or status 204"}
    end
    for ____, ____value in ipairs(BYTE_ORDER_MARKS) do
        local bytes = ____value[1]
        local name = ____value[2]
        if string.sub(text, 1, #bytes) == bytes then
            return {what = ("the answer begins with a byte order mark (" .. name) .. ")", cure = "Send JSON in UTF-8 without one: save the application's files without a BOM"}
        end
    end
    local words = words_of(text)
    local php = string.match(words, "^P?H?P? ?(%u%a+ ?%a*) ?: .+ in .+ on line %d")
    if php ~= nil then
        return {
            what = "the answer is not JSON: PHP puts a message before it, " .. excerpt(words),
            cure = "Mend what it says, and set display_errors = Off where PHP serves others"
        }
    end
    if (string.find(text, HTML)) ~= nil then
        return {
            what = "the answer is not JSON but a page in HTML: " .. excerpt(words),
            cure = "Mend http_roster_url; where that is a page to log in, see http_roster_headers"
        }
    end
    local digits = string.match(problem, "at byte (%d+)")
    local byte = tonumber(digits)
    if byte ~= nil and byte > 1 then
        local fault = explain_place(text, byte)
        return {what = (("the answer is " .. problem) .. ": ") .. fault.what, cure = fault.cure}
    end
    return {
        what = (("the answer is " .. problem) .. ": it begins with ") .. excerpt(text),
        cure = "Answer a JSON object"
    }
end
--- The JSON object of a reply; or what is wrong with it. `expected`: what it should be.
local function read_answer(reply, url, hosts, expected)
    if reply.code == nil then
        return nil, explain_no_answer(reply.problem, url, hosts)
    end
    if reply.code ~= 200 then
        return nil, explain_status(reply.code, reply.headers, reply.body)
    end
    local encoding = reply.headers["content-encoding"]
    if encoding ~= nil and string.lower(encoding) ~= "identity" then
        return nil, {what = ("the answer is compressed (Content-Encoding: " .. encoding) .. "), though Accept-Encoding: identity was sent", cure = "Have the application, or the proxy before it, leave that be for Prosody"}
    end
    local document, problem = decode(reply.body)
    if document == nil then
        return nil, explain_text(reply.body, problem)
    end
    if is_object(document) then
        return document
    end
    return nil, {
        what = (("the answer is " .. kind_of(document)) .. ", expected ") .. expected,
        cure = "Answer a JSON object"
    }
end
--- Puts faults of contacts in the order in which the text of the document names them.
local function order_by_text(faults, text)
    local places = {}
    local place = 0
    local problem = step_over(
        text,
        function(name, at, read)
            place = place + 1
            places[quoted(name)] = place
            local value, last = read(at)
            if value == nil then
                return nil, last
            end
            return last
        end,
        function() return nil end
    )
    if problem ~= nil then
        return
    end
    local function place_of(fault)
        local name = string.match(fault, "^contact (\".-\"): ")
        return places[name or ""] or place + 1
    end
    table.sort(
        faults,
        function(a, b) return place_of(a) < place_of(b) or place_of(a) == place_of(b) and a < b end
    )
end
____exports.order_by_text = order_by_text
____exports.is_in_hosts_file = is_in_hosts_file
____exports.read_answer = read_answer
return ____exports
end

-- src/admin/check_command.ts
rooms["src.admin.check_command"] = function()
local ____exports = {}
local ____core_2Emodulemanager = require("core.modulemanager")
local get_modules_for_host = ____core_2Emodulemanager.get_modules_for_host
local async = require("util.async")
local jid = require("util.jid")
local json = require("util.json")
local time = require("util.time")
local ____backend = require("src.backend.backend")
local cut_url = ____backend.cut_url
local fill_url = ____backend.fill_url
local ____http_fetch = require("src.backend.http_fetch")
local fetch = ____http_fetch.fetch
local new_headers = ____http_fetch.new_headers
local new_query = ____http_fetch.new_query
local ____configuration = require("src.configuration")
local configuration_problems = ____configuration.configuration_problems
local read_all_options = ____configuration.read_all_options
local why_no_host = ____configuration.why_no_host
local why_not_loaded = ____configuration.why_not_loaded
local ____json_value = require("src.json.json_value")
local is_object = ____json_value.is_object
local kind_of = ____json_value.kind_of
local quoted = ____json_value.quoted
local ____contact = require("src.rosters.contact")
local read_requests = ____contact.read_requests
local ____roster_document = require("src.rosters.roster_document")
local read_roster = ____roster_document.read_roster
local ____diagnosis = require("src.admin.diagnosis")
local order_by_text = ____diagnosis.order_by_text
local read_answer = ____diagnosis.read_answer
local USAGE = "Usage: prosodyctl mod_http_roster_admin check USERNAME@HOST"
--- So many things, one or more.
local function count(things, name)
    return string.format("%d %s%s", things, name, things == 1 and "" or "s")
end
--- A URL without the password that may be in it.
local function public_url(url)
    return (string.gsub(url, "^(%a+://)[^/?#]*@", "%1***@"))
end
--- The file of names of this machine, where Prosody does not look into it; else nothing.
local function hosts_not_read()
    local unbound = module:context("*"):get_option("unbound")
    local is_read = type(unbound) == "table" and unbound.hoststxt
    if is_read ~= nil and is_read ~= false then
        return ""
    end
    local file = io.open("/etc/hosts")
    if file == nil then
        return ""
    end
    local text = file:read("*a")
    file:close()
    return text or ""
end
--- Of an answer that can't be used.
local function print_fault(findings, fault)
    findings.faults = findings.faults + 1
    findings.is_unusable = true
    print(((("Fault: " .. fault.what) .. ".\n       ") .. fault.cure) .. ".")
end
--- A problem that says in its last sentence what to do.
local function print_problem(findings, problem)
    findings.faults = findings.faults + 1
    print(("Fault: " .. problem) .. ".")
end
--- Sends a request, and waits for what comes of it.
local function wait_for_reply(url, query, timeout)
    local reply = {problem = "no answer"}
    local wait, done = async.waiter()
    fetch(
        url,
        query,
        timeout,
        function(received)
            reply = received
            done()
        end
    )
    wait()
    return reply
end
--- Asks the backend, and prints how that went.
local function ask(url, query, timeout)
    local started = time.monotonic()
    local reply = wait_for_reply(url, query, timeout)
    local code = reply.code == nil and "no answer" or string.format("%d", reply.code)
    print(string.format(
        "%s %s: %s, %.0f ms",
        query.method,
        public_url(url),
        code,
        (time.monotonic() - started) * 1000
    ))
    return reply
end
--- Shows what a client would get, and what can't be used.
local function print_reading(findings, reading)
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
            local asked = item.asked == true and " (asked)" or ""
            local asks = item.request == nil and "" or " (asks)"
            local name = item.name or "-"
            local subscription = (item.subscription .. asked) .. asks
            lines[#lines + 1] = string.format(
                "  %s  %s  %s  [%s]",
                contact,
                subscription,
                name,
                table.concat(groups, ", ")
            )
        end
    end
    table.sort(lines)
    print(count(#lines, "contact") .. (#lines == 0 and "" or " (JID, subscription, name, groups):"))
    for ____, line in ipairs(lines) do
        print(line)
    end
    for ____, fault in ipairs(reading.faults) do
        findings.faults = findings.faults + 1
        print(("Fault: " .. fault) .. ": passed over, the others are taken.")
    end
end
--- Doubts names that can be used, and are hardly meant so.
local function print_doubts(document, own_jid)
    local doubts = {}
    for name in pairs(document) do
        local node, host, resource = jid.prepped_split(name)
        if host ~= nil and node == nil then
            doubts[#doubts + 1] = ("Hint: contact " .. quoted(name)) .. " is a server, not a user: there is no @ in it."
        elseif host ~= nil and (tostring(node) .. "@") .. host == own_jid then
            doubts[#doubts + 1] = ("Hint: contact " .. quoted(name)) .. " is the user, and passed over: nobody is a contact of their own."
        elseif host ~= nil and resource ~= nil then
            doubts[#doubts + 1] = ("Hint: contact " .. quoted(name)) .. " is taken without its resource: leave out what follows the /."
        end
    end
    table.sort(doubts)
    for ____, doubt in ipairs(doubts) do
        print(doubt)
    end
end
--- Asks for one roster as the module would, and prints what comes of it.
local function check_roster(findings, username, host, settings)
    local url = fill_url(
        cut_url(settings.url, host),
        username
    )
    local reply = ask(
        url,
        new_query(
            "GET",
            new_headers(settings.headers)
        ),
        settings.timeout
    )
    if reply.code == 204 or reply.code == 410 then
        print(reply.code == 204 and "0 contacts" or "The backend has forgotten this user: 0 contacts")
        return
    end
    local document, fault = read_answer(reply, url, findings.hosts, "a JSON object, contact JID to contact")
    if document == nil then
        print_fault(findings, fault)
        return
    end
    local own_jid = (username .. "@") .. host
    local reading = read_roster(document, {roster = {}}, own_jid)
    if reply.code ~= nil then
        order_by_text(reading.faults, reply.body)
    end
    print_reading(findings, reading)
    print_doubts(document, own_jid)
end
--- Says whether a batch of one brings the same user.
local function check_batch(findings, username, host, settings, batch_url)
    local url = fill_url(
        cut_url(batch_url, host),
        ""
    )
    local headers = new_headers(settings.headers, "Content-Type", "application/json")
    local reply = ask(
        url,
        new_query(
            "POST",
            headers,
            json.encode_array({username})
        ),
        settings.timeout
    )
    local answers, fault = read_answer(reply, url, findings.hosts, "a JSON object, username to roster")
    if answers == nil then
        print_fault(findings, fault)
        return
    end
    local document = answers[username]
    if is_object(document) then
        return
    end
    local found = answers[username] ~= nil and kind_of(document) or "nothing"
    print_fault(findings, {what = ((("the batch answer has " .. found) .. " for ") .. username) .. ", expected a roster", cure = "Answer an object in which each username that was asked for has its roster"})
end
--- Of mod_smacks, which keeps who is gone without a word.
local function print_hint(host)
    local modules = get_modules_for_host(host)
    if modules:contains("smacks") ~= true then
        return
    end
    print("Hint: with mod_smacks, who closes a page without logging out stays online for a while. A login within that time asks nothing: tell Prosody of what has changed.")
end
--- Prints all that is wrong with a host, its options, and what the backend answers for a user. Returns the exit code.
local function check(username, host)
    local options = module:context(host)
    local findings = {
        faults = 0,
        is_unusable = false,
        hosts = hosts_not_read()
    }
    local not_loaded = why_not_loaded(host)
    if not_loaded ~= nil then
        print_problem(findings, not_loaded)
    end
    for ____, problem in ipairs(configuration_problems(options, host)) do
        print_problem(findings, problem)
    end
    local settings, problems = read_all_options(options)
    for ____, problem in ipairs(problems) do
        print_problem(findings, problem)
    end
    if settings ~= nil then
        read_requests(settings.edit_url ~= nil)
        check_roster(findings, username, host, settings)
        if settings.batch_url ~= nil then
            check_batch(
                findings,
                username,
                host,
                settings,
                settings.batch_url
            )
        end
    end
    if findings.faults == 0 then
        print_hint(host)
        return 0
    end
    local outcome = findings.is_unusable and " As long as an answer can't be used, users keep the roster last known." or ""
    print((count(findings.faults, "fault") .. ".") .. outcome)
    return 1
end
--- `prosodyctl mod_http_roster_admin check USERNAME@HOST`.
local function run_command(args)
    local username, host = jid.prepped_split(args[2])
    if args[1] ~= "check" or username == nil or host == nil then
        print(USAGE)
        return 2
    end
    local no_host = why_no_host(host)
    if no_host == nil then
        return check(username, host)
    end
    print(("Fault: " .. no_host) .. ".")
    return 1
end
____exports.run_command = run_command
return ____exports
end

-- src/admin/module_log.ts
rooms["src.admin.module_log"] = function()
local ____exports = {}
local throttle = require("util.throttle")
local timer = require("util.timer")
local SECONDS_BETWEEN_ERRORS = 2
local FAILURES_A_MINUTE = 5
local FAULTS_A_MINUTE = 60
local FAULTS_A_DOCUMENT = 10
--- Where the log goes is others' code: what fails there must not keep anything here from being done.
local function guard_log()
    local write = module._log
    module.log = function(____, level, format, ...)
        pcall(write, level, format, ...)
    end
end
local function new_log()
    local tell_errors, expect_more, untold
    function tell_errors(what)
        local errors = untold[what]
        untold[what] = nil
        if errors == nil or errors.times == 0 then
            return
        end
        module:log(
            "error",
            "%s failed %d more times: %s",
            what,
            errors.times,
            errors.problem
        )
        expect_more(what)
    end
    function expect_more(what)
        untold[what] = {times = 0, problem = ""}
        timer.add_task(
            SECONDS_BETWEEN_ERRORS,
            function()
                tell_errors(what)
            end
        )
    end
    local failures = throttle.create(FAILURES_A_MINUTE, 60)
    local fault_lines = throttle.create(FAULTS_A_MINUTE, 60)
    untold = {}
    --- One line at once, and for all that follow soon another one.
    local function note_error(what, problem)
        local errors = untold[what]
        if errors == nil then
            module:log("error", "%s failed: %s", what, problem)
            expect_more(what)
        else
            errors.times = errors.times + 1
            errors.problem = problem
        end
    end
    --- The level for a line of which there may be many.
    local function level_within(limit)
        local is_within = limit:poll(1)
        return is_within and "warn" or "debug"
    end
    return {
        transition = function(transition, problem)
            if transition == "opened" then
                module:log("warn", "The roster backend is away (%s): users keep the rosters last known until it answers again", problem)
            elseif transition == "closed" then
                module:log("info", "The roster backend is back")
            end
        end,
        failure = function(username, failure, request_class)
            local is_quiet = request_class == "outsider" or failure.cause == "backend" or failure.cause == "away"
            local level = is_quiet and "debug" or level_within(failures)
            module:log(level, "The roster of %s stays as it was: %s", username, failure.problem)
        end,
        error = note_error,
        edit_fault = function(username, fault)
            module:log(
                level_within(fault_lines),
                "In the answer to an edit of %s's roster, %s",
                username,
                fault
            )
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
____exports.guard_log = guard_log
____exports.new_log = new_log
return ____exports
end

-- src/admin/new_options.ts
rooms["src.admin.new_options"] = function()
local ____exports = {}
local ____core_2Emodulemanager = require("core.modulemanager")
local reload = ____core_2Emodulemanager.reload
local ____configuration = require("src.configuration")
local is_equal = ____configuration.is_equal
local option_values = ____configuration.option_values
local ____settings = require("src.settings")
local read_settings = ____settings.read_settings
--- Throws where the options as they stand now would keep the module from loading: what is loaded is better than nothing.
local function refuse_wrong_options()
    read_settings(module)
end
--- Takes the options anew when the configuration was read again (`prosodyctl reload`) and they have changed: as a reload of the module does, which
-- keeps all that is known. Wrong ones are refused.
local function follow_configuration(host)
    local in_force = option_values(module, host)
    local function take_new_options()
        if is_equal(
            in_force,
            option_values(module, host)
        ) then
            return
        end
        local ok, problem = pcall(read_settings, module)
        if not ok then
            module:log("error", "The new configuration is refused, the options from before stay in force: %s", problem)
            return
        end
        module:log("info", "Options have changed, and are taken anew")
        local loaded, why = reload(host, module.name)
        if loaded == nil or loaded == false then
            module:log("error", "The new options could not be taken: %s", why)
        end
    end
    module:hook_global(
        "config-reloaded",
        function()
            module:add_timer(0, take_new_options)
        end
    )
end
____exports.follow_configuration = follow_configuration
____exports.refuse_wrong_options = refuse_wrong_options
return ____exports
end

-- src/admin/shell_commands.ts
rooms["src.admin.shell_commands"] = function()
local ____exports = {}
local jid = require("util.jid")
local promise = require("util.promise")
local ____request_body = require("src.api.request_body")
local read_username = ____request_body.read_username
local ____arrival_order = require("src.rosters.arrival_order")
local next_place = ____arrival_order.next_place
--- Sections are named by letters and digits alone, or `help` does not find them.
local SECTION = "rosteradmin"
local SECTION_DESC = "Rosters that come from the application"
local UP_TO_DATE = "The roster is up to date"
--- A field of the status in lines of its own: those of a table under its name.
local function add_lines(lines, name, value)
    if type(value) ~= "table" then
        lines[#lines + 1] = (name .. ": ") .. tostring(value)
        return
    end
    for field, of_field in pairs(value) do
        add_lines(lines, (name .. ".") .. field, of_field)
    end
end
local function status_lines(status)
    local lines = {}
    for name, value in pairs(status) do
        add_lines(lines, name, value)
    end
    table.sort(lines)
    return lines
end
--- Those of each host on which the module runs, whichever copy of it.
local function commands_by_host()
    return module:shared(("/*/" .. module.name) .. "/shell_commands")
end
--- The commands of the host that is named, or that the JID is of; or why there are none.
local function commands_of(name)
    local ____, host = jid.prepped_split(name)
    if host == nil then
        return nil, "Name a user or a host, as in john@example.com"
    end
    local commands = commands_by_host()[host]
    if commands == nil then
        return nil, "http_roster_admin is not loaded on " .. host
    end
    return commands
end
--- Adds `rosteradmin:…` to the admin shell of Prosody 13.0; older ones take no notice. Once for the server: of a command that is added for a host,
-- Prosody notices no removal, and warns at each reload. Returns what is to be done when the module goes for good.
local function offer_shell_commands(host, fetches, arrivals, status, note_update)
    local by_host = commands_by_host()
    local function offer()
        local server = module:context("*")
        server:add_item(
            "shell-command",
            {
                section = SECTION,
                section_desc = SECTION_DESC,
                name = "refresh",
                desc = "Ask the application for a user's roster again",
                args = {{name = "jid", type = "string"}},
                host_selector = "jid",
                handler = function(self, name)
                    local commands, problem = commands_of(name)
                    if commands == nil then
                        return nil, problem
                    end
                    return commands.refresh(name or "")
                end
            }
        )
        server:add_item(
            "shell-command",
            {
                section = SECTION,
                section_desc = SECTION_DESC,
                name = "status",
                desc = "Show how fetching rosters is going",
                args = {{name = "host", type = "string"}},
                host_selector = "host",
                handler = function(self, name)
                    local commands, problem = commands_of(name)
                    if commands == nil then
                        return nil, problem
                    end
                    for ____, line in ipairs(status_lines(commands.status())) do
                        self.session.print(line)
                    end
                    return true
                end
            }
        )
    end
    by_host[host] = {
        refresh = function(name)
            local username, problem = read_username(name, host)
            if username == nil then
                return nil, problem
            end
            return promise.new(function(resolve, reject)
                fetches.refresh(
                    username,
                    next_place(arrivals),
                    function(failed, _, is_offline)
                        note_update(failed)
                        if failed ~= nil then
                            reject(failed)
                        elseif is_offline == true then
                            resolve(username .. " is offline, or unknown: nothing was asked, the next login asks")
                        else
                            resolve(UP_TO_DATE)
                        end
                    end
                )
            end)
        end,
        status = status,
        offer = offer
    }
    offer()
    return function()
        by_host[host] = nil
        for ____, others in pairs(by_host) do
            others.offer()
            return
        end
    end
end
____exports.offer_shell_commands = offer_shell_commands
return ____exports
end

-- src/admin/statistics.ts: What has been done so far, in numbers; this folder is for admins.
rooms["src.admin.statistics"] = function()
local ____exports = {}
local time = require("util.time")
local function new_counts()
    return {
        fetches = {},
        updated = 0,
        errors = 0,
        pushes = 0,
        edits = {},
        served_last_known = 0
    }
end
--- All that the label `result` may say, by counter.
local RESULTS = {fetches = {
    "roster",
    "unchanged",
    "empty",
    "gone",
    "failed"
}, refreshes = {"updated", "failed"}, edits = {"agreed", "refused", "failed"}}
local WHAT = "Prosody's statistics"
--- What there is to measure with; nothing where making it fails.
local function attempt_to_make(attempt, make)
    local made
    attempt(
        WHAT,
        function()
            made = make()
        end
    )
    return made
end
--- Counters by result, each of which is there from the start: what appears with its first event has no rise that could be seen.
local function new_counters(name, description, attempt)
    local counters = attempt_to_make(
        attempt,
        function() return module:metric(
            "counter",
            name,
            "",
            description,
            {"result"}
        ) end
    )
    attempt(
        WHAT,
        function()
            for ____, result in ipairs(RESULTS[name]) do
                if counters ~= nil then
                    counters:with_labels(result):add(0)
                end
            end
        end
    )
    return counters
end
local function new_counter(name, description, attempt)
    return attempt_to_make(
        attempt,
        function() return module:metric(
            "counter",
            name,
            "",
            description,
            {}
        ):with_labels() end
    )
end
--- Whatever becomes of it in Prosody's statistics, which hand it on to others, is nobody's trouble here.
local function new_statistics(counts, attempt)
    local fetches = new_counters("fetches", "Requests to the roster backend", attempt)
    local duration = attempt_to_make(
        attempt,
        function() return module:metric(
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
        ):with_labels() end
    )
    local updates = new_counters("refreshes", "Users whose roster was to be refreshed", attempt)
    local pushes = new_counter("pushes", "Roster pushes to clients", attempt)
    local edits = new_counters("edits", "Questions about what clients want", attempt)
    local last_known = new_counter("served_last_known", "Logins served from the last roster known", attempt)
    local function measure_fetch(result, seconds)
        if fetches ~= nil then
            fetches:with_labels(result):add(1)
        end
        if duration ~= nil then
            duration:sample(seconds)
        end
    end
    local function measure_update(result)
        if updates ~= nil then
            updates:with_labels(result):add(1)
        end
    end
    local function measure_pushes(sent)
        if pushes ~= nil then
            pushes:add(sent)
        end
    end
    local function measure_edit(result)
        if edits ~= nil then
            edits:with_labels(result):add(1)
        end
    end
    local function measure_served_last_known()
        if last_known ~= nil then
            last_known:add(1)
        end
    end
    return {
        counts = counts,
        note_fetch = function(result, seconds, problem)
            local ____end = {
                result = result,
                problem = problem,
                at = time.monotonic()
            }
            counts.last_request = ____end
            if problem ~= nil then
                counts.last_failure = ____end
            end
            counts.fetches[result] = (counts.fetches[result] or 0) + 1
            attempt(WHAT, measure_fetch, result, seconds)
        end,
        note_update = function(problem)
            if problem == nil then
                counts.updated = counts.updated + 1
            else
                counts.errors = counts.errors + 1
            end
            attempt(WHAT, measure_update, problem == nil and "updated" or "failed")
        end,
        note_pushes = function(sent)
            counts.pushes = counts.pushes + sent
            attempt(WHAT, measure_pushes, sent)
        end,
        note_edit = function(result)
            counts.edits[result] = (counts.edits[result] or 0) + 1
            attempt(WHAT, measure_edit, result)
        end,
        note_served_last_known = function()
            counts.served_last_known = counts.served_last_known + 1
            attempt(WHAT, measure_served_last_known)
        end
    }
end
____exports.new_counts = new_counts
____exports.new_statistics = new_statistics
return ____exports
end

-- src/admin/status.ts
rooms["src.admin.status"] = function()
local ____exports = {}
local time = require("util.time")
local ____version = require("src.version")
local VERSION = ____version.VERSION
local NO_EDITS = {under_way = 0, waiting = 0, put_off = 0}
--- How many entries a table has.
local function size_of(map)
    local size = 0
    for _ in pairs(map) do
        size = size + 1
    end
    return size
end
--- What is to be said of the backend: in a word, and in a sentence.
local function health(breaker, counts)
    if breaker.state ~= "closed" then
        return "away", "backend is away"
    end
    if counts.last_request == nil then
        return "not asked yet", "backend was not asked yet"
    end
    if breaker.failures > 0 then
        return "failing", "backend fails"
    end
    return "here", "backend answers"
end
--- How a request ended, and how long ago.
local function end_document(____end)
    local document = {}
    document.result = ____end.result
    if ____end.problem ~= nil then
        document.problem = ____end.problem
    end
    document.seconds_ago = math.floor(math.max(
        0,
        time.monotonic() - ____end.at
    ))
    return document
end
local function counts_document(by_result)
    local document = {}
    for result, count in pairs(by_result) do
        document[result] = count
    end
    return document
end
--- `edit_load`: nil where clients change nothing.
local function new_status(state, backend, rosters, attempt, edit_load)
    local breaker = state.backend.breaker
    local counts = state.counts
    --- Users who wait to be asked for again.
    local function count_behind()
        local behind = 0
        for ____, interest in pairs(state.fetches.interests) do
            if interest.retry_at ~= nil then
                behind = behind + 1
            end
        end
        return behind
    end
    --- Users online who have the roster last known, or none, since the backend has not given theirs.
    local function count_stale()
        local stale = 0
        for ____, username in ipairs(rosters.usernames_online()) do
            local held = rosters.get(username)
            if (held and held.from_backend) ~= true then
                stale = stale + 1
            end
        end
        return stale
    end
    return {
        document = function()
            local word, sentence = health(breaker, counts)
            local load = backend.workload()
            local status = {}
            status.status = word == "away" and "error" or "ok"
            status.message = sentence
            status.version = VERSION
            status.backend = word
            if counts.last_request ~= nil then
                status.last_request = end_document(counts.last_request)
            end
            if counts.last_failure ~= nil then
                status.last_failure = end_document(counts.last_failure)
            end
            status.failures_in_a_row = breaker.failures
            status.fetches = counts_document(counts.fetches)
            status.fetches_under_way = load.in_flight
            status.fetches_waiting = load.login + load.notice + load.outsider
            if edit_load ~= nil then
                local edits = edit_load()
                status.edits = counts_document(counts.edits)
                status.edits_under_way = edits.under_way
                status.edits_waiting = edits.waiting
                status.edits_put_off = edits.put_off
            end
            status.rosters_held = size_of(state.rosters.holdings)
            status.users_behind = count_behind()
            status.users_served_stale = count_stale()
            status.users_updated = counts.updated
            status.users_failed = counts.errors
            status.pushes = counts.pushes
            status.served_last_known = counts.served_last_known
            return status
        end,
        offer_gauges = function()
            local function new_gauge(name, description, labels)
                if labels == nil then
                    labels = {}
                end
                return module:metric(
                    "gauge",
                    name,
                    "",
                    description,
                    labels
                )
            end
            local breaker_state = new_gauge("breaker_state", "1 for the state that the circuit breaker is in", {"state"})
            local under_way = new_gauge("fetches_under_way", "Requests to the roster backend under way")
            local waiting = new_gauge("fetches_waiting", "Rosters that wait to be asked for", {"class"})
            local behind = new_gauge("users_behind", "Users online whose roster is to be asked for again")
            local stale = new_gauge("users_served_stale", "Users online whose roster the backend has not given")
            local held = new_gauge("rosters_held", "Rosters in memory")
            local edits = new_gauge("edits_pending", "What clients want and the backend has not answered", {"state"})
            local function measure()
                for ____, name in ipairs({"closed", "open", "half-open"}) do
                    breaker_state:with_labels(name):set(breaker.state == name and 1 or 0)
                end
                local load = backend.workload()
                under_way:with_labels():set(load.in_flight)
                for ____, name in ipairs({"login", "notice", "outsider"}) do
                    waiting:with_labels(name):set(load[name])
                end
                behind:with_labels():set(count_behind())
                stale:with_labels():set(count_stale())
                held:with_labels():set(size_of(state.rosters.holdings))
                local edits_now = edit_load == nil and NO_EDITS or edit_load()
                for ____, name in ipairs({"under_way", "waiting", "put_off"}) do
                    edits:with_labels(name):set(edits_now[name])
                end
            end
            local function measure_all()
                attempt("Prosody's statistics", measure)
            end
            measure_all()
            module:hook_global("stats-update", measure_all)
        end
    }
end
____exports.new_status = new_status
return ____exports
end

-- src/state.ts
rooms["src.state"] = function()
local ____exports = {}
local ____statistics = require("src.admin.statistics")
local new_counts = ____statistics.new_counts
local ____edits = require("src.edits.edits")
local new_edit_state = ____edits.new_edit_state
local ____subscription_requests = require("src.edits.subscription_requests")
local new_shown_requests = ____subscription_requests.new_shown_requests
local ____subscriptions = require("src.edits.subscriptions")
local new_subscription_state = ____subscriptions.new_subscription_state
local ____backend = require("src.backend.backend")
local new_backend_state = ____backend.new_backend_state
local ____arrival_order = require("src.rosters.arrival_order")
local new_arrivals = ____arrival_order.new_arrivals
local ____last_known = require("src.rosters.last_known")
local new_last_known_state = ____last_known.new_last_known_state
local ____rosters = require("src.rosters.rosters")
local new_roster_state = ____rosters.new_roster_state
local ____fetches = require("src.upkeep.fetches")
local new_fetch_state = ____fetches.new_fetch_state
--- To be changed with the shape of anything in {@link State}: what an older copy left is then not taken over.
local FORMAT = 15
--- What is held is no longer recognised in what the backend says.
local function forget_texts(____bindingPattern0)
    local holdings
    holdings = ____bindingPattern0.holdings
    for ____, holding in pairs(holdings) do
        holding.known = nil
        holding.base = {}
    end
end
--- What the copy of the module before a reload has left, or a fresh start; and whether all of it comes from where nobody is asked any more.
local function take_over(saved, users, settings)
    local left = saved
    local cache_size = settings.cache_size
    local has_requests = settings.edit_url ~= nil
    local source = settings.url
    if type(left) == "table" and (left and left.format) == FORMAT then
        left.rosters.offline:resize(math.max(cache_size, 1))
        local is_outdated = left.source ~= source
        if is_outdated then
            left.counts.last_request = nil
            left.counts.last_failure = nil
        end
        for ____, holding in pairs(left.rosters.holdings) do
            holding.stored = nil
        end
        if is_outdated or left.has_requests ~= has_requests then
            forget_texts(left.rosters)
        end
        left.has_requests = has_requests
        left.source = source
        return left, is_outdated
    end
    local fresh = {
        format = FORMAT,
        has_requests = has_requests,
        source = source,
        arrivals = new_arrivals(),
        backend = new_backend_state(),
        rosters = new_roster_state(users, cache_size),
        fetches = new_fetch_state(),
        patches = {},
        last_known = new_last_known_state(),
        long_lines = {},
        edits = new_edit_state(),
        subscriptions = new_subscription_state(),
        shown_requests = new_shown_requests(),
        counts = new_counts()
    }
    return fresh, false
end
____exports.take_over = take_over
return ____exports
end

-- src/mod_http_roster_admin.ts
rooms["src.mod_http_roster_admin"] = function()
local ____exports = {}
local timer = require("util.timer")
local ____check_command = require("src.admin.check_command")
local run_command = ____check_command.run_command
local ____module_log = require("src.admin.module_log")
local guard_log = ____module_log.guard_log
local new_log = ____module_log.new_log
local ____new_options = require("src.admin.new_options")
local follow_configuration = ____new_options.follow_configuration
local refuse_wrong_options = ____new_options.refuse_wrong_options
local ____shell_commands = require("src.admin.shell_commands")
local offer_shell_commands = ____shell_commands.offer_shell_commands
local ____statistics = require("src.admin.statistics")
local new_statistics = ____statistics.new_statistics
local ____status = require("src.admin.status")
local new_status = ____status.new_status
local ____http_api = require("src.api.http_api")
local serve = ____http_api.serve
local ____attempt = require("src.attempt")
local new_attempt = ____attempt.new_attempt
local ____backend = require("src.backend.backend")
local new_backend = ____backend.new_backend
local ____breaker = require("src.backend.breaker")
local ask_soon = ____breaker.ask_soon
local ____core_rosters = require("src.clients.core_rosters")
local before_bind = ____core_rosters.before_bind
local core_cache = ____core_rosters.core_cache
local on_roster_load = ____core_rosters.on_roster_load
local ____delivery = require("src.clients.delivery")
local new_deliveries = ____delivery.new_deliveries
local new_expected_updates = ____delivery.new_expected_updates
local new_post = ____delivery.new_post
local ____presence_gate = require("src.clients.presence_gate")
local drop_subscription = ____presence_gate.drop_subscription
local hold_probe = ____presence_gate.hold_probe
local ____roster_query = require("src.clients.roster_query")
local advertise_versioning = ____roster_query.advertise_versioning
local answer_roster_query = ____roster_query.answer_roster_query
local hide_preapproval = ____roster_query.hide_preapproval
local ____delegation = require("src.edits.delegation")
local new_delegation = ____delegation.new_delegation
local ____configuration = require("src.configuration")
local configuration_problems = ____configuration.configuration_problems
local ____arrival_order = require("src.rosters.arrival_order")
local next_place = ____arrival_order.next_place
local ____contact = require("src.rosters.contact")
local read_requests = ____contact.read_requests
local ____knowledge = require("src.rosters.knowledge")
local new_knowledge = ____knowledge.new_knowledge
local ____last_known = require("src.rosters.last_known")
local new_last_known = ____last_known.new_last_known
local open_store = ____last_known.open_store
local ____roster_document = require("src.rosters.roster_document")
local read_ahead = ____roster_document.read_ahead
local ____rosters = require("src.rosters.rosters")
local new_rosters = ____rosters.new_rosters
local ____settings = require("src.settings")
local read_settings = ____settings.read_settings
local ____state = require("src.state")
local take_over = ____state.take_over
local ____fetches = require("src.upkeep.fetches")
local new_fetches = ____fetches.new_fetches
local ____upkeep = require("src.upkeep.upkeep")
local new_upkeep = ____upkeep.new_upkeep
local ____user_turns = require("src.user_turns")
local new_in_turn = ____user_turns.new_in_turn
local ____version = require("src.version")
local VERSION = ____version.VERSION
local FIRST = 1000
local BEFORE_BLOCKLIST = 110
local AFTER_BLOCKLIST = 90
local BEFORE_PRESENCE = 50
local BEFORE_ROSTER = 10
local BEFORE_SESSIONS_END = 400
local LAST = -1000
--- Builds the rooms of a VirtualHost and opens their doors to Prosody.
local function load(host, host_session)
    local fetches, upkeep, delegation
    local users = host_session.sessions
    if users == nil then
        error("mod_http_roster_admin is for VirtualHosts, not for components", 0)
    end
    guard_log()
    module:log("info", "Version %s", VERSION)
    for ____, problem in ipairs(configuration_problems(module, host)) do
        module:log("warn", "%s", problem)
    end
    local settings = read_settings(module)
    local is_asking = settings.edit_url ~= nil
    local state, is_outdated = take_over(module.saved_state, users, settings)
    local arrivals = state.arrivals
    local log = new_log()
    local attempt = new_attempt(log.error)
    local in_turn = new_in_turn(attempt, log.error)
    local post = new_post(host_session, in_turn)
    local statistics = new_statistics(state.counts, attempt)
    local expected = new_expected_updates(attempt)
    local is_shared = not settings.block_subscriptions and not is_asking
    local rosters = new_rosters(
        users,
        state.rosters,
        settings.max_age,
        is_shared,
        is_asking,
        settings.cache_size
    )
    local last_known = new_last_known(
        host,
        open_store(),
        rosters,
        state.last_known
    )
    local deliveries = new_deliveries(
        host_session,
        users,
        expected,
        state.long_lines,
        attempt,
        post,
        statistics.note_pushes
    )
    local knowledge = new_knowledge(
        host,
        rosters,
        last_known,
        arrivals,
        state.patches,
        {
            on_change = function(username, changes, count, is_first)
                if not is_first then
                    if delegation ~= nil then
                        delegation.on_change(username, changes)
                    end
                end
                deliveries.deliver(username, changes, count)
                if delegation ~= nil then
                    delegation.on_changed(username, changes)
                end
            end,
            on_faults = log.faults
        }
    )
    local backend = new_backend(
        settings,
        host,
        state.backend,
        {
            on_sent = function(wish)
                fetches.on_sent(wish)
            end,
            on_answer = function(wish, answer)
                fetches.on_answer(wish, answer)
            end,
            on_transition = function(transition, problem)
                upkeep.on_transition(transition)
                if transition == "closed" then
                    if delegation ~= nil then
                        delegation.edits.on_back()
                    end
                else
                    if delegation ~= nil then
                        delegation.edits.on_away()
                    end
                end
                log.transition(transition, problem)
            end,
            on_request = statistics.note_fetch,
            attempt = attempt,
            read_ahead = function(username, document, breathe) return read_ahead(document, (username .. "@") .. host, breathe) end
        }
    )
    fetches = new_fetches(
        backend,
        rosters,
        knowledge,
        last_known,
        arrivals,
        state.fetches,
        is_asking,
        {
            on_success = function(interest)
                upkeep.on_success(interest)
            end,
            on_failure = function(interest, failure, wish)
                upkeep.on_failure(interest, failure, wish)
                log.failure(interest.username, failure, wish.request_class)
            end,
            on_error = log.error
        }
    )
    upkeep = new_upkeep(
        state.backend.breaker,
        fetches,
        rosters,
        settings.max_age,
        state.fetches.interests,
        log.error
    )
    read_requests(is_asking)
    local ____temp_8
    if settings.edit_url == nil then
        ____temp_8 = nil
    else
        ____temp_8 = new_delegation(
            host_session,
            settings.edit_url,
            backend,
            rosters,
            fetches,
            arrivals,
            expected,
            state.edits,
            state.subscriptions,
            state.shown_requests,
            attempt,
            in_turn,
            post,
            {on_result = statistics.note_edit, on_fault = log.edit_fault, once_told = deliveries.once_told, on_doubt = upkeep.on_doubt}
        )
    end
    delegation = ____temp_8
    module:hook(
        "pre-resource-bind",
        function(event) return before_bind(rosters, fetches, settings, event) end,
        LAST
    )
    module:hook(
        "roster-load",
        function(event)
            on_roster_load(rosters, fetches, settings.timeout, event)
        end,
        LAST
    )
    host_session.roster_cache = core_cache(rosters)
    module:hook(
        "resource-bind",
        function(event)
            local username = event.session.username
            local held = rosters.get(username)
            if (held and held.from_backend) == false then
                statistics.note_served_last_known()
            end
            upkeep.on_bind(username)
        end,
        FIRST
    )
    module:hook(
        "resource-unbind",
        function(event)
            local username = event.session.username
            if rosters.online(username) ~= nil then
                return
            end
            rosters.on_offline(username)
            upkeep.on_offline(username)
            if delegation ~= nil then
                delegation.on_offline(username)
            end
            last_known.hasten(username)
        end,
        FIRST
    )
    module:hook_global(
        "user-deleted",
        function(event)
            if event.host ~= host then
                return
            end
            local username = event.username
            if delegation ~= nil then
                fetches.recall(
                    username,
                    function() return nil end
                )
            end
            if delegation ~= nil or rosters.online(username) == nil then
                fetches.hand_over(
                    username,
                    next_place(arrivals),
                    {}
                )
            end
        end,
        BEFORE_SESSIONS_END
    )
    local function drop_user(username)
        if delegation ~= nil then
            delegation.edits.drop_user(username)
        end
        fetches.drop(username, "the user was deleted")
        rosters.drop(
            username,
            next_place(arrivals)
        )
        upkeep.on_offline(username)
        last_known.forget(username)
    end
    local to_drop = {}
    module:hook_global(
        "user-deleted",
        function(event)
            if event.host ~= host then
                return
            end
            local username = event.username
            to_drop[username] = true
            timer.add_task(
                0,
                function()
                    if to_drop[username] ~= nil then
                        drop_user(username)
                    end
                    to_drop[username] = nil
                end
            )
        end,
        FIRST
    )
    module:hook_global(
        "user-deleted",
        function(event)
            if event.host ~= host then
                return
            end
            to_drop[event.username] = nil
            drop_user(event.username)
        end,
        LAST
    )
    module:add_feature("jabber:iq:roster")
    module:hook("stream-features", advertise_versioning, LAST)
    module:hook(
        "iq/self/jabber:iq:roster:query",
        function(event) return answer_roster_query(rosters, event, delegation and delegation.edits.roster_set) end,
        BEFORE_ROSTER
    )
    for ____, kind in ipairs({"bare", "full", "host"}) do
        if delegation ~= nil then
            module:hook("pre-presence/" .. kind, delegation.edits.on_outgoing, BEFORE_BLOCKLIST)
            if kind ~= "host" then
                module:hook("presence/" .. kind, delegation.edits.on_incoming, AFTER_BLOCKLIST)
            end
        elseif settings.block_subscriptions then
            module:hook("pre-presence/" .. kind, drop_subscription, BEFORE_BLOCKLIST)
            module:hook("presence/" .. kind, drop_subscription, BEFORE_BLOCKLIST)
        end
    end
    for ____, kind in ipairs({"bare", "full"}) do
        module:hook(
            "presence/" .. kind,
            function(event) return hold_probe(
                host_session,
                rosters,
                fetches,
                in_turn,
                event,
                delegation and delegation.decline
            ) end,
            BEFORE_PRESENCE
        )
    end
    if delegation ~= nil then
        module:hook("stream-features", hide_preapproval, LAST)
        module:hook(
            "presence/initial",
            function(event)
                delegation.on_available(event.origin)
            end,
            FIRST
        )
    end
    local status = new_status(
        state,
        backend,
        rosters,
        attempt,
        delegation and delegation.edits.workload
    )
    status.offer_gauges()
    local updates = {expected = expected, once_told = deliveries.once_told, attempt = attempt, note_update = statistics.note_update}
    serve(
        host,
        settings,
        rosters,
        fetches,
        last_known,
        arrivals,
        updates,
        status.document
    )
    local withdraw_shell_commands = offer_shell_commands(
        host,
        fetches,
        arrivals,
        status.document,
        statistics.note_update
    )
    follow_configuration(host)
    module.save = function()
        refuse_wrong_options()
        return state
    end
    module.unload = function()
        host_session.roster_cache = nil
        upkeep.stop()
        if delegation ~= nil then
            delegation.stop(module.reloading == true and module:get_option_string("http_roster_edit_url") ~= nil)
        end
        if module.reloading == true then
            return
        end
        withdraw_shell_commands()
        state.backend.on_reply = function() return nil end
        fetches.stop("the module was unloaded")
        last_known.flush()
    end
    for ____, priority in ipairs({FIRST, LAST}) do
        module:hook_global(
            "server-stopping",
            function()
                last_known.flush()
            end,
            priority
        )
    end
    if is_outdated then
        ask_soon(state.backend.breaker)
        fetches.refresh_offline(next_place(arrivals))
    end
    backend.resume()
    upkeep.start()
    if delegation ~= nil then
        delegation.edits.resume()
    end
end
module.command = run_command
local ____temp_25
if module.host == "*" then
    ____temp_25 = nil
else
    ____temp_25 = prosody.hosts[module.host]
end
local host_session = ____temp_25
if host_session ~= nil then
    load(module.host, host_session)
end
return ____exports
end

require("src.mod_http_roster_admin")
