import assert from "node:assert/strict";
import type { HttpAnswer } from "./http_request.ts";
import type { Prosody, RequestOptions } from "./prosody.ts";

/** What the endpoints that update rosters answer. */
export interface Outcome {
  code: number;
  status: string;
  message: string;
  updated: number;
  errors: number;
  /** Whom it did not work for, and why. Empty where the answer has no such field. */
  failed: Record<string, string>;
}

export function is_record(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON object that an answer must be. */
export function read_object(answer: HttpAnswer): Record<string, unknown> {
  assert.match(String(answer.headers["content-type"]), /^application\/json\b/, answer.body);
  const document = answer.json();
  assert.ok(is_record(document), answer.body);
  return document;
}

function read_failed(failed: unknown): Record<string, string> {
  assert.ok(is_record(failed));
  assert.notDeepEqual(failed, {}, "an empty failed is left out");
  const problems = Object.entries(failed).map(([username, problem]) => {
    assert.ok(typeof problem === "string" && problem !== "", `a problem of ${username}`);
    return [username, problem];
  });
  return Object.fromEntries(problems);
}

/** Holds the answer to its form: these fields, of these types, and no others. */
export function read_outcome(answer: HttpAnswer): Outcome {
  const { status, message, updated, errors, offline, failed, ...others } = read_object(answer);
  if (offline !== undefined) {
    assert.ok(
      typeof offline === "number" && offline > 0 && offline <= Number(updated),
      "some of those updated are offline",
    );
  }
  assert.deepEqual(others, {});
  assert.ok(status === "ok" || status === "error", answer.body);
  assert.ok(typeof message === "string" && message !== "", answer.body);
  assert.ok(typeof updated === "number" && Number.isInteger(updated), answer.body);
  assert.ok(typeof errors === "number" && Number.isInteger(errors), answer.body);
  return {
    code: answer.status,
    status,
    message,
    updated,
    errors,
    failed: failed === undefined ? {} : read_failed(failed),
  };
}

/** The outcome where it worked for all. */
export function complete(updated: number): Outcome {
  return { code: 200, status: "ok", message: "roster update complete", updated, errors: 0, failed: {} };
}

/** Tells Prosody to fetch these users' rosters. */
export async function refresh(
  prosody: Prosody,
  usernames: readonly string[],
  options: RequestOptions = {},
): Promise<Outcome> {
  return read_outcome(await prosody.request("POST", "/roster_admin/refresh", { json: usernames, ...options }));
}
