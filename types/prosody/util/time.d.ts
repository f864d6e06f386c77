/** @noSelfInFile */

/** Clocks. Seconds with fractions. @see util/time.so */
declare module "util.time" {
  /** Unix time. Jumps when the clock is set. */
  function now(): number;
  /** For durations: never jumps, starts anywhere. */
  function monotonic(): number;
}
