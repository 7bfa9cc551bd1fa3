package io.jvmm.packaging;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleAttribute.ModuleAttributeBuilder;
import java.lang.constant.ModuleDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/** A release of two modules and a command that does nothing. */
final class FakeRelease {
  private final Path directory;

  FakeRelease(Path directory) throws IOException {
    this.directory = directory;
    Path command = write("bin/jvmm", "#!/bin/sh\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    write("share/man/man1/jvmm.1", ".TH JVMM 1\n");
    write("share/bash-completion/completions/jvmm", "");
    write("share/zsh/site-functions/_jvmm", "");
    module("lib", "io.jvmm.cli", this::requireOfCli);
    module("lib/http", "io.jvmm.http", FakeRelease::requireOfHttp);
  }

  Release release() {
    return new Release(directory);
  }

  private Path write(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, content);
  }

  private void requireOfCli(ModuleAttributeBuilder module) {
    module.moduleVersion("1.2-SNAPSHOT");
    require(module, "java.base");
    require(module, "jdk.jfr");
    require(module, "io.jvmm.http");
    require(module, "java.desktop", AccessFlag.STATIC_PHASE);
  }

  private static void requireOfHttp(ModuleAttributeBuilder module) {
    require(module, "java.base");
    require(module, "java.naming");
  }

  private static void require(ModuleAttributeBuilder module, String name, AccessFlag... flags) {
    int bits = 0;
    for (AccessFlag each : flags) {
      bits |= each.mask();
    }
    module.requires(ModuleDesc.of(name), bits, null);
  }

  private void module(String folder, String name, Consumer<ModuleAttributeBuilder> content)
      throws IOException {
    Path file = directory.resolve(folder).resolve(name).resolve("module-info.class");
    Files.createDirectories(file.resolveSibling(""));
    ClassFile classFile = ClassFile.of();
    Files.write(file, classFile.buildModule(ModuleAttribute.of(ModuleDesc.of(name), content)));
  }
}
