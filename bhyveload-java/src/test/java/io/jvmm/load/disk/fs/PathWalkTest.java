package io.jvmm.load.disk.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.disk.testkit.MemoryFileSystem;
import io.jvmm.vmm.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathWalkTest {
  private final MemoryFileSystem files =
      MemoryFileSystem.nameless()
          .file("/a/b/file", "found")
          .link("/absolute", "/a/b/file")
          .link("/a/relative", "b/../b/./file")
          .link("/a/b/up", "../../../../a")
          .link("/directory", "a/b")
          .link("/loop", "/other")
          .link("/other", "loop")
          .link("/a/b/self", "self/x")
          .link("/nowhere", "")
          .add("/device", FileNode.Other.SPECIAL);

  @ParameterizedTest
  @CsvSource({
    "/a/b/file",
    "a//b/./file",
    "/../a/b/file",
    "/absolute",
    "/a/relative",
    "/directory/file",
    "/directory/up/b/file",
    "/directory/../b/file"
  })
  void aPathLeadsToTheFileThatLinuxWouldFind(String path) {
    assertThat(files.text(path)).contains("found");
  }

  @ParameterizedTest
  @CsvSource({"/a/b/absent", "/absent/file", "/a/b/file/more", "/a/b/file/..", "/device/x"})
  void aPathThatLeadsNowhereIsEmpty(String path) {
    assertThat(files.find(path)).isEmpty();
  }

  @Test
  void theRootIsAPathToo() {
    assertThat(files.find("/")).containsInstanceOf(Directory.class);
    assertThat(files.names("/directory")).containsExactly("file", "up", "self");
  }

  @ParameterizedTest
  @CsvSource({"/loop", "/a/b/self"})
  void linksThatLeadInCirclesAreRefused(String path) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> files.find(path))
        .withMessageContainingAll("disk test.img", path, "more than 40 symbolic links");
  }

  @Test
  void fortyLinksAreFollowedAndOneMoreIsNot() {
    MemoryFileSystem chain = MemoryFileSystem.nameless().file("/link0", "end");
    for (int i = 1; i <= 41; i++) {
      chain.link("/link" + i, "link" + (i - 1));
    }

    assertThat(chain.text("/link40")).contains("end");
    assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> chain.text("/link41"));
  }

  @Test
  void aPathLongerThanLinuxTakesIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> files.find("/a".repeat(3000)))
        .withMessageContaining("longer than 4096");
  }

  @Test
  void onlyTheStartOfAnEndlessTextIsRead() {
    MemoryFileSystem large = MemoryFileSystem.nameless().file("/log", "x".repeat(2 << 20));

    assertThat(large.text("/log").orElseThrow()).hasSize(FileSystem.LONGEST_TEXT);
  }
}
