/** @noSelfInFile */

/** Bytes that are written at one end and read at the other. @see util/ringbuffer.so */
declare module "util.ringbuffer" {
  interface RingBuffer {
    /** Nil where there is no room. */
    write(data: string): LuaMultiReturn<[length: number | undefined, err?: string]>;
    /** Nil where there is not that much, unless `peek`s or the like. */
    read(count: number, peek?: boolean): string | undefined;
    /** Up to and with that text; nil where it is not there. */
    readuntil(text: string): string | undefined;
    find(text: string): number | undefined;
    discard(count: number): boolean;
    /** How much it can hold. */
    size(): number;
    /** How much is in it. */
    length(): number;
    free(): number;
    sub(first: number, last?: number): string;
    byte(first?: number, last?: number): LuaMultiReturn<number[]>;
  }

  function new_(size?: number): RingBuffer;

  export { new_ as new };
  export type { RingBuffer };
}
