/** @noSelfInFile */

/** What was sent and not yet acknowledged. @see util/smqueue.lua */
declare module "util.smqueue" {
  /** What {@link new_} gives. */
  interface StreamQueue<T> {
    /** The oldest is dropped where it is full. */
    push(item: T): void;
    /**
     * All up to that number have arrived: gives those of them that are still here. Nil and why for a number under the last, or over that
     * of those pushed.
     */
    ack(count: number): LuaMultiReturn<[acked: T[] | undefined, err?: "tail" | "head" | "pop"]>;
    /** How many were pushed since, those dropped among them. */
    count_unacked(): number;
    /** The number given to the last `ack`, 0 before. */
    count_acked(): number;
    /** Whether all that is not acknowledged is still here. */
    resumable(): boolean;
    /** What is not acknowledged and still here, oldest first, left where it is. */
    resume(): LuaIterable<LuaMultiReturn<[position: number, item: T]>>;
    /** As {@link resume}, but takes them out. */
    consume(): LuaIterable<T>;
    /** What {@link resume} gives, as a list. */
    table(): T[];
  }

  /** Keeps the last `size` items; what was pushed before is counted, but gone. Throws for a size that is not above 0. */
  function new_<T>(size: number): StreamQueue<T>;
  /** What holds the methods of all. */
  const smqueue: object;

  export { new_ as new, smqueue };
  export type { StreamQueue };
}
