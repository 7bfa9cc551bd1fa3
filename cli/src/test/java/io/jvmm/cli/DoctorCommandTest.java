package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.cli.doctor.Doctor.Diagnosis;
import io.jvmm.cli.doctor.Finding;
import io.jvmm.cli.doctor.Finding.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {
  private static final Finding GOOD = new Finding("Java", State.OK, "25", "", "");
  private static final Finding BAD =
      new Finding("/dev/kvm", State.MISSING, "is not there", "no machine runs", "get one");

  @Test
  void aCheckIsALineAndTheVerdictFollows() {
    assertThat(DoctorCommand.table(new Diagnosis(true, List.of(GOOD, BAD))).lines())
        .containsExactly(
            "CHECK     STATE    FOUND         COSTS            REMEDY",
            "Java      ok       25",
            "/dev/kvm  missing  is not there  no machine runs  get one",
            "",
            "No machine can run here until what is missing is there.");
  }

  @Test
  void theVerdictSaysWhereMachinesRun() {
    assertThat(DoctorCommand.table(new Diagnosis(true, List.of(GOOD)))).contains("on KVM.");
    assertThat(DoctorCommand.table(new Diagnosis(false, List.of(GOOD)))).contains("nested host.");
  }

  @Test
  void programsGetAnObject() {
    String text = DoctorCommand.object(new Diagnosis(true, List.of(GOOD, BAD)));
    JsonNode node = new JsonMapper().readTree(text);

    assertThat(node.get("runs").asBoolean()).isFalse();
    assertThat(node.get("accelerator").asString()).isEqualTo("kvm");
    assertThat(node.get("checks").get(0).has("remedy")).isFalse();
    assertThat(node.get("checks").get(1).get("state").asString()).isEqualTo("missing");
    assertThat(node.get("checks").get(1).get("remedy").asString()).isEqualTo("get one");
  }
}
