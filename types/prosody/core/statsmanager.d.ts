/** @noSelfInFile */

/** Metrics. Modules mostly want `module.metric`. @see core/statsmanager.lua */
declare module "core.statsmanager" {
  /** As `module.measure`, under the name given. */
  function measure<K extends keyof Measures>(
    type: K,
    name: string,
    options?: MeasureOptions | number,
    label_key?: string,
    label_value?: string,
  ): Measures[K];
  /** As `module.metric`, under the name given. */
  function metric<K extends keyof MetricTypes>(
    type: K,
    name: string,
    unit?: string,
    description?: string,
    label_keys?: string[],
    options?: MetricOptions,
  ): MetricFamily<MetricTypes[K]>;
  /** All there are; nil where statistics are off. @see util/openmetrics.lua */
  function get_metric_registry(): import("util.openmetrics").MetricRegistry | undefined;
  /**
   * Collects at once; only with `statistics_interval = "manual"`.
   * @see core/statsmanager.lua
   */
  const collect:
    | ((
        this: void,
      ) => LuaMultiReturn<[interval: number | undefined, registry?: import("util.openmetrics").MetricRegistry]>)
    | undefined;
  /** What is measured is held back until {@link uncork}. */
  function cork(): void;
  /** Hands out what {@link cork} held back. Neither does anything where the backend does not know how. */
  function uncork(): void;
}
