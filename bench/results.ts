import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import type { ContestantName } from "./contestants.ts";
import type { Cost } from "./measure.ts";
import type { Memory } from "./memory.ts";
import type { OutboxRates } from "./outbox.ts";
import type { PingTimes } from "./pings.ts";

export interface Environment {
  date: string;
  command: string;
  prosody: Record<string, string>;
  lua: string;
  node: string;
  valgrind: string;
  system: string;
  cpu: string;
  cores: number;
}

/** Of whom, and where, something was measured. */
export interface Origin {
  version: ProsodyVersion;
  contestant: ContestantName;
}

export interface Results {
  environment: Environment;
  /** As the report names them. */
  titles: Partial<Record<ContestantName, string>>;
  costs: (Origin & Cost)[];
  pings: (Origin & PingTimes)[];
  memory: (Origin & Memory)[];
  outbox: ({ version: ProsodyVersion } & OutboxRates)[];
  /** What could not be measured, and why. */
  failures: string[];
}

/** All that was measured of it: instructions and times were measured apart. */
export function cost_of(results: Results, { version, contestant }: Origin, workload: string): Cost {
  const all = results.costs.filter(
    (cost) => cost.version === version && cost.contestant === contestant && cost.workload === workload,
  );
  return all.reduce<Cost>((sum, cost) => ({ ...sum, ...cost }), { workload });
}
