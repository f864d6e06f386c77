/** What a soak counts on its way, and what it finds wrong. */
export class Figures {
  readonly #operations = new Map<string, number>();
  readonly #problems = new Map<string, number>();
  readonly faults = new Map<string, number>();
  reloads = 0;
  /** Users whom the endpoints named as updated, and as failed. */
  updated = 0;
  failed = 0;
  /** Rosters held against the backend's right after a notice that was answered with "updated". */
  promises_checked = 0;
  pushes = 0;
  /** Logins that had no roster to show yet. */
  refused = 0;

  count(operation: string): void {
    this.#operations.set(operation, (this.#operations.get(operation) ?? 0) + 1);
  }

  note_fault(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  note_problem(problem: string): void {
    this.#problems.set(problem, (this.#problems.get(problem) ?? 0) + 1);
  }

  get operations(): number {
    return [...this.#operations.values()].reduce((sum, count) => sum + count, 0);
  }

  get problems(): string[] {
    return [...this.#problems].map(([problem, count]) => (count === 1 ? problem : `${problem} (${count} times)`));
  }

  operations_by_kind(): string {
    return by_kind(this.#operations);
  }

  faults_by_kind(): string {
    return by_kind(this.faults);
  }
}

function by_kind(counts: ReadonlyMap<string, number>): string {
  const kinds = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return kinds.map(([kind, count]) => `${kind} ${count}`).join(", ") || "none";
}
