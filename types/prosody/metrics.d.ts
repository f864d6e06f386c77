/** @noSelfInFile */

/** Only ever goes up. @see util/statistics.lua */
interface CounterMetric {
  /** How many more; not negative. */
  add(value: number): void;
}

/** Goes up and down; 0 at first. @see util/statistics.lua */
interface GaugeMetric {
  /** Replaces what there was. */
  set(value: number): void;
  /** May be negative. */
  add(delta: number): void;
}

/** Keeps sum and count of samples, a histogram also how many are not above each limit. @see util/statistics.lua */
interface SampledMetric {
  /** One observation, in the metric's unit. */
  sample(value: number): void;
}

/**
 * A metric and its labels. With statistics off it is a dummy that takes every call. Never read a metric back: to iterate over the
 * dummy is to loop for ever. Keep own counters for that.
 * @see util/openmetrics.lua, core/statsmanager.lua
 */
interface MetricFamily<M> {
  /**
   * Label values in the order of the label keys; their number must match or it throws. Also needed where there are no
   * labels.
   */
  with_labels(...values: string[]): M;
  /** Fixes the first label. Of what it gives, and so of a host's module's metric, `with_labels` throws after a further call of it. */
  with_partial_label(value: string): MetricFamily<M>;
}

/** Metric type to metric. @see core/statsmanager.lua */
interface MetricTypes {
  /** For what has happened since the start. */
  counter: CounterMetric;
  /** For a state: what is connected or queued now. */
  gauge: GaugeMetric;
  /** For a distribution, by the `buckets` of its options. */
  histogram: SampledMetric;
  /** For an average: sum and count only. */
  summary: SampledMetric;
}

/** @see util/openmetrics.lua */
interface MetricOptions {
  /** Upper limits, rising; infinity is put into this very list. A histogram without them throws, unless statistics are off. */
  buckets?: number[];
}
