import { changed_part, decode_text, fingerprint } from "../json/text_blocks";
import { type Breathe } from "../time_slices";
import { type Reply } from "./http_fetch";
import { type Answer, type Known } from "./queue";

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** Unix time of a UTC date and time. */
function unix_time(year: number, month: number, day: number, seconds: number): number {
  const shifted_year = month > 2 ? year : year - 1;
  const shifted_month = (month + 9) % 12;
  const days =
    365 * shifted_year +
    math.floor(shifted_year / 4) -
    math.floor(shifted_year / 100) +
    math.floor(shifted_year / 400) +
    math.floor((153 * shifted_month + 2) / 5) +
    day -
    1 -
    719468;
  return days * 86400 + seconds;
}

/** The number that some digits are. */
function number(digits: string | undefined): number {
  return tonumber(digits) ?? 0;
}

/** Seconds to wait that a `Retry-After` header asks for, as a number or as a date (RFC 9110 10.2.3); nil where it says nothing. */
function read_retry_after(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const [seconds] = string.match(header, "^%s*(%d+)%s*$");
  if (seconds !== undefined) return tonumber(seconds);
  const [day, month_name, year, hour, minute, second] = string.match(
    header,
    "^%a+, (%d%d) (%a%a%a) (%d%d%d%d) (%d%d):(%d%d):(%d%d) GMT$",
  );
  const [position] = string.find(MONTHS, month_name ?? "?", 1, true);
  if (position === undefined || position % 3 !== 1) return undefined;
  const month = math.floor((position + 2) / 3);
  const time_of_day = number(hour) * 3600 + number(minute) * 60 + number(second);
  return math.max(0, unix_time(number(year), month, number(day), time_of_day) - now);
}

/** The ETag of an answer; nil for one that can't be sent back as it is, or would stand for any. */
function read_etag(headers: LuaMap<string, string>): string | undefined {
  const etag = headers.get("etag");
  if (etag === undefined || etag === "*" || etag.length > 1000) return undefined;
  return string.match(etag, "^[^%c%s]+$")[0];
}

/** What a status other than 200 says. */
function read_status(code: number, headers: LuaMap<string, string>, now: number): Answer {
  if (code === 204) return { kind: "empty" };
  if (code === 304) return { kind: "unchanged", etag: read_etag(headers) };
  if (code === 410) return { kind: "gone" };
  const problem = string.format("backend answered %d", code);
  if (code !== 429 && code < 500) return { kind: "failed", problem, cause: code === 404 ? "unknown" : "refused" };
  return { kind: "failed", problem, cause: "backend", retry_after: read_retry_after(headers.get("retry-after"), now) };
}

/** What a roster's text says next to what is known: the same, or something new, of which only a part may have been decoded. */
function recognise(text: string, known: Known | undefined, etag: string | undefined): Answer {
  const part = known?.blocks === undefined ? "large" : changed_part(known.blocks, text);
  if (part === "same") return { kind: "unchanged", etag };
  if (part !== "large" && part !== "scattered") return { kind: "roster", text, part, etag };
  if (known?.fingerprint === undefined) return { kind: "roster", text, etag };
  const found = fingerprint(text);
  if (known.fingerprint === found && known.size === text.length) return { kind: "unchanged", etag };
  return { kind: "roster", text, fingerprint: found, etag };
}

/** An answer with its text decoded; or a failure, where that is no JSON. */
function with_document(answer: Answer, known: Known | undefined, breathe: Breathe | undefined): Answer {
  if (answer.kind !== "roster" || answer.part !== undefined) return answer;
  if (answer.text === "") return { kind: "failed", problem: "backend's answer is empty", cause: "answer" };
  const [document, problem, blocks] = decode_text(answer.text, known, breathe);
  if (document === undefined) return { kind: "failed", problem: `backend's answer is ${problem}`, cause: "answer" };
  answer.document = document;
  // Another order each time would be cut up in vain each time.
  const is_scattered = known?.blocks !== undefined && changed_part(known.blocks, answer.text) === "scattered";
  answer.blocks = is_scattered ? "scattered" : blocks;
  return answer;
}

/** Of a reply that brings no answer. */
function no_answer(problem: string, is_answer: true | undefined): Answer {
  return { kind: "failed", problem, cause: is_answer === true ? "answer" : "backend" };
}

/** What a reply to the request for one roster says. */
function read_reply(reply: Reply, known: Known | undefined, now: number): Answer {
  if (reply.code === undefined) return no_answer(reply.problem, reply.is_answer);
  const code = reply.code;
  const headers = reply.headers;
  const body = reply.body;
  if (code === 304 && known?.etag === undefined) {
    return { kind: "failed", problem: "backend answered 304 to a request without If-None-Match", cause: "refused" };
  }
  if (code !== 200) return read_status(code, headers, now);
  return recognise(body, known, read_etag(headers));
}

/** What a reply to a batch says as a whole. */
function read_batch_reply(reply: Reply, now: number): Answer {
  if (reply.code === undefined) return no_answer(reply.problem, reply.is_answer);
  if (reply.code === 200) return { kind: "roster", text: reply.body };
  const answer = read_status(reply.code, reply.headers, now);
  if (answer.kind === "failed" && answer.cause === "backend") return answer;
  // It is no answer about any of these users.
  return { kind: "failed", problem: string.format("backend answered %d to a batch", reply.code), cause: "answer" };
}

export { read_batch_reply, read_reply, read_retry_after, recognise, with_document };
