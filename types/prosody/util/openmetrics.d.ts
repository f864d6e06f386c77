/** @noSelfInFile */

/** Metrics of OpenMetrics. @see util/openmetrics.lua */
declare module "util.openmetrics" {
  /** All families of metrics, by type. @see util/openmetrics.lua */
  interface MetricRegistry {
    /** Only grows. The unit is put behind the name, `_bytes`; `""` for none. Given again, it is the same family. */
    counter(name: string, unit: string, description: string, label_keys?: string[], options?: MetricOptions): unknown;
    /** Goes up and down. */
    gauge(name: string, unit: string, description: string, label_keys?: string[], options?: MetricOptions): unknown;
    /** Counts samples by limits: throws without `buckets` in its options. */
    histogram(name: string, unit: string, description: string, label_keys?: string[], options?: MetricOptions): unknown;
    /** Number and sum of samples. */
    summary(name: string, unit: string, description: string, label_keys?: string[], options?: MetricOptions): unknown;
    /** By name. */
    get_metric_families(): LuaMap<string, RegisteredFamily>;
    /** The backend's own. */
    readonly backend: object;
  }

  /** @see util/openmetrics.lua */
  interface RegisteredFamily {
    /** `counter`, `gauge`, `histogram` or `summary`. */
    readonly type_: string;
    /** For people. */
    readonly description?: string;
    /** `seconds`, `bytes` …; `""` for none. The name has it at its end already. */
    readonly unit?: string;
    /** Names of the labels, in the order in which values are given. */
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
  /** A family of which only `with_labels` and `with_partial_label` are left: what `with_labels` does is the function given. */
  function new_metric_proxy(
    family: object,
    with_labels: (this: void, family: object, ...labels: string[]) => unknown,
  ): object;
}
