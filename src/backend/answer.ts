import { fingerprint } from "../json/fingerprint";
import { type Reply } from "./http_fetch";
import { read_retry_after } from "./retry_after";
import { changed_part, decode_text } from "../json/text_blocks";
import { type Breathe } from "../slices";
import { type Answer, type Known } from "./wish";

/** What a status other than 200 says. */
function read_status(code: number, headers: LuaMap<string, string>, now: number): Answer {
  if (code === 204) return { kind: "empty" };
  if (code === 304) return { kind: "unchanged", etag: headers.get("etag") };
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
  const [document, problem, blocks] = decode_text(answer.text, known, breathe);
  if (document === undefined) return { kind: "failed", problem: `backend's answer is ${problem}`, cause: "answer" };
  answer.document = document;
  // Another order each time would be cut up in vain each time.
  const is_scattered = known?.blocks !== undefined && changed_part(known.blocks, answer.text) === "scattered";
  answer.blocks = is_scattered ? "scattered" : blocks;
  return answer;
}

/** What a reply to the request for one roster says. */
function read_reply(reply: Reply, known: Known | undefined, now: number): Answer {
  if (reply.code === undefined) return { kind: "failed", problem: reply.problem, cause: "backend" };
  const { code, headers, body } = reply;
  if (code === 304 && known?.etag === undefined) {
    return { kind: "failed", problem: "backend answered 304 to a request without If-None-Match", cause: "refused" };
  }
  if (code !== 200) return read_status(code, headers, now);
  return recognise(body, known, headers.get("etag"));
}

/** What a reply to a batch says as a whole. */
function read_batch_reply(reply: Reply, now: number): Answer {
  if (reply.code === undefined) return { kind: "failed", problem: reply.problem, cause: "backend" };
  if (reply.code === 200) return { kind: "roster", text: reply.body };
  const answer = read_status(reply.code, reply.headers, now);
  if (answer.kind === "failed") return answer;
  return { kind: "failed", problem: string.format("backend answered %d to a batch", reply.code), cause: "refused" };
}

export { read_batch_reply, read_reply, recognise, with_document };
