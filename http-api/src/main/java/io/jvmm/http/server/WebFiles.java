package io.jvmm.http.server;

import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The web console's files, which are in this module's jar. Paths are never decoded: what does not
 * look like a file of ours is none, so that nobody leaves the directory.
 */
final class WebFiles {
  private static final String START = "/index.html";
  private static final Pattern PATH = Pattern.compile("(?:/[a-z0-9-]{1,40}){1,3}\\.([a-z]{2,4})");
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");
  private static final int TAG_BYTES = 12;

  private final Map<String, WebFile> read = new ConcurrentHashMap<>(); // as many as there are

  /**
   * The file at a path.
   *
   * @param path as it was sent; {@code /} is the page itself
   */
  Optional<WebFile> find(String path) {
    String name = path.equals("/") ? START : path;
    Matcher matcher = PATH.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(MEDIA_TYPES.get(matcher.group(1)))
        .flatMap(type -> Optional.ofNullable(read.computeIfAbsent(name, _ -> load(name, type))));
  }

  private static @Nullable WebFile load(String name, String type) {
    try (InputStream in = WebFiles.class.getResourceAsStream("web" + name)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      return new WebFile(type, bytes, tag(bytes));
    } catch (IOException e) {
      throw new InternalException("cannot read '%s' of the web console".formatted(name), e);
    }
  }

  private static String tag(byte[] bytes) {
    byte[] digest = Arrays.copyOf(Digests.sha256(bytes), TAG_BYTES);
    return '"' + HexFormat.of().formatHex(digest) + '"';
  }
}
