package io.jvmm.it;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the layout of the code: which module may know which, and who may call native code. */
class LayoutTest {
  private static final DescribedPredicate<JavaAccess<?>> REINTERPRET =
      target(DescribedPredicate.and(name("reinterpret"), owner(type(MemorySegment.class))));
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vmm-api        | io.jvmm.vmm          | ''",
        "linux-binding  | io.jvmm.linux        | io.jvmm.vmm",
        "kvm-binding    | io.jvmm.kvm          | io.jvmm.linux io.jvmm.vmm",
        "stage2-mmu     | io.jvmm.stage2       | io.jvmm.vmm",
        "vgic           | io.jvmm.vgic         | io.jvmm.vmm",
        "mmio-emul      | io.jvmm.mmio         | io.jvmm.vmm",
        "devices-virtio | io.jvmm.virtio       | io.jvmm.linux io.jvmm.vmm",
        "bhyveload-java | io.jvmm.load         | io.jvmm.vmm",
        "monitor        | io.jvmm.monitor      | io.jvmm.linux io.jvmm.load io.jvmm.mmio"
            + " io.jvmm.stage2 io.jvmm.vgic io.jvmm.virtio io.jvmm.vmm",
        "provisioning   | io.jvmm.provisioning | io.jvmm.vmm",
        "nested-host    | io.jvmm.nested       | io.jvmm.provisioning io.jvmm.vmm",
        "control-plane  | io.jvmm.control      | io.jvmm.monitor io.jvmm.vmm",
        "http-api       | io.jvmm.http         | io.jvmm.control io.jvmm.monitor io.jvmm.vmm",
        "cli            | io.jvmm.cli          | io.jvmm.control io.jvmm.http io.jvmm.monitor"
            + " io.jvmm.nested io.jvmm.provisioning io.jvmm.virtio io.jvmm.vmm",
        "packaging      | io.jvmm.packaging    | io.jvmm.provisioning io.jvmm.vmm"
      })
  void aModuleKnowsOnlyTheModulesThatTheDesignNames(String folder, String name, String known)
      throws IOException {
    ModuleDescriptor module = descriptor(folder);

    assertThat(module.name()).isEqualTo(name);
    assertThat(requires(module, "io.jvmm.")).isEqualTo(known);
  }

  @Test
  void theVocabularyNeedsNothingButTheBaseModule() throws IOException {
    List<String> needed =
        descriptor("vmm-api").requires().stream()
            .filter(each -> !each.modifiers().contains(Requires.Modifier.STATIC))
            .map(Requires::name)
            .toList();

    assertThat(needed).containsExactly("java.base");
  }

  @Test
  void onlyTheBindingsCallNativeCode() {
    JavaClasses others =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jvmm");

    noClasses()
        .that()
        .resideOutsideOfPackages("io.jvmm.kvm..", "io.jvmm.linux..")
        .should()
        .accessClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class)
        .orShould()
        .callMethodWhere(REINTERPRET)
        .check(others);
  }

  @Test
  void everyModuleOfTheBuildIsInTheTableAbove() throws IOException {
    try (Stream<Path> folders = Files.list(CHECKOUT)) {
      assertThat(folders.filter(each -> Files.exists(each.resolve("src/main/java"))).count())
          .isEqualTo(15);
    }
  }

  private static ModuleDescriptor descriptor(String folder) throws IOException {
    Path file = CHECKOUT.resolve(folder).resolve("target/classes/module-info.class");
    try (InputStream bytes = Files.newInputStream(file)) {
      return ModuleDescriptor.read(bytes);
    }
  }

  private static String requires(ModuleDescriptor module, String prefix) {
    TreeSet<String> names =
        module.requires().stream()
            .map(Requires::name)
            .filter(name -> name.startsWith(prefix))
            .collect(toCollection(TreeSet::new));
    return String.join(" ", names);
  }
}
