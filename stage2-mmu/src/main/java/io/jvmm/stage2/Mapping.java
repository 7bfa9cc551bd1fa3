package io.jvmm.stage2;

import io.jvmm.vmm.memory.AddressRange;

/**
 * One block or page of the tables.
 *
 * @param guest the guest-physical addresses that it maps
 * @param output the first output address
 * @param level the level of its descriptor, 0 to 3
 * @param attributes what the descriptor says besides
 */
public record Mapping(AddressRange guest, long output, int level, Stage2Attributes attributes) {}
