package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoryTest {
  @TempDir private Path root;

  @Test
  void theEnvironmentsCacheDirectoryIsUsed() {
    CacheDirectory cache =
        CacheDirectory.ofEnvironment(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h"));

    assertThat(cache.root()).isEqualTo(Path.of("/x/jvmm"));
  }

  @Test
  void aRelativeCacheDirectoryIsIgnored() {
    CacheDirectory cache =
        CacheDirectory.ofEnvironment(Map.of("XDG_CACHE_HOME", "x", "HOME", "/h"));

    assertThat(cache.root()).isEqualTo(Path.of("/h/.cache/jvmm"));
  }

  @Test
  void withoutAHomeThereIsNoCache() {
    assertThatThrownBy(() -> CacheDirectory.ofEnvironment(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("XDG_CACHE_HOME");
  }

  @Test
  void anEntryIsBuiltOnce() {
    CacheDirectory cache = new CacheDirectory(root);
    AtomicInteger builds = new AtomicInteger();

    cache.entry(
        "trees",
        "a",
        entry -> Files.writeString(entry.resolve("f"), "" + builds.incrementAndGet()));
    Path entry = cache.entry("trees", "a", _ -> builds.incrementAndGet());

    assertThat(entry.resolve("f")).hasContent("1");
    assertThat(builds).hasValue(1);
  }

  @Test
  void aBuildThatFailsLeavesNoEntry() {
    CacheDirectory cache = new CacheDirectory(root);
    EntryBuilder broken =
        entry -> {
          Files.writeString(entry.resolve("f"), "half");
          throw new IOException("no space left");
        };

    assertThatThrownBy(() -> cache.entry("trees", "a", broken))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("no space left")
        .hasMessageContaining("XDG_CACHE_HOME");
    assertThat(root.resolve("trees")).isEmptyDirectory();
  }

  @Test
  void whatAnInterruptedBuildLeftIsNotTakenForContent() throws IOException {
    Files.createDirectories(root.resolve("trees/.partial-a/old"));

    Path entry = new CacheDirectory(root).entry("trees", "a", _ -> {});

    assertThat(entry).isEmptyDirectory();
  }

  @Test
  void threadsThatWantTheSameEntryBuildItOnce() throws Exception {
    CacheDirectory cache = new CacheDirectory(root);
    AtomicInteger builds = new AtomicInteger();
    Callable<Path> task = () -> cache.entry("trees", "a", _ -> builds.incrementAndGet());

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Path> each : threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(each.get()).isDirectory();
      }
    }

    assertThat(builds).hasValue(1);
  }

  @Test
  void aTreeIsDeletedWithWhatItsOwnerMayNotWrite() throws IOException {
    Path sealed = Files.createDirectories(root.resolve("t/sealed"));
    Files.writeString(sealed.resolve("f"), "");
    assertThat(sealed.toFile().setWritable(false)).isTrue();

    FileTree.delete(root.resolve("t"));

    assertThat(root.resolve("t")).doesNotExist();
  }

  @Test
  void deletingATreeFollowsNoLink() throws IOException {
    Path kept = Files.createDirectory(root.resolve("kept"));
    Path tree = Files.createDirectory(root.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), kept);

    FileTree.delete(tree);

    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).containsExactly(kept);
    }
  }
}
