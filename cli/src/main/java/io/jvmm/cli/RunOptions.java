package io.jvmm.cli;

import io.jvmm.monitor.machine.ExitStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * How to run a machine.
 *
 * @param reboot whether a guest that resets is started again
 * @param timeout when to stop it
 * @param status whose exit statuses to use
 * @param statistics whether to print what the machine did, at its end
 * @param detached whether users attach to its console, instead of it being this process's own
 */
record RunOptions(
    boolean reboot,
    Optional<Duration> timeout,
    ExitStatus status,
    boolean statistics,
    boolean detached) {}
