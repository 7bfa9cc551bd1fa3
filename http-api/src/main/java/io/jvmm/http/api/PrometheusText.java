package io.jvmm.http.api;

/** Metrics as text, in Prometheus' exposition format, version 0.0.4. */
final class PrometheusText {
  private final StringBuilder text = new StringBuilder();

  /** Begins a metric, whose samples follow. */
  void metric(String name, String type, String help) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
  }

  /**
   * A sample.
   *
   * @param labels names and values by turns
   */
  void sample(String metric, double value, String... labels) {
    text.append(metric).append('{');
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(labels[i]);
      text.append("=\"").append(escaped(labels[i + 1])).append('"');
    }
    text.append("} ").append(number(value)).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "" + (long) value : "" + value;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
