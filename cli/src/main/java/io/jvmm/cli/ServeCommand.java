package io.jvmm.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the machines by HTTP. */
@Command(
    name = "serve",
    description = "Serve the machines by HTTP, to this user's programs or to whoever has a token.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --listen it serves at a UNIX socket of this user's only. A port wants a token, and one",
      "that other machines reach wants TLS, too. A browser gets a console there. The machines outlive",
      "the server.",
      "",
      "Examples:",
      "  jvmm serve &",
      "  curl --unix-socket $XDG_RUNTIME_DIR/jvmm/api.sock http://localhost/v1/machines",
      "  jvmm serve --listen 127.0.0.1:8080 --token-file FILE"
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description =
          "The socket; the default is jvmm/api.sock in $XDG_RUNTIME_DIR, else beside the machines.")
  private Optional<Path> socket = Optional.empty();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "Listen at a port instead, such as 127.0.0.1:8080.")
  private Optional<String> listen = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Has the token that clients of a port send; for its owner's eyes only.")
  private Optional<Path> token = Optional.empty();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate and those above it, as PEM.")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's key, as PEM (PKCS #8, without a password).")
  private Optional<Path> key = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    // Apart, since picocli looks at this class where the server's modules are not there, too.
    Serving serving = new Serving(socket, listen, token, certificate, key);
    serving.run(place -> Machines.say(command, "serving at " + place));
    return 0;
  }
}
