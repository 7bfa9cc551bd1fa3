package io.jvmm.provisioning.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
  @TempDir private Path directory;

  @Test
  void anUnknownImageIsReportedWithTheKnownOnes() {
    assertThat(store(new CountingRecipe()).problem("tiny", "vmlinuz"))
        .contains("there is no guest image 'tiny': known are small");
  }

  @Test
  void anUnknownFileIsReportedWithThoseThatTheImageHas() {
    assertThat(store(new CountingRecipe()).problem("small", "disk"))
        .contains("the guest image 'small' has no file 'disk': it has vmlinuz, initrd");
  }

  @Test
  void lookingForProblemsBuildsNothing() {
    CountingRecipe recipe = new CountingRecipe();

    assertThat(store(recipe).problem("small", "initrd")).isEmpty();
    assertThat(recipe.built).isZero();
  }

  @Test
  void anImageIsBuiltOnce() {
    CountingRecipe recipe = new CountingRecipe();
    ImageStore store = store(recipe);

    Path kernel = store.locate("small", "vmlinuz");
    Path initrd = store.locate("small", "initrd");

    assertThat(kernel).hasContent("vmlinuz").hasFileName("vmlinuz");
    assertThat(initrd).hasContent("initrd");
    assertThat(recipe.built).isEqualTo(1);
  }

  @Test
  void anImageOfAnotherVersionIsBuiltAgain() {
    CountingRecipe recipe = new CountingRecipe();
    store(recipe).locate("small", "vmlinuz");

    recipe.version = "2";
    store(recipe).locate("small", "vmlinuz");

    assertThat(recipe.built).isEqualTo(2);
  }

  @Test
  void anImageThatCannotBeBuiltLeavesNothingBehind() throws IOException {
    CountingRecipe recipe = new CountingRecipe();
    recipe.failure = true;

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> store(recipe).locate("small", "vmlinuz"));
    try (var left = Files.list(directory.resolve("cache/images"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void locatingWhatDoesNotExistIsTheUsersError() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> store(new CountingRecipe()).locate("tiny", "vmlinuz"));
  }

  private ImageStore store(Recipe recipe) {
    CacheDirectory cache = new CacheDirectory(directory.resolve("cache"));
    PackageStore packages =
        new PackageStore(
            cache,
            () -> {
              throw new AssertionError("no package is needed");
            },
            Progress.SILENT);
    return new ImageStore(packages, List.of(recipe));
  }

  private static final class CountingRecipe implements Recipe {
    private int built;
    private boolean failure;
    private String version = "1";

    @Override
    public String name() {
      return "small";
    }

    @Override
    public List<String> files() {
      return List.of("vmlinuz", "initrd");
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public void build(Path target) throws IOException {
      built++;
      for (String file : files()) {
        Files.writeString(target.resolve(file), file);
      }
      if (failure) {
        throw new HostException("the machine broke");
      }
    }
  }
}
