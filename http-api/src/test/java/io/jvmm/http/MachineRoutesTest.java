package io.jvmm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.control.StoredMachine;
import io.jvmm.http.TestClient.Response;
import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineRoutesTest {
  @TempDir private Path directory;
  private TestSite site;
  private TestClient client;

  @BeforeEach
  void open() throws IOException {
    site = new TestSite(directory);
    client = site.client();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String body(String spec) {
    return "{\"spec\": %s, \"directory\": \"%s\"}".formatted(spec, directory);
  }

  @Test
  void aMachineIsMadeListedShownAndRemoved() throws IOException {
    Response made = client.post("/v1/machines", body(TestSite.SPEC.formatted("a")));

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.header("location")).isEqualTo("/v1/machines/a");
    assertThat(client.get("/v1/machines").json().at("/machines/0/name").asString()).isEqualTo("a");
    assertThat(client.get("/v1/machines/a").json().path("state").asString()).isEqualTo("created");
    assertThat(client.get("/v1/machines/a/spec").json().path("memory").asString())
        .isEqualTo("64MiB");
    assertThat(client.delete("/v1/machines/a").status()).isEqualTo(204);
    assertThat(site.store().machines()).isEmpty();
  }

  @Test
  void makingItAgainChangesNothing() throws IOException {
    String body = body(TestSite.SPEC.formatted("a"));
    client.post("/v1/machines", body);

    assertThat(client.post("/v1/machines", body).status()).isEqualTo(200);
  }

  @Test
  void anotherSpecificationOfThatNameIsAConflict() throws IOException {
    site.created("a");

    Response refused = client.post("/v1/machines", body(TestSite.SPEC.formatted("a")));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asString()).contains("another specification");
  }

  @Test
  void everyProblemOfASpecificationIsReported() throws IOException {
    Response refused =
        client.post("/v1/machines", body("{\"name\": \"a\", \"cpus\": 0, \"colour\": 1}"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.mediaType()).isEqualTo("application/problem+json");
    assertThat(refused.json().path("problems").size()).isGreaterThan(1);
    assertThat(refused.body()).contains("colour").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"spec\": {}}",
        "{\"spec\": 1, \"directory\": \"/\"}",
        "{\"spec\": {}, \"directory\": \"relative\"}",
        "{\"spec\": {}, \"directory\": \"\\u0000\"}",
        "{\"spec\": {}, \"directory\": \"/\", \"more\": 1}",
        "{\"spec\": {}, \"spec\": {}}",
        "{",
        "{} {}",
        ""
      })
  void whatIsNoNewMachineIsRefused(String body) throws IOException {
    assertThat(client.post("/v1/machines", body).status()).isEqualTo(400);
  }

  @Test
  void aBodyThatIsNoJsonIsOfTheWrongType() throws IOException {
    assertThat(
            client
                .send("POST", "/v1/machines", "Content-Type: text/plain\r\nContent-Length: 0\r\n")
                .status())
        .isEqualTo(415);
  }

  @Test
  void aBodyOfMoreThanAMebibyteIsTooLarge() throws IOException {
    String head = "Content-Type: application/json\r\nContent-Length: 1048577\r\n";

    assertThat(client.send("POST", "/v1/machines", head).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "..", ".", "a%00", "%2e%2e", "a%2fb", "-a", "a%20b"})
  void thereIsNoMachineOfANameThatNoneHas(String name) throws IOException {
    assertThat(client.get("/v1/machines/" + name + "/spec").status()).isIn(400, 404);
  }

  @ParameterizedTest
  @CsvSource({
    "pause, PAUSE",
    "resume, RESUME",
    "reset, RESET",
    "power-button, POWER_BUTTON",
  })
  void aMachineThatRunsIsAsked(String word, Verb verb) throws IOException {
    List<Object> asked = Collections.synchronizedList(new ArrayList<>());
    site.running(
        "a",
        request -> {
          asked.add(request);
          return "running";
        });

    Response done = client.post("/v1/machines/a/" + word);

    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(done.json().path("state").asString()).isEqualTo("running");
    assertThat(asked).contains(new Order(verb));
  }

  @Test
  void whatAMachineRefusesIsAConflictInItsOwnWords() throws IOException {
    site.running(
        "a",
        _ -> {
          throw new ConfigurationException("it is paused already");
        });

    Response refused = client.post("/v1/machines/a/pause");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asString()).isEqualTo("it is paused already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "kill", "pause", "reset"})
  void aMachineThatDoesNotRunCannotBeAsked(String word) throws IOException {
    site.created("a");

    Response refused = client.post("/v1/machines/a/" + word);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asString()).contains("machine 'a' is not running");
  }

  @Test
  void aMachineThatRunsIsNotRemoved() throws IOException {
    site.running("a", _ -> "running");

    assertThat(client.delete("/v1/machines/a").status()).isEqualTo(409);
  }

  @Test
  void aMachineThatRunsIsNotStartedAgain() throws IOException {
    site.running("a", _ -> "running");

    Response refused = client.post("/v1/machines/a/start");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asString())
        .isEqualTo("machine 'a' is running already");
  }

  @Test
  void aMachineThatDoesNotStartSaysWhyInTheWordsOfItsProcess() throws IOException {
    site.created("a");

    Response refused = client.post("/v1/machines/a/start");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("problems").valueStream().map(line -> line.asString("")))
        .containsExactly("no /dev/kvm here", "machine 'a' did not start");
  }

  @Test
  void aLogIsShownWholeOrItsEndOrAPart() throws IOException {
    StoredMachine machine = site.created("a");
    Files.writeString(machine.home().consoleLog(), "0123456789");

    assertThat(client.get("/v1/machines/a/log").body()).isEqualTo("0123456789");
    assertThat(client.get("/v1/machines/a/log?tail=3").body()).isEqualTo("789");
    Response part = client.send("GET", "/v1/machines/a/log", "Range: bytes=2-4\r\n");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.header("content-range")).isEqualTo("bytes 2-4/10");
  }

  @Test
  void bytesThatALogHasNotAreNotSatisfiable() throws IOException {
    Files.writeString(site.created("a").home().monitorLog(), "0123456789");

    Response refused = client.send("GET", "/v1/machines/a/monitor-log", "Range: bytes=10-\r\n");

    assertThat(refused.status()).isEqualTo(416);
    assertThat(refused.header("content-range")).isEqualTo("bytes */10");
  }

  @Test
  void aMachineThatNeverRanHasAnEmptyLog() throws IOException {
    site.created("a");

    assertThat(client.get("/v1/machines/a/log").body()).isEmpty();
  }

  @Test
  void aParameterThatARouteDoesNotKnowIsRefused() throws IOException {
    assertThat(client.get("/v1/machines?colour=red").status()).isEqualTo(400);
    site.created("a");
    assertThat(client.get("/v1/machines/a/log?tail=-1").status()).isEqualTo(400);
    assertThat(client.get("/v1/machines/a/log?tail=1&tail=2").status()).isEqualTo(400);
  }

  @Test
  void anotherMethodIsToldWhichThereAre() throws IOException {
    Response refused = client.send("PUT", "/v1/machines", "Content-Length: 0\r\n");

    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("allow")).isEqualTo("GET, POST");
  }

  @Test
  void headIsGetWithoutABody() throws IOException {
    Response head = client.send("HEAD", "/v1/version", "");

    assertThat(head.status()).isEqualTo(200);
  }

  @Test
  void metricsCountMachinesByState() throws IOException {
    site.created("a");
    site.running("b", _ -> "paused");

    assertThat(client.get("/metrics").body())
        .contains("jvmm_machines{state=\"created\"} 1\n", "jvmm_machines{state=\"paused\"} 1\n");
  }
}
