import { setTimeout as pause } from "node:timers/promises";
import { answer, type Behaviour, half_a_body, hang, normally } from "../support/backend_behaviour.ts";
import type { Random } from "./random.ts";
import { backend_timeout, type Stage } from "./stage.ts";

const html = answer(200, "<!DOCTYPE html><title>Maintenance</title>", { "Content-Type": "text/html" });

const truncated: Behaviour = ({ document, response }) => {
  const body = JSON.stringify(document ?? {});
  const part = body.slice(0, Math.floor(body.length / 2));
  response.writeHead(200, { "Content-Length": Buffer.byteLength(part) }).end(part);
};

/** Most answers just in time, some too late. */
function slow(random: Random): Behaviour {
  return async (exchange) => {
    await pause(random.between(0.05, 1.15) * backend_timeout * 1000, undefined, { ref: false });
    await normally(exchange);
  };
}

/** Each request another lie, or the truth. */
function lying(random: Random): Behaviour {
  return (exchange) => random.pick([html, truncated, half_a_body, normally] as const)(exchange);
}

function behave({ backend }: Stage, behaviour?: Behaviour): void {
  backend.behave_for_all(behaviour);
  backend.behave_for_batches(behaviour);
}

type Fault = (stage: Stage, random: Random, milliseconds: number) => Promise<void>;

const faults: Readonly<Record<string, Fault>> = {
  stopped: async ({ backend }, _, milliseconds) => {
    await backend.stop();
    await pause(milliseconds);
    await backend.start();
  },
  restarted: async ({ backend }, random) => {
    await backend.stop();
    await pause(random.between(50, 500));
    await backend.start();
  },
  slow: async (stage, random, milliseconds) => {
    behave(stage, slow(random));
    await pause(milliseconds);
  },
  silent: async (stage, _, milliseconds) => {
    behave(stage, hang);
    await pause(milliseconds);
  },
  "answering 500": async (stage, _, milliseconds) => {
    behave(stage, answer(500, "sorry"));
    await pause(milliseconds);
  },
  lying: async (stage, random, milliseconds) => {
    behave(stage, lying(random));
    await pause(milliseconds);
  },
};

/** Well and unwell in turn, each fault once before any comes again; well at the end. */
export async function play_weather(stage: Stage, random: Random, end: number, longest_phase: number): Promise<void> {
  const length = (): number => Math.max(0, Math.min(random.between(0.3, 1) * longest_phase, end - performance.now()));
  let kinds: string[] = [];
  for (;;) {
    await pause(length());
    if (performance.now() >= end - longest_phase / 2) return;
    if (kinds.length === 0) kinds = Object.keys(faults);
    const [kind = ""] = kinds.splice(random.below(kinds.length), 1);
    stage.figures.note_fault(kind);
    await faults[kind]?.(stage, random, length());
    behave(stage);
    // What was asked is looked at by nobody, and would fill the memory.
    stage.backend.requests.length = 0;
  }
}
