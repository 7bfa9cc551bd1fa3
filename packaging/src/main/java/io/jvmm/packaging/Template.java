package io.jvmm.packaging;

import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Files of a package that are written by hand, as resources of this module. */
enum Template {
  CONTROL("control"),
  CHANGELOG("changelog"),
  COPYRIGHT("copyright"),
  MACHINE_UNIT("jvmm@.service"),
  SERVER_UNIT("jvmm-serve.service"),
  PROGRAM("program");

  private final String fileName;

  Template(String fileName) {
    this.fileName = fileName;
  }

  /** The resource's name, which the packages use, too. */
  String fileName() {
    return fileName;
  }

  /** As it was written. */
  String text() {
    try (InputStream resource = Template.class.getResourceAsStream(fileName)) {
      if (resource == null) {
        throw new InternalException("the resource %s is missing".formatted(fileName));
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new InternalException("the resource %s cannot be read".formatted(fileName), failure);
    }
  }

  /** With each {@code @key@} replaced by its value. */
  String with(Map<String, String> values) {
    String text = text();
    for (Map.Entry<String, String> each : values.entrySet()) {
      text = text.replace("@" + each.getKey() + "@", each.getValue());
    }
    return text;
  }
}
