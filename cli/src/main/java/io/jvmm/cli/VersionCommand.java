package io.jvmm.cli;

import io.jvmm.vmm.HostFeature;
import io.jvmm.vmm.error.HostException;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Says which version this is, and of what it runs on. */
@Command(
    name = "version",
    description = "Print the versions of jvmm, of its Java, and of the interface of KVM.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "KVM is named where this user can use it; jvmm doctor says why it cannot be.",
      "",
      "Examples:",
      "  jvmm version",
      "  jvmm version --json"
    })
final class VersionCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print an object, for programs.")
  private boolean json;

  @Override
  public void run() {
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? object(kvmVersion()) : lines(kvmVersion()));
    out.flush();
  }

  static String lines(OptionalInt kvm) {
    String first = String.join(System.lineSeparator(), new Version().getVersion());
    return kvm.isEmpty()
        ? "%s%n".formatted(first)
        : "%s%nKVM %d%n".formatted(first, kvm.getAsInt());
  }

  static String object(OptionalInt kvm) {
    ObjectNode node = new JsonMapper().createObjectNode();
    node.put("version", Version.ofThisBuild()).put("java", Runtime.version().toString());
    node.put("architecture", System.getProperty("os.arch"));
    kvm.ifPresent(version -> node.put("kvm", version));
    return node.toPrettyString() + System.lineSeparator();
  }

  /** The version of its interface (KVM_GET_API_VERSION), 12 since Linux 2.6.22. */
  private static OptionalInt kvmVersion() {
    try {
      List<HostFeature> features = Backend.kvm().features();
      return OptionalInt.of(features.getFirst().value());
    } catch (HostException _) {
      return OptionalInt.empty();
    }
  }
}
