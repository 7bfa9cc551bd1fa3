package io.jvmm.nested;

import io.jvmm.vmm.error.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The warm hosts that a developer may keep, which differ in their hardware. */
public enum HostVariant {
  /** What users get: a GICv3, and the processor on which guests are fastest. */
  DEFAULT(3, HostConfig.FAST_CPU),
  /** A GICv2 with virtualization extensions. */
  GICV2(2, HostConfig.FAST_CPU),
  /** A processor without VHE (Armv8.0), and a GICv3: what benchmarks are measured on. */
  A72(3, "cortex-a72"),
  /** A processor with every feature that is emulated: SVE, pointer authentication, LPA2. */
  MAX(3, "max,pauth-impdef=on");

  /** The environment variable that names the one meant. */
  public static final String VARIABLE = "JVMM_HOST";

  private final int gicVersion;
  private final String cpuModel;

  HostVariant(int gicVersion, String cpuModel) {
    this.gicVersion = gicVersion;
    this.cpuModel = cpuModel;
  }

  /**
   * The one that the environment names in lower case, or the default.
   *
   * @throws ConfigurationException if there is none of that name
   */
  public static HostVariant ofEnvironment(Map<String, String> environment) {
    String name = environment.getOrDefault(VARIABLE, DEFAULT.label());
    return Arrays.stream(values())
        .filter(variant -> variant.label().equals(name))
        .findFirst()
        .orElseThrow(() -> new ConfigurationException(unknown(name)));
  }

  private static String unknown(String name) {
    String names =
        Arrays.stream(values()).map(HostVariant::label).collect(Collectors.joining(", "));
    return "%s=%s: there is no such host; there are %s".formatted(VARIABLE, name, names);
  }

  /** Its name in the environment and in the file system. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A configuration with this hardware. */
  HostConfig apply(HostConfig config) {
    return config.withHardware(gicVersion, cpuModel);
  }
}
