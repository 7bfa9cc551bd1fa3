package io.jvmm.nested;

import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.DebianMirror;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.TerminalProgress;
import io.jvmm.provisioning.Toolbox;
import io.jvmm.vmm.error.VmmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts, ends and enters a warm host, for {@code ./dev host}. The checkout and jvmm's cache are
 * shared with it; more directories can be named.
 */
public final class WarmHostCommand {
  private static final int MEMORY_MIB = 4096;
  private static final int DOWN = 1;
  private static final int ERROR = 4;
  private static final String READ = "--read=";
  private static final String USAGE =
      """
      usage: up [--peers] [--instructions] [--read=DIRECTORY...] [DIRECTORY...]
                            start it; share these too: some to be read only, some to be written
             down           end it
             status         say whether it runs; 1 if it does not
             sh [WORD...]   a shell in it, or a command
      JVMM_HOST=gicv2 and JVMM_HOST=max mean other hosts, with a GICv2, or every CPU feature
      """;

  private final Path checkout;
  private final Progress progress = TerminalProgress.toStandardError();
  private final CacheDirectory cache;
  private final HostImages images;
  private final HostVariant variant;
  private final WarmHost host;

  private WarmHostCommand(Path checkout, Map<String, String> environment) {
    this.checkout = checkout.toAbsolutePath();
    this.cache = CacheDirectory.ofEnvironment(environment);
    PackageStore packages =
        new PackageStore(cache, () -> DebianMirror.ofThisMachine(environment), progress);
    this.images = new HostImages(packages, Toolbox.ofThisMachine(packages), progress);
    this.variant = HostVariant.ofEnvironment(environment);
    this.host = WarmHost.ofUser(cache, environment);
  }

  /**
   * Runs one of the commands; the exit status is 4 where it fails.
   *
   * @param arguments the checkout, the command, and its own arguments
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    System.exit(words.size() < 2 ? usage() : run(words));
  }

  private static int run(List<String> words) {
    try {
      return new WarmHostCommand(Path.of(words.getFirst()), System.getenv())
          .dispatch(words.get(1), words.subList(2, words.size()));
    } catch (VmmException failure) {
      System.err.println("jvmm: " + failure.getMessage());
      return ERROR;
    }
  }

  private int dispatch(String verb, List<String> arguments) {
    return switch (verb) {
      case "up" -> up(arguments);
      case "down" -> down();
      case "status" -> status();
      case "sh" -> shell(arguments);
      default -> usage();
    };
  }

  private int up(List<String> arguments) {
    HostConfig config = variant.apply(HostConfig.of(MEMORY_MIB, shares(arguments)));
    if (arguments.contains("--peers")) {
      config = config.withPeers();
    }
    if (arguments.contains("--instructions")) {
      config = config.withClock(HostClock.INSTRUCTIONS);
    }
    progress.step("starting the warm host");
    host.up(config, images);
    return status();
  }

  private List<SharedDirectory> shares(List<String> arguments) {
    Stream<Path> named =
        arguments.stream()
            .filter(each -> each.startsWith(READ))
            .map(each -> Path.of(each.substring(READ.length())));
    Stream<SharedDirectory> read =
        Stream.concat(named, Stream.of(cache.root()))
            .filter(Files::isDirectory)
            .map(SharedDirectory::readOnly);
    Stream<SharedDirectory> written =
        Stream.concat(
                Stream.of(checkout),
                arguments.stream().filter(each -> !each.startsWith("--")).map(Path::of))
            .map(SharedDirectory::readWrite);
    return Stream.concat(read, written).toList();
  }

  private int down() {
    boolean wasUp = host.isUp();
    host.down();
    System.out.println(wasUp ? "the warm host has ended" : "there is no warm host");
    return 0;
  }

  private int status() {
    boolean up = host.isUp();
    System.out.println(up ? "the warm host is up: " + host.path() : "there is no warm host");
    return up ? 0 : DOWN;
  }

  private int shell(List<String> words) {
    List<String> command = words.isEmpty() ? List.of("sh", "-l") : words;
    return host.run(new RemoteCommand(command, checkout, Map.of()), images);
  }

  private static int usage() {
    System.err.print(USAGE);
    return ERROR;
  }
}
