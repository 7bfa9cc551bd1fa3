package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The modules of one kernel, and in which order to load them. Dependencies are read from the
 * modules themselves, for packages come without the index that depmod would write. Dependencies
 * that a module states only as an alias of a crypto algorithm are not found that way: ask for those
 * modules by name.
 */
public final class KernelModules {
  private final Map<String, Path> files;
  private final Set<String> builtIn;

  private KernelModules(Map<String, Path> files, Set<String> builtIn) {
    this.files = files;
    this.builtIn = builtIn;
  }

  /**
   * The modules below a directory.
   *
   * @throws HostException if it cannot be read
   */
  public static KernelModules of(KernelTree kernel) {
    Path list = kernel.modules().resolve("modules.builtin");
    try (Stream<Path> tree = Files.walk(kernel.modules());
        Stream<String> builtIn = Files.lines(list)) {
      Map<String, Path> files = new HashMap<>();
      tree.forEach(path -> moduleName(path).ifPresent(name -> files.put(name, path)));
      return new KernelModules(
          files,
          builtIn
              .map(Path::of)
              .flatMap(path -> moduleName(path).stream())
              .collect(Collectors.toSet()));
    } catch (IOException failure) {
      throw new HostException(
          "cannot read the kernel modules in %s: %s".formatted(kernel.modules(), failure), failure);
    }
  }

  private static Optional<String> moduleName(Path path) {
    String file = path.getFileName().toString();
    int suffix = file.indexOf(".ko");
    return suffix > 0 ? Optional.of(canonical(file.substring(0, suffix))) : Optional.empty();
  }

  private static String canonical(String name) {
    return name.replace('-', '_');
  }

  /**
   * The modules wanted and all that they depend on, each after what it depends on. Leaves out what
   * is built into the kernel.
   *
   * @throws HostException if the kernel has no such module
   */
  public List<KernelModule> closure(List<String> wanted) {
    Map<String, KernelModule> ordered = new LinkedHashMap<>();
    wanted.forEach(name -> add(canonical(name), ordered));
    return List.copyOf(ordered.values());
  }

  private void add(String name, Map<String, KernelModule> ordered) {
    if (ordered.containsKey(name) || builtIn.contains(name)) {
      return;
    }
    byte[] content = read(name);
    ModuleInfo.parse(name, content).dependencies().forEach(each -> add(canonical(each), ordered));
    ordered.put(name, new KernelModule(name, content));
  }

  private byte[] read(String name) {
    Path file = files.get(name);
    if (file == null) {
      throw new HostException("this kernel has no module " + name + "; use another kernel package");
    }
    try (InputStream raw = Files.newInputStream(file);
        InputStream module = decompressed(file.getFileName().toString(), raw)) {
      return module.readAllBytes();
    } catch (IOException failure) {
      throw new HostException("cannot read module %s: %s".formatted(file, failure), failure);
    }
  }

  private static InputStream decompressed(String fileName, InputStream raw) throws IOException {
    if (fileName.endsWith(".xz")) {
      return new XZInputStream(raw);
    }
    return fileName.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
  }
}
