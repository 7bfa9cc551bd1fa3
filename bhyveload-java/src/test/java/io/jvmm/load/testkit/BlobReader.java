package io.jvmm.load.testkit;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads flattened device trees the way a guest does, by the offsets in the header (Devicetree
 * Specification v0.4, chapter 5), into lines of {@code path/property=hex}.
 */
public final class BlobReader {
  private final byte[] bytes;
  private final ByteBuffer blob;
  private final int strings;
  private final List<String> lines = new ArrayList<>();

  private BlobReader(byte[] bytes) {
    this.bytes = bytes;
    this.blob = ByteBuffer.wrap(bytes);
    this.strings = blob.getInt(12);
  }

  public static List<String> lines(byte[] bytes) {
    BlobReader reader = new BlobReader(bytes);
    reader.blob.position(reader.blob.getInt(8));
    reader.require(1, "root");
    reader.node("");
    reader.require(9, "end");
    return reader.lines;
  }

  /** The same lines for a tree that has not been written yet. */
  public static List<String> lines(DeviceTreeNode root) {
    List<String> lines = new ArrayList<>();
    collect(root, "", lines);
    return lines;
  }

  private static void collect(DeviceTreeNode node, String parent, List<String> lines) {
    String path = parent + node.name() + "/";
    lines.add(path);
    node.properties().forEach((name, value) -> lines.add(line(path, name, value)));
    node.children().forEach(child -> collect(child, path, lines));
  }

  private static String line(String path, String name, byte[] value) {
    return path + name + "=" + HexFormat.of().formatHex(value);
  }

  private void node(String parent) {
    String path = parent + text(blob.position()) + "/";
    skip(path.length() - parent.length());
    lines.add(path);
    int token = blob.getInt();
    for (; token == 3; token = blob.getInt()) {
      property(path);
    }
    for (; token == 1; token = blob.getInt()) {
      node(path);
    }
    if (token != 2) {
      throw new AssertionError("token " + token + " in " + path);
    }
  }

  private void property(String path) {
    byte[] value = new byte[blob.getInt()];
    String name = text(strings + blob.getInt());
    blob.get(value);
    skip(0);
    lines.add(line(path, name, value));
  }

  private void skip(int bytes) {
    blob.position((blob.position() + bytes + 3) & -4);
  }

  private void require(int token, String what) {
    if (blob.getInt() != token) {
      throw new AssertionError("no " + what + " at " + (blob.position() - 4));
    }
  }

  private String text(int at) {
    int end = at;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, at, end - at, StandardCharsets.US_ASCII);
  }
}
