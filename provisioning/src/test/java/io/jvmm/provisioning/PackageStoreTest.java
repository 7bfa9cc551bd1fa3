package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageStoreTest {
  private static final PackageRequest REQUEST =
      PackageRequest.withDependencies("trixie", Architecture.ARM64, "hello");
  private static final DebianPackage HELLO =
      new DebianPackage("hello", "1", "hello_1_arm64.deb", 3, "0".repeat(64));

  @TempDir private Path root;

  @Test
  void whatWasFetchedIsNotAskedForAgain() throws IOException {
    remember("abc");

    PackageSet packages = offline().fetch(REQUEST);

    assertThat(packages.packages()).containsExactly(HELLO);
  }

  @Test
  void aPackageCutShortIsFetchedAgain() throws IOException {
    remember("ab");

    assertThatThrownBy(() -> offline().fetch(REQUEST)).hasMessage("asked for the mirror");
  }

  @Test
  void anotherRequestIsFetched() throws IOException {
    remember("abc");

    assertThatThrownBy(() -> offline().fetch(REQUEST.keepingOnly("hello")))
        .hasMessage("asked for the mirror");
  }

  @Test
  void aPackageThatIsNoneIsNamed() throws IOException {
    remember("abc");

    assertThatThrownBy(() -> offline().tree(REQUEST))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("hello_1_arm64.deb");
    assertThat(root.resolve("trees")).isEmptyDirectory();
  }

  private void remember(String content) throws IOException {
    Path state = root.resolve("apt/trixie-arm64");
    Files.createDirectories(state.resolve("resolved"));
    Files.createDirectories(state.resolve("archives"));
    Files.writeString(state.resolve("resolved").resolve(REQUEST.key()), HELLO.uriLine());
    Files.writeString(state.resolve("archives").resolve(HELLO.fileName()), content);
  }

  private PackageStore offline() {
    return new PackageStore(
        new CacheDirectory(root),
        () -> {
          throw new HostException("asked for the mirror");
        },
        Progress.SILENT);
  }
}
