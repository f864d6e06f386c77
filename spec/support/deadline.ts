import { setTimeout as pause } from "node:timers/promises";

/** How long a test waits for something that should come at once, on a busy machine. */
export const patience = 10_000;

/** The promise's value; an error that says what was waited for where it takes longer. */
export async function within<T>(promise: Promise<T>, what: () => string, milliseconds = patience): Promise<T> {
  const timer = new AbortController();
  const expiry = pause(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`waited ${milliseconds} ms for ${what()}`);
  });
  expiry.catch(() => undefined);
  try {
    return await Promise.race([promise, expiry]);
  } finally {
    timer.abort();
  }
}

/** Asks again and again until the answer is neither undefined nor false. For what gives no notice by itself. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  what: () => string,
  milliseconds = patience,
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() >= end) throw new Error(`waited ${milliseconds} ms for ${what()}`);
    await pause(10);
  }
}
