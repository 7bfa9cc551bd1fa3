package io.jvmm.load.disk.testkit;

import io.jvmm.load.disk.block.Section;
import io.jvmm.load.disk.fs.Directory;
import io.jvmm.load.disk.fs.FileNode;
import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.fs.SymbolicLink;
import io.jvmm.load.disk.fs.VolumeId;
import io.jvmm.load.disk.volume.Partition;
import io.jvmm.load.disk.volume.Volume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file system in memory. */
public final class MemoryFileSystem implements FileSystem {
  private final Folder root = new Folder(new LinkedHashMap<>());
  private final VolumeId id;
  private Section section = new TestDisk(new byte[512]).section();

  private MemoryFileSystem(VolumeId id) {
    this.id = id;
  }

  /** One with nothing in it. */
  public static MemoryFileSystem ext4(String uuid, String label) {
    return new MemoryFileSystem(
        new VolumeId(
            "ext4",
            Optional.of(uuid).filter(text -> !text.isEmpty()),
            Optional.of(label).filter(text -> !text.isEmpty())));
  }

  /** One without a name, and with nothing in it. */
  public static MemoryFileSystem nameless() {
    return ext4("", "");
  }

  /** Adds a file, and the directories that it is in. */
  public MemoryFileSystem file(String path, String text) {
    return add(path, new Text(StandardCharsets.UTF_8.encode(text)));
  }

  /** Adds a symbolic link. */
  public MemoryFileSystem link(String path, String target) {
    return add(path, (SymbolicLink) () -> target);
  }

  /** Adds any other node. */
  public MemoryFileSystem add(String path, FileNode node) {
    List<String> names = new ArrayList<>(List.of(path.split("/")));
    names.removeIf(String::isEmpty);
    Folder folder = root;
    for (String name : names.subList(0, names.size() - 1)) {
      folder =
          (Folder) folder.children().computeIfAbsent(name, _ -> new Folder(new LinkedHashMap<>()));
    }
    folder.children().put(names.getLast(), node);
    return this;
  }

  /** This file system on a disk of its own. */
  public Volume alone() {
    return new Volume(Optional.empty(), this);
  }

  /** This file system in a partition. */
  public Volume in(int number, Partition.Role role) {
    section = section.named(", partition " + number);
    String uuid = "00000000-0000-0000-0000-00000000000" + number;
    return new Volume(
        Optional.of(new Partition(number, Partition.Table.GPT, role, Optional.of(uuid), section)),
        this);
  }

  @Override
  public VolumeId id() {
    return id;
  }

  @Override
  public Directory root() {
    return root;
  }

  @Override
  public Section section() {
    return section;
  }

  private record Folder(Map<String, FileNode> children) implements Directory {
    @Override
    public Optional<FileNode> find(String name) {
      return Optional.ofNullable(children.get(name));
    }

    @Override
    public List<String> names() {
      return List.copyOf(children.keySet());
    }
  }

  private record Text(ByteBuffer bytes) implements RegularFile {
    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public void read(ByteBuffer target, long position) {
      RegularFile.requireWithin(size(), target, position);
      target.put(bytes.slice((int) position, target.remaining()));
    }
  }
}
