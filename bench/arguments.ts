import { parseArgs } from "node:util";
import type { ProsodyVersion } from "../spec/support/prosody_process.ts";

const prosody_versions: readonly ProsodyVersion[] = ["0.12", "13.0"];

export function prosody_version(text: string): ProsodyVersion {
  const version = prosody_versions.find((each) => each === text);
  if (version === undefined) throw new Error(`no Prosody ${text}: there are ${prosody_versions.join(" and ")}`);
  return version;
}

export interface Arguments {
  against: string | undefined;
  /** The floor takes part. */
  floor: boolean;
  quick: boolean;
  /** Workloads by name, `pings`, `memory` and `outbox`; everything if undefined. */
  only: readonly string[] | undefined;
  versions: readonly ProsodyVersion[];
  rounds: number | undefined;
  instructions: boolean;
  times: boolean;
  /** Servers under Valgrind at the same time. */
  jobs: number;
  /** Where results are written; nowhere if undefined. */
  results: string | undefined;
  list: boolean;
  minutes: number;
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} takes a number from 1, not ${text}`);
}

export function read_arguments(default_results: string): Arguments {
  const { values } = parseArgs({
    options: {
      against: { type: "string" },
      floor: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      versions: { type: "string" },
      rounds: { type: "string" },
      "instructions-only": { type: "boolean", default: false },
      "times-only": { type: "boolean", default: false },
      jobs: { type: "string", default: "3" },
      results: { type: "string" },
      list: { type: "boolean", default: false },
      minutes: { type: "string", default: "25" },
    },
  });
  const { quick, only, rounds, versions = quick ? "13.0" : "0.12,13.0" } = values;
  const in_full = !quick && only === undefined && !values["instructions-only"] && !values["times-only"];
  return {
    against: values.against,
    floor: values.floor,
    quick,
    only: only?.split(","),
    versions: versions.split(",").map(prosody_version),
    rounds: rounds === undefined ? (quick ? 1 : undefined) : positive("rounds", rounds),
    instructions: !values["times-only"],
    times: !values["instructions-only"],
    jobs: positive("jobs", values.jobs),
    results: values.results ?? (in_full ? default_results : undefined),
    list: values.list,
    minutes: positive("minutes", values.minutes),
  };
}
