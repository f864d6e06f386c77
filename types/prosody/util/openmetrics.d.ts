/** @noSelfInFile */

/** Metrics of OpenMetrics. @see util/openmetrics.lua */
declare module "util.openmetrics" {
  /** All families of metrics, by type. @see util/openmetrics.lua */
  interface MetricRegistry {
    counter(name: string, unit: string, description: string, label_keys?: string[], options?: MetricOptions): unknown;
    gauge(name: string, unit: string, description: string, label_keys?: string[], options?: MetricOptions): unknown;
    histogram(name: string, unit: string, description: string, label_keys?: string[], options?: MetricOptions): unknown;
    summary(name: string, unit: string, description: string, label_keys?: string[], options?: MetricOptions): unknown;
    /** By name. */
    get_metric_families(): LuaMap<string, RegisteredFamily>;
    /** The backend's own. */
    readonly backend: object;
  }

  /** @see util/openmetrics.lua */
  interface RegisteredFamily {
    readonly type_: string;
    readonly description?: string;
    readonly unit?: string;
    readonly label_keys: string[];
    /** Never of a dummy (statistics off): that loops for ever. */
    iter_metrics(): LuaIterable<LuaMultiReturn<[labels: string[], metric: RegisteredMetric]>>;
  }

  /** @see util/statistics.lua */
  interface RegisteredMetric {
    /** Part of the name, labels of its own, and value. */
    iter_samples(): LuaIterable<LuaMultiReturn<[suffix: string, labels: Record<string, string>, value: number]>>;
  }

  /** A histogram's limit as text. */
  function render_histogram_le(limit: number): string;
  /** Samples the seconds until the function that it gives is called. */
  function timed(metric: SampledMetric): (this: void) => void;
  /** For a backend: what makes metrics of it. */
  function new_metric_registry(backend: object): MetricRegistry;
  function new_metric_proxy(backend: object): object;
}
