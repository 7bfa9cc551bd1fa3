package io.jvmm.load.disk.grub;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a script comes to.
 *
 * @param entries those that start a kernel
 * @param defaultEntry the one that GRUB would start
 * @param variables as they are at the end of the script
 * @param usesLoaderEntries whether it also wants the entries of the Boot Loader Specification
 * @param notes what could not be evaluated outside of entries
 */
public record GrubMenu(
    List<GrubEntry> entries,
    Optional<GrubEntry> defaultEntry,
    Map<String, String> variables,
    boolean usesLoaderEntries,
    List<String> notes) {}
