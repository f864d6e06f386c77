import { get_modules_for_host } from "core.modulemanager";
import * as async from "util.async";
import * as jid from "util.jid";
import * as json from "util.json";
import * as time from "util.time";
import { cut_url, fill_url } from "../backend/backend";
import { fetch, new_headers, new_query, type Query, type Reply } from "../backend/http_fetch";
import { configuration_problems, read_all_options, why_no_host, why_not_loaded } from "../configuration";
import { is_object, type JsonObject, kind_of, quoted } from "../json/json_value";
import { read_requests } from "../rosters/contact";
import { read_roster, type Reading } from "../rosters/roster_document";
import { type Settings } from "../settings";
import { type Fault, order_by_text, read_answer } from "./diagnosis";

const USAGE = "Usage: prosodyctl mod_http_roster_admin check USERNAME@HOST";

/** So many things, one or more. */
function count(things: number, name: string): string {
  return string.format("%d %s%s", things, name, things === 1 ? "" : "s");
}

/** A URL without the password that may be in it. */
function public_url(url: string): string {
  return string.gsub(url, "^(%a+://)[^/?#]*@", "%1***@")[0];
}

/** The file of names of this machine, where Prosody does not look into it; else nothing. */
function hosts_not_read(): string {
  const unbound = module.context("*").get_option("unbound");
  const is_read = type(unbound) === "table" && (unbound as LuaTable<string, unknown>).get("hoststxt");
  // Where it is not set, Prosody itself makes it false.
  if (is_read !== undefined && is_read !== false) return "";
  const [file] = io.open("/etc/hosts");
  if (file === undefined) return "";
  const text = file.read("*a");
  file.close();
  return text ?? "";
}

/** What is found, as it is found. */
interface Findings {
  faults: number;
  /** Of the faults, one that keeps an answer from being used. */
  is_unusable: boolean;
  hosts: string;
}

/** Of an answer that can't be used. */
function print_fault(findings: Findings, fault: Fault): void {
  findings.faults++;
  findings.is_unusable = true;
  print(`Fault: ${fault.what}.\n       ${fault.cure}.`);
}

/** A problem that says in its last sentence what to do. */
function print_problem(findings: Findings, problem: string): void {
  findings.faults++;
  print(`Fault: ${problem}.`);
}

/** Sends a request, and waits for what comes of it. */
function wait_for_reply(url: string, query: Query, timeout: number): Reply {
  let reply: Reply = { problem: "no answer" };
  const [wait, done] = async.waiter();
  fetch(url, query, timeout, (received) => {
    reply = received;
    done();
  });
  wait();
  return reply;
}

/** Asks the backend, and prints how that went. */
function ask(url: string, query: Query, timeout: number): Reply {
  const started = time.monotonic();
  const reply = wait_for_reply(url, query, timeout);
  const code = reply.code === undefined ? "no answer" : string.format("%d", reply.code);
  print(string.format("%s %s: %s, %.0f ms", query.method, public_url(url), code, (time.monotonic() - started) * 1000));
  return reply;
}

/** Shows what a client would get, and what can't be used. */
function print_reading(findings: Findings, reading: Reading): void {
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
  print(`${count(lines.length, "contact")}${lines.length === 0 ? "" : " (JID, subscription, name, groups):"}`);
  for (const line of lines) print(line);
  for (const fault of reading.faults) {
    findings.faults++;
    print(`Fault: ${fault}: passed over, the others are taken.`);
  }
}

/** Doubts names that can be used, and are hardly meant so. */
function print_doubts(document: JsonObject, own_jid: string): void {
  const doubts: string[] = [];
  for (const [name] of document) {
    const [node, host, resource] = jid.prepped_split(name);
    if (host !== undefined && node === undefined) {
      doubts.push(`Hint: contact ${quoted(name)} is a server, not a user: there is no @ in it.`);
    } else if (host !== undefined && `${node}@${host}` === own_jid) {
      doubts.push(`Hint: contact ${quoted(name)} is the user, and passed over: nobody is a contact of their own.`);
    } else if (host !== undefined && resource !== undefined) {
      doubts.push(`Hint: contact ${quoted(name)} is taken without its resource: leave out what follows the /.`);
    }
  }
  table.sort(doubts);
  for (const doubt of doubts) print(doubt);
}

/** Asks for one roster as the module would, and prints what comes of it. */
function check_roster(findings: Findings, username: string, host: string, settings: Settings): void {
  const url = fill_url(cut_url(settings.url, host), username);
  const reply = ask(url, new_query("GET", new_headers(settings.headers)), settings.timeout);
  if (reply.code === 204 || reply.code === 410) {
    print(reply.code === 204 ? "0 contacts" : "The backend has forgotten this user: 0 contacts");
    return;
  }
  const [document, fault] = read_answer(reply, url, findings.hosts, "a JSON object, contact JID to contact");
  if (document === undefined) {
    print_fault(findings, fault);
    return;
  }
  const own_jid = `${username}@${host}`;
  const reading = read_roster(document, { roster: new LuaTable() as unknown as Roster }, own_jid);
  if (reply.code !== undefined) order_by_text(reading.faults, reply.body);
  print_reading(findings, reading);
  print_doubts(document, own_jid);
}

/** Says whether a batch of one brings the same user. */
function check_batch(findings: Findings, username: string, host: string, settings: Settings, batch_url: string): void {
  const url = fill_url(cut_url(batch_url, host), "");
  const headers = new_headers(settings.headers, "Content-Type", "application/json");
  const reply = ask(url, new_query("POST", headers, json.encode_array([username])), settings.timeout);
  const [answers, fault] = read_answer(reply, url, findings.hosts, "a JSON object, username to roster");
  if (answers === undefined) {
    print_fault(findings, fault);
    return;
  }
  const document = answers.get(username);
  if (is_object(document)) return;
  const found = (answers as LuaTable<string, unknown>).has(username) ? kind_of(document) : "nothing";
  print_fault(findings, {
    what: `the batch answer has ${found} for ${username}, expected a roster`,
    cure: "Answer an object in which each username that was asked for has its roster",
  });
}

/** Of mod_smacks, which keeps who is gone without a word. */
function print_hint(host: string): void {
  const [modules] = get_modules_for_host(host);
  if (modules.contains("smacks") !== true) return;
  print(
    "Hint: with mod_smacks, who closes a page without logging out stays online for a while. A login within that time asks nothing: tell Prosody of what has changed.",
  );
}

/** Prints all that is wrong with a host, its options, and what the backend answers for a user. Returns the exit code. */
function check(username: string, host: string): number {
  const options = module.context(host);
  const findings: Findings = { faults: 0, is_unusable: false, hosts: hosts_not_read() };
  const not_loaded = why_not_loaded(host);
  if (not_loaded !== undefined) print_problem(findings, not_loaded);
  for (const problem of configuration_problems(options, host)) print_problem(findings, problem);
  const [settings, problems] = read_all_options(options);
  for (const problem of problems) print_problem(findings, problem);
  if (settings !== undefined) {
    read_requests(settings.edit_url !== undefined);
    check_roster(findings, username, host, settings);
    if (settings.batch_url !== undefined) check_batch(findings, username, host, settings, settings.batch_url);
  }
  if (findings.faults === 0) {
    print_hint(host);
    return 0;
  }
  const outcome = findings.is_unusable ? " As long as an answer can't be used, users keep the roster last known." : "";
  print(`${count(findings.faults, "fault")}.${outcome}`);
  return 1;
}

/** `prosodyctl mod_http_roster_admin check USERNAME@HOST`. */
function run_command(args: string[]): number {
  const [username, host] = jid.prepped_split(args[1]);
  if (args[0] !== "check" || username === undefined || host === undefined) {
    print(USAGE);
    return 2;
  }
  const no_host = why_no_host(host);
  if (no_host === undefined) return check(username, host);
  print(`Fault: ${no_host}.`);
  return 1;
}

export { run_command };
