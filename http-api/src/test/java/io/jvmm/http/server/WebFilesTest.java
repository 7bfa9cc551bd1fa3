package io.jvmm.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebFilesTest {
  private static final Path SOURCES = Path.of("src/main/web");
  private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");

  private final WebFiles files = new WebFiles();

  private String text(String path) {
    return new String(files.find(path).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult each) -> each.group(1)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/index.html, text/html; charset=utf-8",
    "/main.js, text/javascript; charset=utf-8",
    "/style/base.css, text/css; charset=utf-8",
    "/icon.svg, image/svg+xml",
    "/xterm/xterm.mjs, text/javascript; charset=utf-8"
  })
  void aFileHasItsType(String path, String type) {
    assertThat(files.find(path)).hasValueSatisfying(f -> assertThat(f.mediaType()).isEqualTo(type));
  }

  @Test
  void everySourceIsServed() throws IOException {
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      assertThat(sources.filter(Files::isRegularFile))
          .allMatch(source -> files.find("/" + SOURCES.relativize(source)).isPresent());
    }
  }

  @Test
  void whatThePageAsksForIsThere() {
    assertThat(all(REFERENCE, text("/")))
        .isNotEmpty()
        .allMatch(path -> files.find(path).isPresent());
  }

  @Test
  void whatAScriptImportsIsThere() throws IOException {
    try (Stream<Path> sources = Files.list(SOURCES)) {
      assertThat(sources.map(source -> "" + source.getFileName()).filter(n -> n.endsWith(".js")))
          .isNotEmpty()
          .allSatisfy(
              name ->
                  assertThat(all(IMPORT, text("/" + name)))
                      .allMatch(imported -> files.find("/" + imported).isPresent()));
    }
  }

  @Test
  void thePageHasNeitherScriptsNorStylesInIt() {
    assertThat(text("/"))
        .doesNotContain("<style", " style=", "<script>", "onclick")
        .doesNotContain("http://", "https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "//",
        "/nowhere.js",
        "/style",
        "/style/",
        "/.",
        "/..",
        "/../WebFiles.class",
        "/web/../../WebFiles.class",
        "/%2e%2e/WebFiles.class",
        "/index.html/",
        "/index.html%00",
        "/INDEX.HTML",
        "/xterm/LICENSE",
        "index.html"
      })
  void nothingElseIs(String path) {
    assertThat(files.find(path)).isEmpty();
  }

  @Test
  void whateverIsAskedForIsAFileOrNone() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260103);
    String[] parts = {
      "/", "..", ".", "main", ".js", "style", "%2f", "\\", "\u0000", "xterm", ".class"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder path = new StringBuilder("/");
      for (int j = random.nextInt(8); j > 0; j--) {
        path.append(parts[random.nextInt(parts.length)]);
      }
      files
          .find(path.toString())
          .ifPresent(file -> assertThat(path.toString()).matches("(/[a-z]+)?/[a-z]+\\.js|/"));
    }
  }

  @Test
  void aFileIsKnownByItsTag() {
    WebFile page = files.find("/").orElseThrow();
    WebFile script = files.find("/main.js").orElseThrow();

    assertThat(page.entityTag()).matches("\"[0-9a-f]{24}\"").isNotEqualTo(script.entityTag());
    assertThat(page.isNamedBy(page.entityTag())).isTrue();
    assertThat(page.isNamedBy("\"x\", W/" + page.entityTag())).isTrue();
    assertThat(page.isNamedBy("*")).isTrue();
    assertThat(page.isNamedBy("\"x\"")).isFalse();
  }
}
