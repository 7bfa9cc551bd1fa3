package io.jvmm.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the nested host's images are in the cache.
 *
 * @param cache the directory
 */
record ImageCheck(Path cache) implements Check {
  private static final String CHECK = "nested host";
  private static final List<String> IMAGES = List.of("nested-boot-", "nested-root-");

  @Override
  public List<Finding> findings(Host host) {
    return List.of(
        IMAGES.stream().allMatch(this::exists)
            ? Finding.ok(CHECK, "its images are built")
            : Finding.note(
                CHECK,
                "its images are not built yet",
                "the first machine waits until they are",
                "jvmm run examples/hello.json"));
  }

  private boolean exists(String prefix) {
    try (Stream<Path> images = Files.list(cache.resolve("images"))) {
      return images.anyMatch(each -> each.getFileName().toString().startsWith(prefix));
    } catch (IOException _) {
      return false;
    }
  }
}
