package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.control.MachineStore;
import io.jvmm.control.Stopping;
import io.jvmm.control.StoredMachine;
import io.jvmm.http.ApiServer;
import io.jvmm.http.Listening;
import io.jvmm.http.Service;
import io.jvmm.http.TestClient;
import io.jvmm.http.TestClient.Response;
import io.jvmm.http.WebSocketProbe;
import io.jvmm.it.Checkout;
import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.monitor.spec.GuestImages;
import io.jvmm.vmm.spec.FileReference.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a real machine by HTTP. */
class HttpApiIT {
  private static final String NAME = "served";
  private static final String MACHINE = "/v1/machines/" + NAME;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final MachineStore STORE = MachineStore.of(System.getenv());

  @TempDir private Path directory;
  private ApiServer server;
  private TestClient client;

  @BeforeEach
  void serve() {
    Path socket = directory.resolve("api.sock");
    Service service = new Service(STORE, new NoImages(), HttpApiIT::command, "test");
    server = ApiServer.start(service, new Listening.AtSocket(socket));
    client = new TestClient(socket);
  }

  private static List<String> command(String name) {
    return List.of(Checkout.launcher().toString(), "run", "--detached", name);
  }

  @AfterEach
  void nothingRunsOn() throws Exception {
    server.close();
    List<StoredMachine> own =
        STORE.machines().stream().filter(each -> each.name().equals(NAME)).toList();
    for (StoredMachine machine : own) {
      if (machine.process().isPresent()) {
        new Stopping(machine).kill();
      }
      STORE.destroy(machine);
    }
  }

  @Test
  void aMachineIsCreatedStartedPausedWatchedStoppedAndDestroyed() throws Exception {
    assertThat(client.post("/v1/machines", machine()).status()).isEqualTo(201);
    assertThat(client.post(MACHINE + "/start?wait=60").status())
        .isIn(200, 202); // by the host's pace
    awaitRunning();
    assertThat(succeed(client.post(MACHINE + "/pause"))).isEqualTo("paused");
    assertThat(succeed(client.post(MACHINE + "/resume"))).isEqualTo("running");
    awaitPrinted("up\n");
    assertThat(client.get(MACHINE + "/statistics").json().path("boots").asInt()).isEqualTo(1);
    assertThat(client.post(MACHINE + "/stop?timeout=1").json().path("outcome").asString())
        .isEqualTo("halted");
    assertThat(succeed(client.get(MACHINE))).isEqualTo("stopped");
    assertThat(client.get(MACHINE + "/log").body()).startsWith("up");
    assertThat(client.delete(MACHINE).status()).isEqualTo(204);
    assertThat(client.get(MACHINE).status()).isEqualTo(404);
  }

  /** The body that creates a machine whose guest prints a word and waits for ever. */
  private String machine() throws IOException {
    A64 guest =
        new A64()
            .print("up\n", GuestLayout.PL011.start().value())
            .label("idle")
            .waitForInterrupt()
            .branch("idle");
    Files.write(directory.resolve("guest.Image"), guest.image());
    return """
        {"directory": "%s",
         "spec": {"name": "%s", "memory": "64MiB", "boot": {"kernel": "guest.Image"}}}
        """
        .formatted(directory, NAME);
  }

  private void awaitRunning() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!succeed(client.get(MACHINE)).equals("running")) {
      assertThat(System.nanoTime()).as("the end of patience").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /** The state that an answer is about. */
  private static String succeed(Response response) {
    assertThat(response.status()).as(response.toString()).isEqualTo(200);
    return response.json().path("state").asString("");
  }

  /** A user who attaches to the console sees it, at once or as it comes. */
  private void awaitPrinted(String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    try (WebSocketProbe console = new WebSocketProbe(client, MACHINE + "/console")) {
      while (seen.length() < text.length()) {
        seen.append(console.receive().text());
      }
    }
    assertThat(seen.toString()).isEqualTo(text);
  }

  private record NoImages() implements GuestImages {
    @Override
    public Optional<String> problem(ImageFile file) {
      return Optional.of("this test has no images");
    }

    @Override
    public Path locate(ImageFile file) {
      throw new AssertionError("nobody asks for " + file);
    }
  }
}
