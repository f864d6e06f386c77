import type { ContestantName } from "./contestants.ts";

export type Our = Extract<ContestantName, "ours" | "ours_plain">;

/** A row of the table in the issue that asked for this. */
export interface Limit {
  workload: string;
  /** What the cost is a ratio of. */
  against: { workload: string; contestant: "other" | "itself" };
  /** The highest ratio allowed. */
  at_most: Partial<Record<Our, number>>;
  /** The other module's cost as the issue states it, in millions of instructions. */
  stated?: number;
}

interface Row {
  workload: string;
  against?: string;
  ours: number;
  plain?: number;
  stated?: number;
}

function limit({ workload, against = workload, ours, plain, stated }: Row): Limit {
  return {
    workload,
    against: { workload: against, contestant: "other" },
    at_most: { ours, ...(plain !== undefined && { ours_plain: plain }) },
    ...(stated !== undefined && { stated }),
  };
}

export const limits: readonly Limit[] = [
  limit({ workload: "login-10", ours: 1, plain: 1.25, stated: 6.4 }),
  limit({ workload: "login-100", ours: 1, plain: 1.25, stated: 20 }),
  limit({ workload: "login-1000", ours: 1, plain: 1.25, stated: 165 }),
  limit({ workload: "first-login-10", ours: 1 }),
  limit({ workload: "first-login-100", ours: 1 }),
  limit({ workload: "first-login-1000", ours: 1 }),
  limit({ workload: "unchanged-100x100", ours: 0.7, plain: 0.7, stated: 4.1 }),
  limit({ workload: "unchanged-100x100-batch", against: "unchanged-100x100", ours: 0.15, plain: 0.8 }),
  limit({ workload: "changed-100x100", ours: 0.9, stated: 4.6 }),
  limit({ workload: "changed-100x100-batch", against: "changed-100x100", ours: 0.3 }),
  limit({ workload: "unchanged-1x10000", ours: 0.1, plain: 0.1, stated: 267 }),
  limit({ workload: "changed-1x10000", ours: 0.6, plain: 1.3, stated: 261 }),
  limit({ workload: "patch-10000", against: "changed-1x10000", ours: 0.01, plain: 0.01 }),
  {
    workload: "patch-10000",
    against: { workload: "patch-10", contestant: "itself" },
    at_most: { ours: 1.5, ours_plain: 1.5 },
  },
  limit({ workload: "unchanged-notice-1000", ours: 1, stated: 2 }),
  limit({ workload: "unchanged-notice-1000-batch", against: "unchanged-notice-1000", ours: 0.3 }),
  limit({ workload: "changed-notice-1000", ours: 1 }),
  limit({ workload: "changed-notice-1000-batch", against: "changed-notice-1000", ours: 0.4 }),
];

/** The workloads that the limits are about, and those that explain them. */
export const core_names: readonly string[] = [
  ...new Set(limits.flatMap(({ workload, against }) => [workload, against.workload])),
  "names-*",
  "presence-*",
];

/** Of what the other module takes for each user online. */
export const memory_limit = 0.85;

/** Milliseconds that another client's ping may take during a refresh. */
export const ping_limit = 50;
