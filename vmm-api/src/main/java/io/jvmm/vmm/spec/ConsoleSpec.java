package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * The paravirtual console.
 *
 * @param inputAfter text that the guest prints when it is ready for input: piped input is held back
 *     until then, for a login program throws away what was typed before it; input from a terminal
 *     is never held back
 */
public record ConsoleSpec(Optional<String> inputAfter) {}
