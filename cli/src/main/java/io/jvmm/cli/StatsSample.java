package io.jvmm.cli;

import io.jvmm.control.StoredMachine;
import io.jvmm.vmm.error.VmmException;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a machine had done at a moment.
 *
 * @param name the machine's
 * @param nanos the moment, of {@link System#nanoTime}
 * @param report what it said of itself
 */
record StatsSample(String name, long nanos, JsonNode report) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Of a machine that runs; empty if it does not, or has not begun to, or ends meanwhile. */
  static Optional<StatsSample> of(StoredMachine machine) {
    try {
      JsonNode report = JSON.readTree(machine.statistics());
      return Optional.of(new StatsSample(machine.name(), System.nanoTime(), report));
    } catch (VmmException e) {
      return Optional.empty();
    }
  }

  /** What it is doing. */
  String state() {
    return report.path("state").asString("");
  }

  /** How much of the host's memory its process has, in bytes. */
  double memory() {
    return report.path("process").path("residentBytes").asDouble(0);
  }

  /** How long its process has had a CPU, in seconds. */
  double cpuSeconds() {
    return report.path("process").path("cpuSeconds").asDouble(0);
  }

  /** How often its vCPUs left their guest. */
  double exits() {
    return StreamSupport.stream(report.path("vcpus").spliterator(), false)
        .flatMap(vcpu -> vcpu.path("exits").valueStream())
        .mapToDouble(JsonNode::asDouble)
        .sum();
  }

  /** The sum of what its devices of a kind have counted, such as of "disks" the "bytesRead". */
  double total(String kind, String count) {
    return report.path(kind).valueStream().mapToDouble(each -> each.path(count).asDouble(0)).sum();
  }

  /** Whether this and a later one count the same things: the guest was not started between them. */
  boolean isBefore(StatsSample later) {
    return report.path("boots").equals(later.report.path("boots"))
        && report
            .path("process")
            .path("number")
            .equals(later.report.path("process").path("number"));
  }
}
