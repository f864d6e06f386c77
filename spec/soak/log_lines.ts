import { hosts, type Stage } from "./stage.ts";

/** What the module may warn of a minute besides the backend's coming and going; anew after each reload. */
const warnings_a_minute = 5;

/** A slow backend may be lost and found more than once in one spell. */
const losses_a_fault = 3;

export interface LogFigures {
  losses: number;
  returns: number;
  other_warnings: number;
}

/** Holds the log to what admins are promised: few lines, no errors. */
export function read_log({ prosody, figures }: Stage, minutes: number): LogFigures {
  for (const line of prosody.tracebacks().slice(0, 10)) figures.note_problem(`in the log: ${line}`);
  const lines = prosody.log().split("\n");
  const faults = [...figures.faults.values()].reduce((sum, count) => sum + count, 0);
  const sums = { losses: 0, returns: 0, other_warnings: 0 };
  for (const host of hosts) {
    const told = lines.filter((line) => line.includes(`${host}:http_roster_admin\t`) && /\t(warn|info)\t/.test(line));
    const turns = told.filter((line) => /backend is (away|back)/.test(line));
    const losses = turns.filter((line) => line.includes("\twarn\t")).length;
    const warnings = told.filter((line) => line.includes("\twarn\t")).length - losses;
    turns.forEach((line, index) => {
      if (line.includes(index % 2 === 0 ? "backend is away" : "backend is back")) return;
      figures.note_problem(`out of turn in the log: ${line}`);
    });
    if (turns.length % 2 !== 0) figures.note_problem(`the log of ${host} ends with the backend away`);
    if (losses > faults * losses_a_fault) figures.note_problem(`${host}: ${losses} losses in ${faults} faults`);
    const most = warnings_a_minute * (Math.ceil(minutes) + 1 + figures.reloads);
    if (warnings > most) figures.note_problem(`${host}: ${warnings} warnings, more than ${most}`);
    sums.losses += losses;
    sums.returns += turns.length - losses;
    sums.other_warnings += warnings;
  }
  return sums;
}
