package io.jvmm.cli;

import io.jvmm.nested.HostStatus;
import io.jvmm.nested.SharedHost;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Says what the nested host is doing. */
@Command(
    name = "status",
    description = "Say whether the nested host runs, how large it is, and what runs in it.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:it runs", "1:it does not"},
    footer = {"", "Examples:", "  jvmm host status", "  jvmm host status --json | jq .memoryMiB"})
final class HostStatusCommand implements Callable<Integer> {
  private static final int DOWN = 1;
  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print an object, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    Optional<HostStatus> status = Provisions.ofEnvironment().sharedHost().status();
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? object(status).toPrettyString() : text(status));
    out.flush();
    return status.isPresent() ? 0 : DOWN;
  }

  private static String text(Optional<HostStatus> status) {
    return status.map(HostStatusCommand::text).orElse("the nested host is down");
  }

  private static String text(HostStatus host) {
    return """
        the nested host is up: process %d, %d CPUs, %d MiB
        it %s
        in it: %s"""
        .formatted(
            host.emulator().pid(),
            host.size().cpus(),
            host.size().memoryMib(),
            host.stays()
                ? "stays until 'jvmm host down'"
                : "ends by itself when unused for %d minutes"
                    .formatted(SharedHost.IDLE.toMinutes()),
            host.sessions().isEmpty() ? "nothing" : String.join(", ", host.sessions()));
  }

  private static ObjectNode object(Optional<HostStatus> status) {
    ObjectNode object = JSON.createObjectNode().put("up", status.isPresent());
    status.ifPresent(
        host -> {
          object
              .put("process", host.emulator().pid())
              .put("cpus", host.size().cpus())
              .put("memoryMiB", host.size().memoryMib())
              .put("stays", host.stays());
          host.sessions().forEach(object.putArray("sessions")::add);
        });
    return object;
  }
}
