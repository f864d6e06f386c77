import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { until, within } from "../spec/support/deadline.ts";
import type { Server } from "./server.ts";

const run = promisify(execFile);

/** Clock ticks that the process has used, all threads, in user and system mode. */
function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

const quiet_for = 150;

/** Waits until the process has nothing left to do. */
export async function idle(pid: number): Promise<void> {
  const calm = async (): Promise<void> => {
    for (;;) {
      const before = ticks(pid);
      await pause(quiet_for);
      if (ticks(pid) - before === 0) return;
    }
  };
  await within(calm(), () => "Prosody to come to rest", 120_000);
}

/** Kibibytes of memory that the process holds. */
export function resident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
}

/** CPU seconds that the server has used. */
export function cpu_seconds(server: Server): Promise<number> {
  return server.lua_number("return os.clock()");
}

/** Bytes in use by Lua after everything unreachable is gone. */
export function lua_heap(server: Server): Promise<number> {
  // Twice: what a finalizer lets go of is only collected by the next.
  return server.lua_number('collectgarbage() collectgarbage() return collectgarbage("count") * 1024');
}

/** Counting starts by `start_counting`, so that Prosody starts at a tolerable speed. */
export function under_callgrind(out_file: string): string[] {
  return ["valgrind", "--tool=callgrind", "--instr-atstart=no", `--callgrind-out-file=${out_file}`];
}

/** While it does not count, callgrind is several times faster. What was counted before stays. */
export async function count(pid: number, on: boolean): Promise<void> {
  await run("callgrind_control", [`--instr=${on ? "on" : "off"}`, String(pid)], { timeout: 60_000 });
}

/** Instructions that the process has retired while counting was on. It should be idle. */
export async function instructions(pid: number): Promise<number> {
  return await until(
    async () => {
      const { stdout } = await run("callgrind_control", ["-e", String(pid)], { timeout: 60_000 });
      // There is no total as long as the process has done nothing since counting began.
      const total = /Th\s+1\s+([\d,]+)/.exec(stdout)?.[1];
      return total === undefined ? undefined : Number(total.replaceAll(",", ""));
    },
    () => "a total from callgrind_control",
    60_000,
  );
}
