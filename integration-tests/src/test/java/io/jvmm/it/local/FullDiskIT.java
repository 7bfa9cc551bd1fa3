package io.jvmm.it.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where machines are kept is full, or may not be written: who asks for what cannot be done is told
 * so, what can be done is done, and afterwards everything is as it was. The disk is a small one in
 * RAM, in a mount name space of the test's own.
 */
class FullDiskIT {
  /** What every script starts with: {@code try WORD…} runs jvmm, and prints what came of it. */
  private static final String PREPARATION =
      """
      jvmm=$1 specs=$2
      export XDG_STATE_HOME=$3
      mount -t tmpfs -o size=256k state "$XDG_STATE_HOME"
      try() {
        said=$("$jvmm" "$@" 2>&1)
        echo "$*|$?|$(echo "$said" | tr '\\n' ' ')"
      }
      machines=$XDG_STATE_HOME/jvmm/vms
      """;

  /** Whatever is free on the disk is taken, to the last byte. */
  private static final String FILL =
      "dd if=/dev/zero of=\"$XDG_STATE_HOME/filler\" bs=512 status=none 2>/dev/null\n";

  @TempDir private Path directory;

  @BeforeEach
  void theUserMayHaveMountsOfHisOwn() throws Exception {
    int status =
        Shell.run("", List.of("unshare", "--user", "--map-root-user", "--mount", "true")).status();
    assumeTrue(status == 0, "this machine lets a user have no mount name space");
    Files.createDirectory(directory.resolve("state"));
    for (String name : List.of("first", "second")) {
      Files.writeString(
          directory.resolve(name + ".json"),
          "{\"name\": \"%s\", \"boot\": {\"kernel\": \"Image\"}}".formatted(name));
    }
    Files.copy(kernel(), directory.resolve("Image"));
  }

  @Test
  void onAFullDiskNothingIsLostAndMachinesCanBeDestroyed() throws Exception {
    Map<String, String> said =
        run(
            "try create $specs/first.json; printf data >$machines/first/disk.img\n"
                + FILL
                + """
                try create $specs/second.json
                try clone first copy
                try rename first other
                try list
                cp $machines/first/disk.img $specs/kept
                try destroy first
                """);

    assertThat(said.get("create first")).startsWith("0|");
    assertFull(said.get("create second"));
    assertFull(said.get("clone first copy"));
    assertFull(said.get("rename first other"));
    assertThat(said.get("list")).startsWith("0|").contains("first").doesNotContain("copy");
    assertThat(directory.resolve("kept")).hasContent("data");
    assertThat(said.get("destroy first")).startsWith("0|");
  }

  @Test
  void onceThereIsRoomAgainEverythingCanBeDone() throws Exception {
    Map<String, String> said =
        run(
            "try create $specs/first.json\n"
                + FILL
                + """
                try rename first other
                rm "$XDG_STATE_HOME/filler"
                try create $specs/second.json
                try rename first other
                try clone other copy
                try destroy copy
                ls -A $machines | sed 's/^/left: /'
                """);

    assertThat(said.get("create second")).startsWith("0|");
    assertThat(said.get("rename first other")).startsWith("0|"); // the second time
    assertThat(said.get("clone other copy")).startsWith("0|");
    assertThat(said.keySet().stream().filter(key -> key.startsWith("left")))
        .containsExactly("left: other", "left: second");
  }

  @Test
  void whereNothingMayBeWrittenWhatIsThereIsShown() throws Exception {
    Map<String, String> said =
        run(
            """
            try create $specs/first.json
            mount -o remount,ro "$XDG_STATE_HOME"
            try list
            try events first
            try create $specs/second.json
            try destroy first
            try rename first other
            """);

    assertThat(said.get("list")).startsWith("0|").contains("first");
    assertThat(said.get("events first")).startsWith("0|").contains("created");
    for (String refused : List.of("create second", "destroy first", "rename first other")) {
      assertThat(said.get(refused))
          .startsWith("4|")
          .containsIgnoringCase("read-only file system")
          .doesNotContain("Exception");
    }
  }

  private static void assertFull(@Nullable String result) {
    assertThat(result)
        .startsWith("4|")
        .containsIgnoringCase("no space left")
        .doesNotContain("Exception");
  }

  /** What became of each command, by its words: the exit status and what it said. */
  private Map<String, String> run(String script) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("script.sh"), PREPARATION + script);
    Result result =
        Shell.run(
            "",
            List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                file.toString(),
                Checkout.launcher().toString(),
                directory.toString(),
                directory.resolve("state").toString()));
    Map<String, String> said = new LinkedHashMap<>();
    for (String line : result.output().lines().toList()) {
      String[] parts = line.split("\\|", 2);
      said.put(parts[0].replaceFirst("\\S+/(\\w+)\\.json", "$1"), parts.length > 1 ? parts[1] : "");
    }
    assertThat(said).as(result.toString()).isNotEmpty();
    return said;
  }

  private static Path kernel() throws IOException {
    String json = Files.readString(Checkout.prepared("hello"));
    return Path.of(json.replaceAll("(?s).*\"kernel\" ?: ?\"([^\"]+)\".*", "$1"));
  }
}
