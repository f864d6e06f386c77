import type { ContestantName } from "./contestants.ts";
import type { Stage } from "./stage.ts";

/** Work that is done over and over by each contestant, and measured. */
export interface Workload {
  name: string;
  /** As the report names it. */
  title: string;
  /** What the cost is given for: "a login". */
  unit: string;
  /** Where the cost is drawn in the plot. */
  growth?: Growth;
  contestants: readonly ContestantName[];
  /** After how many rounds all is as it was. */
  period: number;
  /** Rounds before any is measured, 1 unless told: until what they are about is as it is ever after. */
  warm_up?: number;
  /** Periods that are measured in a full run, of instructions and of time. */
  rounds: { instructions: number; time: number };
  /** Before anything is measured. Others of the same scene came before. */
  prepare?(stage: Stage): Promise<void>;
  /** Before each round, not measured. Unless there is a `tidy`, it has nothing to do with Prosody. */
  before?(stage: Stage, index: number): Promise<void>;
  /** One round of work. Gives how many units that was. */
  round(stage: Stage, index: number): Promise<number>;
  /** After each round, not measured. */
  tidy?(stage: Stage, index: number): Promise<void>;
}

export interface Growth {
  chart: string;
  at: number;
}

/** Workloads that one Prosody goes through, one after the other. */
export interface Scene {
  name: string;
  /** Contestants that have batches use them. */
  batch: boolean;
  workloads: readonly Workload[];
}
