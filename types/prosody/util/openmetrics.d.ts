/** @noSelfInFile */

/** Metrics of OpenMetrics. @see util/openmetrics.lua */
declare module "util.openmetrics" {
  /** Makes a family, or finds it. The unit is put behind the name, `_bytes`; `""` for none. */
  type NewFamily<M> = (
    this: MetricRegistry,
    name: string,
    unit: string | undefined,
    description: string,
    label_keys?: string[],
    options?: MetricOptions,
  ) => MetricFamily<M> & RegisteredFamily;

  /** All families of metrics, by type. @see util/openmetrics.lua */
  interface MetricRegistry {
    /**
     * Only grows. Given again with the same labels it is the same family, with others, or as another type, it takes the place of that
     * one.
     */
    counter: NewFamily<CounterMetric>;
    /** Goes up and down. */
    gauge: NewFamily<GaugeMetric>;
    /** Counts samples by limits: throws without `buckets` in its options. */
    histogram: NewFamily<SampledMetric>;
    /** Number and sum of samples. */
    summary: NewFamily<SampledMetric>;
    /** By name. */
    get_metric_families(): LuaMap<string, RegisteredFamily>;
    /** All as text, in the format of OpenMetrics. */
    render(): string;
    /** What {@link new_metric_registry} was given. */
    readonly backend: object;
  }

  /** Metrics of a name, apart by labels. @see util/openmetrics.lua */
  interface RegisteredFamily {
    /** `counter`, `gauge`, `histogram` or `summary`. */
    readonly type_: string;
    /** For people. */
    readonly description?: string;
    /** `seconds`, `bytes` …; `""` for none. The name of the family has it at its end already. */
    readonly unit?: string;
    /** Names of the labels, in the order in which values are given. */
    readonly label_keys: string[];
    /** Never of a dummy (statistics off): that loops for ever. */
    iter_metrics(): LuaIterable<LuaMultiReturn<[labels: string[], metric: RegisteredMetric]>>;
  }

  /** One with its labels. @see util/statistics.lua */
  interface RegisteredMetric {
    /**
     * What is put behind the family's name, labels of its own, which only a histogram's buckets have, and value. Nothing with `statsd`.
     */
    iter_samples(): LuaIterable<
      LuaMultiReturn<[suffix: string, labels: Record<string, string> | undefined, value: number]>
    >;
  }

  /** A histogram's limit as text, `+Inf` for none. */
  function render_histogram_le(limit: number): string;
  /** Samples, or sets, the seconds until the function that it gives is called. */
  function timed(metric: SampledMetric | GaugeMetric): (this: void) => void;
  /** For a backend, which has a function for each type that makes a metric. */
  function new_metric_registry(backend: object): MetricRegistry;
  /**
   * A family of which only `with_labels` and `with_partial_label` are left. What `with_labels` does is the function given;
   * `with_partial_label` fixes the family's first label.
   */
  function new_metric_proxy(
    family: object,
    with_labels: (this: void, family: object, ...labels: string[]) => unknown,
  ): object;
}
