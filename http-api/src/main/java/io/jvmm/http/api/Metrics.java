package io.jvmm.http.api;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.jvmm.control.Condition;
import io.jvmm.control.MachineStore;
import io.jvmm.control.StoredMachine;
import io.jvmm.http.api.Answer.Text;
import io.jvmm.vmm.error.VmmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers for Prometheus: machines by state, and what each that runs has done. */
record Metrics(MachineStore store) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String MACHINE = "machine";

  /** Metrics that each device of a kind has: their name, the list in a report, what counts. */
  private static final List<Count> COUNTS =
      List.of(
          new Count("jvmm_device_loads_total", "devices", "reads"),
          new Count("jvmm_device_stores_total", "devices", "writes"),
          new Count("jvmm_device_refused_total", "devices", "refused"),
          new Count("jvmm_network_received_frames_total", "networks", "received"),
          new Count("jvmm_network_received_dropped_total", "networks", "receiveDropped"),
          new Count("jvmm_network_transmitted_frames_total", "networks", "transmitted"),
          new Count("jvmm_network_transmitted_dropped_total", "networks", "transmitDropped"),
          new Count("jvmm_disk_reads_total", "disks", "reads"),
          new Count("jvmm_disk_read_bytes_total", "disks", "bytesRead"),
          new Count("jvmm_disk_writes_total", "disks", "writes"),
          new Count("jvmm_disk_written_bytes_total", "disks", "bytesWritten"),
          new Count("jvmm_disk_flushes_total", "disks", "flushes"),
          new Count("jvmm_disk_errors_total", "disks", "errors"));

  private record Count(String metric, String list, String member) {}

  /** What a machine said of itself. */
  private record Report(String machine, JsonNode root) {
    /** Empty for a machine that does not run, or not yet, or not any more. */
    static Optional<Report> of(StoredMachine machine) {
      try {
        return Optional.of(new Report(machine.name(), JSON.readTree(machine.statistics())));
      } catch (VmmException | JacksonException e) { // the latter of another version's
        return Optional.empty();
      }
    }
  }

  Answer show(Call call) {
    PrometheusText text = new PrometheusText();
    List<StoredMachine> machines = store.machines();
    writeStates(machines, text);
    List<Report> reports =
        machines.stream()
            .filter(machine -> machine.process().isPresent())
            .map(Report::of)
            .flatMap(Optional::stream)
            .toList();
    writeProcesses(reports, text);
    writeExits(reports, text);
    COUNTS.forEach(count -> write(count, reports, text));
    return new Text(MEDIA_TYPE, text.toString());
  }

  private static void writeStates(List<StoredMachine> machines, PrometheusText text) {
    Map<Condition, Long> counts =
        machines.stream().collect(groupingBy(StoredMachine::condition, counting()));
    text.metric("jvmm_machines", "gauge", "Machines by state.");
    for (Condition state : Condition.values()) {
      text.sample("jvmm_machines", counts.getOrDefault(state, 0L), "state", state.toString());
    }
  }

  private static void writeProcesses(List<Report> reports, PrometheusText text) {
    write("jvmm_machine_cpu_seconds_total", "counter", "CPU time.", "cpuSeconds", reports, text);
    write("jvmm_machine_resident_bytes", "gauge", "Memory.", "residentBytes", reports, text);
  }

  private static void write(
      String metric,
      String type,
      String help,
      String member,
      List<Report> all,
      PrometheusText text) {
    text.metric(metric, type, help);
    for (Report report : all) {
      JsonNode value = report.root().path("process").path(member);
      text.sample(metric, value.asDouble(0), MACHINE, report.machine());
    }
  }

  private static void writeExits(List<Report> reports, PrometheusText text) {
    String metric = "jvmm_vcpu_exits_total";
    text.metric(metric, "counter", "How often a vCPU left its guest, since that was last started.");
    for (Report report : reports) {
      JsonNode vcpus = report.root().path("vcpus");
      for (int i = 0; i < vcpus.size(); i++) {
        String vcpu = "" + i;
        vcpus
            .get(i)
            .path("exits")
            .properties()
            .forEach(
                exit ->
                    text.sample(
                        metric,
                        exit.getValue().asDouble(0),
                        MACHINE,
                        report.machine(),
                        "vcpu",
                        vcpu,
                        "kind",
                        exit.getKey()));
      }
    }
  }

  private static void write(Count count, List<Report> reports, PrometheusText text) {
    text.metric(
        count.metric(),
        "counter",
        "Of the guest's %s, since it was last started.".formatted(count.list()));
    for (Report report : reports) {
      report
          .root()
          .path(count.list())
          .forEach(
              device ->
                  text.sample(
                      count.metric(),
                      device.path(count.member()).asDouble(0),
                      labels(report, device)));
    }
  }

  private static String[] labels(Report report, JsonNode device) {
    Stream<String> names =
        Stream.of(MACHINE, report.machine(), "device", device.path("device").asString(""));
    String address = device.path("address").asString("");
    return (address.isEmpty() ? names : Stream.concat(names, Stream.of("address", address)))
        .toArray(String[]::new);
  }
}
