package io.jvmm.provisioning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs that write down how they were called, where a toolbox finds them first. */
public final class FakeTools {
  private final Path directory;
  private final Path calls;

  /** None yet; they go into a directory. */
  public FakeTools(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.calls = Files.createFile(directory.resolve("calls"));
  }

  /** Adds one that does what a shell script does. */
  public FakeTools with(String program, String script) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve(program),
            "#!/bin/sh\necho \"${0##*/} $*\" >> '%s'\n%s\n".formatted(calls, script));
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
    return this;
  }

  /** The toolbox. */
  public Toolbox toolbox(PackageStore packages) {
    return new Toolbox(packages, Architecture.AMD64, Map.of("PATH", directory.toString()));
  }

  /** All calls so far: a program's name and its arguments, with spaces between them. */
  public List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }
}
