import { type Reply } from "../backend/http_fetch";
import { read_retry_after } from "../backend/answer";
import { decode } from "../json/json_text";
import { is_object } from "../json/json_value";
import { is_xml_text } from "../rosters/contact";
import { cut, type StanzaError } from "./edit_question";

/** What the backend makes of a question. */
export type Verdict =
  /** `body`: a JSON object, username to what changes. */
  | { kind: "agreed"; body?: string }
  | { kind: "refused"; error: StanzaError }
  /** Nobody knows what the backend has made of it. */
  | { kind: "failed"; problem: string; retry_after?: number };

const LONGEST_TEXT = 500;
const LONGEST_REASON = 64 * 1024;

const REFUSALS = new LuaMap<number, StanzaError>();
REFUSALS.set(400, { type: "modify", condition: "bad-request" });
REFUSALS.set(401, { type: "auth", condition: "forbidden" });
REFUSALS.set(403, { type: "auth", condition: "forbidden" });
REFUSALS.set(404, { type: "cancel", condition: "item-not-found" });
REFUSALS.set(405, { type: "cancel", condition: "not-allowed" });
REFUSALS.set(406, { type: "modify", condition: "not-acceptable" });
REFUSALS.set(409, { type: "cancel", condition: "conflict" });
REFUSALS.set(422, { type: "modify", condition: "not-acceptable" });
REFUSALS.set(429, { type: "wait", condition: "resource-constraint" });

/** To a contact's question these are no refusals: it is asked again. */
const NOT_FOR_CONTACTS = new LuaSet<number>();
for (const code of [401, 405, 429]) NOT_FOR_CONTACTS.add(code);

/** The reason that a refusal gives in its body: a `message`, or a `detail` as in RFC 9457. */
function reason_in(body: string): string | undefined {
  if (body.length > LONGEST_REASON) return undefined;
  const [document] = decode(body);
  if (document === undefined || !is_object(document)) return undefined;
  const message = document.get("message");
  const reason = typeof message === "string" ? message : document.get("detail");
  if (typeof reason !== "string" || reason === "" || !is_xml_text(reason)) return undefined;
  return cut(reason, LONGEST_TEXT);
}

/** What a reply to a question says. `now`: Unix time. */
function read_verdict(reply: Reply, from: "user" | "contact", now: number): Verdict {
  if (reply.code === undefined) return { kind: "failed", problem: reply.problem };
  const code = reply.code;
  if (code === 204) return { kind: "agreed" };
  if (code === 200) {
    const is_blank = string.find(reply.body, "^[ \t\r\n]*$")[0] !== undefined;
    return { kind: "agreed", body: is_blank ? undefined : reply.body };
  }
  const refusal = REFUSALS.get(code);
  if (refusal !== undefined && (from === "user" || !NOT_FOR_CONTACTS.has(code))) {
    const error = { type: refusal.type, condition: refusal.condition, text: reason_in(reply.body) };
    return { kind: "refused", error };
  }
  const retry_after = read_retry_after(reply.headers.get("retry-after"), now);
  return { kind: "failed", problem: string.format("backend answered %d", code), retry_after };
}

export { read_verdict };
