package io.jvmm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.http.TestClient.Response;
import io.jvmm.http.api.Route;
import io.jvmm.http.api.Routes;
import io.jvmm.monitor.control.ControlRequest;
import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.monitor.control.ControlSocket;
import io.jvmm.monitor.control.RunLock;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route does what the document says, and the document says what every route does. */
class ContractTest {
  @TempDir private Path directory;
  private TestSite site;
  private DocumentedClient client;

  @BeforeEach
  void open() throws IOException {
    site = new TestSite(directory);
    client = new DocumentedClient(site.client());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void theDocumentIsOpenApi() {
    SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(client.document().toString());

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getOpenapi()).isEqualTo("3.1.1");
  }

  @Test
  void everyRouteIsInTheDocumentOnceAndNothingElse() {
    assertThat(client.operations())
        .containsExactlyInAnyOrderElementsOf(
            Routes.of(site.service()).stream().map(Route::id).toList());
  }

  @Test
  void theServerIsDescribed() throws IOException {
    assertThat(client.call("getVersion", "").json().path("version").asString()).isEqualTo("1.2.3");
    client.call("getMetrics", "");
    client.call("getDocument", "");
  }

  @Test
  void aMachineIsMadeAndLookedAt() throws IOException {
    String body =
        "{\"spec\": %s, \"directory\": \"%s\"}".formatted(TestSite.SPEC.formatted("a"), directory);

    assertThat(client.call("createMachine", "", "", Optional.of(body)).status()).isEqualTo(201);
    assertThat(client.call("createMachine", "", "", Optional.of(body)).status()).isEqualTo(200);
    assertThat(client.call("createMachine", "", "", Optional.of("{}")).status()).isEqualTo(400);
    assertThat(client.call("listMachines", "").status()).isEqualTo(200);
    assertThat(client.call("getMachine", "a").status()).isEqualTo(200);
    assertThat(client.call("getSpecification", "a").status()).isEqualTo(200);
    assertThat(client.call("startMachine", "a").status()).isEqualTo(503);
    assertThat(client.call("getMonitorLog", "a").body()).contains("no /dev/kvm");
    assertThat(client.call("destroyMachine", "a").status()).isEqualTo(204);
    assertThat(client.call("destroyMachine", "a").status()).isEqualTo(404);
  }

  @Test
  void aStartThatTakesLongerThanTheClientWaitsIsAccepted() throws IOException {
    Service slow =
        new Service(site.store(), site.service().images(), _ -> List.of("sleep", "5"), "1.2.3");
    site.created("a");
    Path socket = directory.resolve("slow.sock");
    try (ApiServer _ = ApiServer.start(slow, new Listening.AtSocket(socket))) {
      DocumentedClient other = new DocumentedClient(new TestClient(socket));

      Response accepted = other.call("startMachine", "a", "?wait=0", Optional.empty());

      assertThat(accepted.status()).isEqualTo(202);
      assertThat(accepted.header("location")).isEqualTo("/v1/machines/a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resetMachine",
        "pauseMachine",
        "resumeMachine",
        "pressPowerButtonOfMachine",
        "getMachine",
        "getStatistics",
        "getRegisters",
        "getMemoryMap",
        "getLog",
        "getMonitorLog"
      })
  void aMachineThatRunsAnswers(String operation) throws IOException {
    site.running("a", ContractTest::answer);

    assertThat(client.call(operation, "a").status()).isEqualTo(200);
  }

  private static String answer(ControlRequest request) {
    return switch (request) {
      case Order(Verb verb) when verb == Verb.STATISTICS -> STATISTICS;
      case Order(Verb verb) when verb == Verb.REGISTERS -> "{\"vcpus\": [{\"pc\": \"0x40\"}]}";
      case Order(Verb verb) when verb == Verb.MEMORY_MAP -> MEMORY_MAP;
      default -> "running";
    };
  }

  private static final String MEMORY_MAP =
      """
      {"addressBits": 40, "granuleBytes": 4096, "startLevel": 1, "tables": 3, "regions": [
       {"start": "0x40000000", "bytes": 67108864, "kind": "ram", "name": "RAM",
        "permissions": "rwx", "memoryType": "normal write back", "shareability": "inner",
        "output": "0x40000000", "blocks": [{"bytes": 2097152, "count": 32}]},
       {"start": "0x9000000", "bytes": 4096, "kind": "device", "name": "pl011",
        "reads": 1, "writes": 2}]}
      """
          .replace("\n", "");

  private static final String STATISTICS =
      """
      {"state": "running", "boots": 1, "booted": "2026-01-01T00:00:00Z",
       "process": {"number": 7, "cpuSeconds": 0.5, "residentBytes": 4096},
       "interruptController": "kvm-v3", "vcpus": [{"exits": {"mmio-read": 3}, "cpuSeconds": 0.25}],
       "interrupts": [], "unmappedAccesses": 0, "networks": [],
       "devices": [{"device": "uart", "address": "0x9000000", "reads": 1, "writes": 2, "refused": 0}],
       "disks": [{"device": "disk0", "reads": 1, "bytesRead": 512, "writes": 0, "bytesWritten": 0,
                  "flushes": 0, "errors": 0}]}
      """
          .replace("\n", "");

  @Test
  void whatAMachineHasCountedIsInTheMetrics() throws IOException {
    site.running("a", ContractTest::answer);

    assertThat(client.call("getMetrics", "").body())
        .contains(
            "jvmm_machine_cpu_seconds_total{machine=\"a\"} 0.5\n",
            "jvmm_vcpu_exits_total{machine=\"a\",vcpu=\"0\",kind=\"mmio-read\"} 3\n",
            "jvmm_disk_read_bytes_total{machine=\"a\",device=\"disk0\"} 512\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "startMachine",
        "destroyMachine",
      })
  void aMachineThatRunsIsNeitherStartedNorRemoved(String operation) throws IOException {
    site.running("a", ContractTest::answer);

    assertThat(client.call(operation, "a").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stopMachine",
        "killMachine",
        "resetMachine",
        "pauseMachine",
        "resumeMachine",
        "pressPowerButtonOfMachine",
        "getStatistics",
        "getRegisters",
        "getMemoryMap",
        "attachConsole"
      })
  void aMachineThatDoesNotRunDoesNotAnswer(String operation) throws IOException {
    site.created("a");

    assertThat(client.call(operation, "a").status()).isEqualTo(409);
  }

  @Test
  void aMachineIsClonedAndRenamed() throws IOException {
    site.created("a");

    Response clone = client.call("cloneMachine", "a", "", Optional.of("{\"name\": \"b\"}"));
    Response renamed = client.call("renameMachine", "b", "", Optional.of("{\"name\": \"c\"}"));

    assertThat(clone.status()).isEqualTo(201);
    assertThat(clone.header("location")).isEqualTo("/v1/machines/b");
    assertThat(renamed.json().path("name").asString()).isEqualTo("c");
    assertThat(client.call("getMachine", "b").status()).isEqualTo(404);
    assertThat(client.call("getSpecification", "c").json().path("name").asString()).isEqualTo("c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloneMachine", "renameMachine"})
  void aNameIsRefusedThatIsTakenOrNone(String operation) throws IOException {
    site.created("a");
    site.created("b");

    for (String name : List.of("b", "a", "", "../b", ".b", "x".repeat(64), "a b")) {
      String body = "{\"name\": \"%s\"}".formatted(name);
      assertThat(client.call(operation, "a", "", Optional.of(body)).status())
          .as(name)
          .isEqualTo(409);
    }
    for (String body : List.of("{}", "[]", "{\"name\": 1}", "{\"name\": \"c\", \"as\": 1}")) {
      assertThat(client.call(operation, "a", "", Optional.of(body)).status())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(site.store().machines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloneMachine", "renameMachine"})
  void aMachineThatRunsKeepsItsName(String operation) throws IOException {
    site.running("a", ContractTest::answer);

    Optional<String> body = Optional.of("{\"name\": \"b\"}");
    assertThat(client.call(operation, "a", "", body).status()).isEqualTo(409);
  }

  @Test
  void aBrowserLogsInAndOut() throws IOException {
    assertThat(client.call("logIn", "").header("set-cookie")).startsWith("jvmm-0=");
    assertThat(client.call("logOut", "").header("set-cookie")).startsWith("jvmm-0=; Max-Age=0");
  }

  @Test
  void whereNoMachineIsEveryRouteOfOneSaysSo() throws IOException {
    for (Route route : Routes.of(site.service())) {
      if (route.path().text().contains("{name}")) {
        Optional<String> body = route.body().map(_ -> "{\"name\": \"b\"}");
        assertThat(client.call(route.id(), "nobody", "", body).status())
            .as(route.id())
            .isEqualTo(404);
      }
    }
  }

  @Test
  void aMachineThatHaltsWhenAskedSaysSo() throws IOException {
    RunLock lock = site.created("a").home().lock();
    site.keep(
        ControlSocket.open(
            site.store().home("a").controlSocket(),
            "a",
            request -> {
              if (request.equals(new Order(Verb.HALT))) {
                lock.close();
              }
              return "running";
            }));

    Response stopped = client.call("stopMachine", "a", "?timeout=0", Optional.empty());

    assertThat(stopped.json().path("outcome").asString()).isEqualTo("halted");
  }

  @Test
  void eventsFollow() throws IOException {
    assertThat(site.client().send("HEAD", "/v1/events", "").mediaType())
        .isEqualTo("text/event-stream");
  }
}
