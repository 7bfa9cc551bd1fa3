package io.jvmm.linux.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the generated classes of a module to what was asked for, and to the C headers. */
public abstract class GeneratedBindings {
  private static final Path GENERATED = Path.of("src/generated/java");
  private static final Path INPUTS = Path.of("src/jextract");

  private final Class<?> constants;
  private final Path classes;
  private final Path confirmed;

  /** The classes in the package of that which has the constants. */
  protected GeneratedBindings(Class<?> constants) {
    this.constants = constants;
    String folder = constants.getPackageName().replace('.', '/');
    this.classes = GENERATED.resolve(folder);
    this.confirmed = Path.of("src/test/resources", folder + "-layout.txt");
  }

  @Test
  protected void areExactlyTheStructuresAskedFor() throws IOException {
    try (Stream<Path> files = Files.list(classes)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.startsWith(constants.getSimpleName()))
          .containsExactlyInAnyOrderElementsOf(
              UapiFacts.requested("struct").stream().map(name -> name + ".java").toList());
    }
  }

  @Test
  protected void areExactlyTheConstantsAskedFor() throws IOException {
    Stream<String> names =
        Arrays.stream(constants.getDeclaredMethods())
            .filter(method -> method.getParameterCount() == 0)
            .map(Method::getName);

    assertThat(names).containsExactlyInAnyOrderElementsOf(UapiFacts.requested("constant"));
  }

  @Test
  protected void haveTheLayoutsAndValuesThatTheArm64CompilerConfirmed()
      throws IOException, ReflectiveOperationException {
    Path copy = Path.of("target/uapi-layout.txt");
    Files.write(copy, new UapiFacts(constants).all());

    assertThat(copy)
        .as("copy %s over the golden file once check-layout.sh agrees with it", copy)
        .hasSameTextualContentAs(confirmed);
  }

  @Test
  protected void areWhatJextractMadeOfTheInputs() throws IOException, NoSuchAlgorithmException {
    String recorded = provenance().getProperty("inputs.sha256");

    assertThat(digest(List.of(INPUTS.resolve("shim.h"), INPUTS.resolve("args.txt"))))
        .as("the inputs changed: run mvn -Pregen as README.md says")
        .isEqualTo(recorded);
  }

  @Test
  protected void wereNotEdited() throws IOException, NoSuchAlgorithmException {
    String recorded = provenance().getProperty("output.sha256");

    try (Stream<Path> sources = Files.list(classes)) {
      assertThat(digest(sources.sorted().toList()))
          .as("change shim.h or args.txt instead, and run mvn -Pregen")
          .isEqualTo(recorded);
    }
  }

  private static Properties provenance() throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(GENERATED.resolve("GENERATED.properties"))) {
      properties.load(reader);
    }
    return properties;
  }

  private static String digest(List<Path> files) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : files) {
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
