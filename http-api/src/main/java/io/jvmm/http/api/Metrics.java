package io.jvmm.http.api;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.jvmm.control.Condition;
import io.jvmm.control.MachineStore;
import io.jvmm.control.StoredMachine;
import io.jvmm.http.api.Answer.Text;
import java.util.List;
import java.util.Map;

/** Numbers for Prometheus: machines by state, and what each that runs has done. */
record Metrics(MachineStore store) {
  private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  Answer show(Call call) {
    PrometheusText text = new PrometheusText();
    List<StoredMachine> machines = store.machines();
    states(machines, text);
    return new Text(MEDIA_TYPE, text.toString());
  }

  private static void states(List<StoredMachine> machines, PrometheusText text) {
    Map<Condition, Long> counts =
        machines.stream().collect(groupingBy(StoredMachine::condition, counting()));
    text.metric("jvmm_machines", "gauge", "Machines by state.");
    for (Condition state : Condition.values()) {
      text.sample("jvmm_machines", counts.getOrDefault(state, 0L), "state", state.toString());
    }
  }
}
