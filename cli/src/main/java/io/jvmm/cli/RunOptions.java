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
 */
record RunOptions(boolean reboot, Optional<Duration> timeout, ExitStatus status) {}
