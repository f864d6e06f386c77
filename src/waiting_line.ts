/** A line in which one waits for one's turn. Unlike `util.queue`, it takes no more memory than is waited in it. */
export interface Line<T> {
  items: LuaTable<number, T | undefined>;
  first: number;
  /** Behind the last. */
  behind: number;
}

function new_line<T>(): Line<T> {
  return { items: new LuaTable(), first: 1, behind: 1 };
}

function length_of<T>(line: Line<T>): number {
  return line.behind - line.first;
}

function enqueue<T>(line: Line<T>, item: T): void {
  line.items.set(line.behind, item);
  line.behind++;
}

/** Who has waited longest; nil where nobody waits. */
function first_of<T>(line: Line<T>): T | undefined {
  return line.items.get(line.first);
}

/** Takes out who has waited longest; nil where nobody waits. */
function dequeue<T>(line: Line<T>): T | undefined {
  const item = line.items.get(line.first);
  if (item === undefined) return undefined;
  line.items.set(line.first, undefined);
  line.first++;
  if (line.first === line.behind) {
    line.first = 1;
    line.behind = 1;
  }
  return item;
}

export { dequeue, enqueue, first_of, length_of, new_line };
