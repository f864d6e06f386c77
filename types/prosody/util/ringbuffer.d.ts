/** @noSelfInFile */

/** Bytes that are written at one end and read at the other. @see util/ringbuffer.so */
declare module "util.ringbuffer" {
  /** What {@link new_} gives. */
  interface RingBuffer {
    /** Gives how many bytes were written: all, or nil where there is no room for all. */
    write(data: string): number | undefined;
    /** Nil where there is not that much. With `peek` it stays in. */
    read(count: number, peek?: boolean): string | undefined;
    /**
     * Up to and with that text; nil where it is not there, and where it is full. May never return for a text longer than what is in it.
     */
    readuntil(text: string): string | undefined;
    /**
     * Where it ends: so many bytes {@link read} would have to take. Nil where it is not there, and where the buffer is full. May
     * never return for a text longer than what is in it.
     */
    find(text: string): number | undefined;
    /** Drops the oldest bytes. False, and nothing dropped, where there are not so many. */
    discard(count: number): boolean;
    /** How much it can hold. */
    size(): number;
    /** How much is in it. */
    length(): number;
    /** How many more bytes it can hold. */
    free(): number;
    /** Of what is in it, as `string.sub`, left where it is. */
    sub(first: number, last?: number): string;
    /** Of what is in it, as `string.byte`, left where it is. */
    byte(first?: number, last?: number): LuaMultiReturn<number[]>;
  }

  /** Room for so many bytes, a page of memory (4096, as a rule) if not told, whose number never changes. Throws for none. */
  function new_(size?: number): RingBuffer;

  export { new_ as new };
  export type { RingBuffer };
}
