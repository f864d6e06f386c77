import * as async from "util.async";
import * as jid from "util.jid";
import * as time from "util.time";
import { read_reply } from "../backend/answer";
import { cut_url, fill_url } from "../backend/backend";
import { fetch, new_query, type Reply } from "../backend/http_fetch";
import { decode } from "../json/json_text";
import { is_object, kind_of } from "../json/json_value";
import { read_requests } from "../rosters/contact";
import { read_roster, type Reading } from "../rosters/roster_document";
import { read_settings, type Settings } from "../settings";

const USAGE = "Usage: prosodyctl mod_http_roster_admin check USERNAME@HOST";

/** A URL without the password that may be in it. */
function public_url(url: string): string {
  return string.gsub(url, "//[^/@]*@", "//***@")[0];
}

/** Asks the backend, and waits for what it says. */
function ask(settings: Settings, url: string): Reply {
  let reply: Reply = { problem: "no answer" };
  const headers: Record<string, string> = { Accept: "application/json", Connection: "close" };
  for (const [name, value] of settings.headers) headers[name] = value;
  const [wait, done] = async.waiter();
  fetch(url, new_query("GET", headers), settings.timeout, (received) => {
    reply = received;
    done();
  });
  wait();
  return reply;
}

/** Shows what a client would get, and what can't be used. */
function print_reading(reading: Reading): void {
  const lines: string[] = [];
  for (const { jid: contact, item } of reading.changes) {
    if (item !== undefined) {
      const groups: string[] = [];
      for (const group of item.groups) groups.push(group);
      table.sort(groups);
      const asked = item.asked === true ? " (asked)" : "";
      const asks = item.request === undefined ? "" : " (asks)";
      const name = item.name ?? "-";
      const subscription = item.subscription + asked + asks;
      lines.push(string.format("  %s  %s  %s  [%s]", contact, subscription, name, table.concat(groups, ", ")));
    }
  }
  table.sort(lines);
  print(string.format("%d contacts (JID, subscription, name, groups):", lines.length));
  for (const line of lines) print(line);
  for (const fault of reading.faults) print(`Passed over: ${fault}`);
}

/** Fetches a roster as the module would, and prints what comes of it. Returns the exit code. */
function check(username: string, host: string, settings: Settings): number {
  const url = fill_url(cut_url(settings.url, host), username);
  const started = time.monotonic();
  const reply = ask(settings, url);
  const answer = read_reply(reply, undefined, time.now());
  const code = reply.code === undefined ? "no answer" : string.format("%d", reply.code);
  print(string.format("GET %s: %s, %.0f ms", public_url(url), code, (time.monotonic() - started) * 1000));
  if (answer.kind === "failed") {
    print(`Failed: ${answer.problem}. Clients keep the roster last known.`);
    return 1;
  }
  if (answer.kind !== "roster") {
    print(answer.kind === "gone" ? "The backend has forgotten this user: no contacts." : "No contacts.");
    return 0;
  }
  const [document, problem] = decode(answer.text);
  if (document === undefined || !is_object(document)) {
    const found = document === undefined ? problem : kind_of(document);
    print(`Failed: the answer is ${tostring(found)}, expected a JSON object, contact JID to contact.`);
    return 1;
  }
  const reading = read_roster(document, { roster: new LuaTable() as unknown as Roster }, `${username}@${host}`);
  print_reading(reading);
  return reading.faults.length === 0 ? 0 : 1;
}

/** `prosodyctl mod_http_roster_admin check USERNAME@HOST`. */
function run_command(args: string[]): number {
  const [username, host] = jid.prepped_split(args[1]);
  if (args[0] !== "check" || username === undefined || host === undefined) {
    print(USAGE);
    return 2;
  }
  const [ok, settings] = pcall(read_settings, module.context(host));
  if (!ok) {
    print(settings);
    return 1;
  }
  read_requests(settings.edit_url !== undefined);
  return check(username, host, settings);
}

export { run_command };
