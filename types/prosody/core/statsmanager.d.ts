/** @noSelfInFile */

/** Metrics. Modules mostly want `module.metric`. @see core/statsmanager.lua */
declare module "core.statsmanager" {
  /** As `module.measure`, under `prosody_` and the name given. Where statistics are off, what it gives does nothing. */
  function measure<K extends keyof Measures>(
    type: K,
    name: string,
    options?: MeasureOptions | (K extends "distribution" ? string : never),
    label_key?: string,
    label_value?: string,
  ): Measures[K];
  /**
   * As `module.metric`, under the very name given. A histogram needs `buckets`, and throws without. Where statistics are off, what
   * it gives does nothing.
   */
  function metric<K extends keyof MetricTypes>(
    type: K,
    name: string,
    unit?: string,
    description?: string,
    label_keys?: string[],
    options?: MetricOptions,
  ): MetricFamily<MetricTypes[K]>;
  /** All there are; nil where statistics are off, or their backend has none. @see util/openmetrics.lua */
  function get_metric_registry(): import("util.openmetrics").MetricRegistry | undefined;
  /**
   * Collects at once; only with `statistics_interval = "manual"`, else nil. Gives all there are, after nil.
   * @see core/statsmanager.lua
   */
  const collect:
    | ((this: void) => LuaMultiReturn<[interval: undefined, registry?: import("util.openmetrics").MetricRegistry]>)
    | undefined;
  /** What is measured is held back until {@link uncork}. */
  function cork(): void;
  /**
   * Hands out what {@link cork} held back. Neither does anything where the backend does not know how: of Prosody's only `statsd`
   * does.
   */
  function uncork(): void;
}
