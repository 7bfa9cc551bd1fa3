package io.jvmm.load;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.util.random.RandomGenerator;

/**
 * The secrets of one boot in {@code /chosen}: where the kernel's address randomisation and its own
 * random numbers start from (dt-schema, schemas/chosen.yaml: kaslr-seed, rng-seed).
 */
@FunctionalInterface
interface Seeds {
  /** For what is only looked at. */
  Seeds NONE = _ -> {};

  /** Adds them to the node. */
  void addTo(DeviceTreeNode.Builder chosen);

  /** Seeds from a source that nobody can predict: the guest's secrets depend on it. */
  static Seeds from(RandomGenerator random) {
    return chosen -> {
      chosen.longs("kaslr-seed", random.nextLong());
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      chosen.bytes("rng-seed", seed);
    };
  }
}
