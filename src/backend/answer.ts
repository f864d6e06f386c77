import { fingerprint } from "../json/fingerprint";
import { type Reply } from "./http_fetch";
import { read_retry_after } from "./retry_after";
import { changed_part } from "../json/text_blocks";
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

/** What a reply to the request for one roster says. */
function read_reply(reply: Reply, known: Known | undefined, now: number): Answer {
  if (reply.code === undefined) return { kind: "failed", problem: reply.problem, cause: "backend" };
  const { code, headers, body } = reply;
  if (code === 304 && known?.etag === undefined) {
    return { kind: "failed", problem: "backend answered 304 to a request without If-None-Match", cause: "refused" };
  }
  if (code !== 200) return read_status(code, headers, now);
  const etag = headers.get("etag");
  const part = known?.blocks === undefined ? "large" : changed_part(known.blocks, body);
  if (part === "same") return { kind: "unchanged", etag };
  if (part !== "large" && part !== "scattered") return { kind: "roster", text: body, part, etag };
  if (known?.fingerprint === undefined) return { kind: "roster", text: body, etag };
  const found = fingerprint(body);
  if (known.fingerprint === found && known.size === body.length) return { kind: "unchanged", etag };
  return { kind: "roster", text: body, fingerprint: found, etag };
}

/** What a reply to a batch says as a whole. */
function read_batch_reply(reply: Reply, now: number): Answer {
  if (reply.code === undefined) return { kind: "failed", problem: reply.problem, cause: "backend" };
  if (reply.code === 200) return { kind: "roster", text: reply.body };
  const answer = read_status(reply.code, reply.headers, now);
  if (answer.kind === "failed") return answer;
  return { kind: "failed", problem: string.format("backend answered %d to a batch", reply.code), cause: "refused" };
}

export { read_batch_reply, read_reply };
