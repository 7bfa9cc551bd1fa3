package io.jvmm.virtio.block.qcow2;

import java.util.Optional;

/**
 * What a header says of the image's backing file.
 *
 * @param name its path; a relative one starts from the image's directory
 * @param format the format that the header gives it, if it does
 */
record BackingReference(String name, Optional<String> format) {}
