package io.jvmm.cli;

import io.jvmm.http.ApiServer;
import io.jvmm.http.Listening;
import io.jvmm.http.Listening.AtPort;
import io.jvmm.http.Listening.AtSocket;
import io.jvmm.http.Listening.TlsFiles;
import io.jvmm.http.Service;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.HostEndpoint;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The server as a command line describes it.
 *
 * @param socket where it listens; empty for the user's own place
 * @param listen the port where it listens instead
 * @param token the file with the port's token
 * @param certificate the file with the port's certificates
 * @param key the file with their key
 */
record Serving(
    Optional<Path> socket,
    Optional<String> listen,
    Optional<Path> token,
    Optional<Path> certificate,
    Optional<Path> key) {
  /**
   * Serves until the process is told to end.
   *
   * @param begun gets where, once it serves
   */
  void run(Consumer<String> begun) throws InterruptedException {
    Listening listening = listening();
    try (ApiServer server = ApiServer.start(service(), listening)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "http-end"));
      begun.accept(place(listening));
      server.awaitEnd();
    }
  }

  private static Service service() {
    Release.home(); // who cannot start machines says so now
    return new Service(
        Machines.store(),
        Provisions.ofEnvironment().guestImages(),
        StartCommand::command,
        Version.ofThisBuild());
  }

  private static String place(Listening listening) {
    return switch (listening) {
      case AtSocket(Path path) -> path.toString();
      case AtPort port ->
          (port.tls().isPresent() ? "https://" : "http://")
              + port.endpoint()
              + "/ (open it in a browser for the web console)";
    };
  }

  private Listening listening() {
    if (listen.isPresent()) {
      return atPort(listen.get());
    }
    if (token.isPresent() || certificate.isPresent() || key.isPresent()) {
      throw new ConfigurationException(
          "--token-file and --tls-… are for a port: give --listen too");
    }
    return socket
        .map(AtSocket::new)
        .orElseGet(() -> Listening.ofEnvironment(System.getenv(), Machines.store().root()));
  }

  private AtPort atPort(String place) {
    if (socket.isPresent()) {
      throw new ConfigurationException("give --socket or --listen, not both");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new ConfigurationException("--tls-cert and --tls-key go together: give both");
    }
    Path tokenFile =
        token.orElseThrow(
            () ->
                new ConfigurationException(
                    "everybody on this machine reaches a port: give --token-file too"));
    return new AtPort(
        endpoint(place), tokenFile, certificate.map(file -> new TlsFiles(file, key.orElseThrow())));
  }

  private static HostEndpoint endpoint(String place) {
    try {
      return HostEndpoint.parse(place);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--listen: " + e.getMessage());
    }
  }
}
