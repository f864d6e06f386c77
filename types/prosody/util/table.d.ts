/** @noSelfInFile */

/** Tables. @see util/table.so */
declare module "util.table" {
  /** Values as a list, nil among them, too, and how many as `n`. */
  function pack<T extends unknown[]>(...values: T): T & { n: number };
  /** An empty table with room for so many. */
  function create(list: number, others: number): object;
  /**
   * Copies places `first` to `last` of a list to `at` and on, in itself or in `to`, and gives that list.
   * @since 13.0
   */
  const move: Since13<<T>(this: void, from: T[], first: number, last: number, at: number, to?: T[]) => T[]>;
}
