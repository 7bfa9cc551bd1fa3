package io.jvmm.load.disk.grub;

import java.util.List;

/**
 * A menu entry that starts a kernel.
 *
 * @param title of the entry, with those of the submenus that it is in before it
 * @param id the path to it: its id, with those of the submenus before it, and {@code >} between
 *     them
 * @param kernel the kernel's file
 * @param commandLine what it is started with
 * @param initrds in the order in which they follow one another in memory
 * @param notes what could not be evaluated
 */
public record GrubEntry(
    String title,
    String id,
    GrubPath kernel,
    String commandLine,
    List<GrubPath> initrds,
    List<String> notes) {}
