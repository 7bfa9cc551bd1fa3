package io.jvmm.cli;

import io.jvmm.control.MachineHome;
import io.jvmm.monitor.console.ConsoleHub;
import io.jvmm.monitor.console.MachineConsole;
import io.jvmm.monitor.console.MachineConsole.ConsoleSettings;
import io.jvmm.monitor.console.ProcessSignal;
import io.jvmm.monitor.control.ControlSocket;
import io.jvmm.monitor.machine.Inspection;
import io.jvmm.monitor.machine.MachineControl;
import io.jvmm.monitor.machine.MachineRunner;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorProvider;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.ConsoleSpec;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs a machine in this process, on this host's hypervisor. */
record LocalBackend(HypervisorProvider provider, PrintWriter messages) implements Backend {
  @Override
  public int run(ResolvedSpec spec, RunOptions options, MachineHome home) {
    StopReason reason = runUntilStopped(spec, options, home);
    if (!reason.detail().isEmpty()) {
      messages.println("jvmm: '%s' stopped: %s".formatted(spec.spec().name(), reason.detail()));
      messages.flush();
    }
    return options.status().of(reason);
  }

  @Override
  public byte[] inspect(ResolvedSpec spec, View view) {
    try (Hypervisor hypervisor = provider.open()) {
      return view.of(Inspection.of(spec, hypervisor, this::notice));
    }
  }

  private StopReason runUntilStopped(ResolvedSpec spec, RunOptions options, MachineHome home) {
    try (Hypervisor hypervisor = provider.open()) {
      MachineRunner runner = new MachineRunner(spec, hypervisor, this::notice);
      runner.check();
      ProcessSignal.ENDING.forEach(
          signal -> signal.handle(() -> halt(runner, "by signal SIG" + signal)));
      options.timeout().ifPresent(timeout -> stopAfter(timeout, runner));
      ConsoleSettings settings =
          new ConsoleSettings(
              spec.spec().console().inputAfter(),
              () -> halt(runner, "asked for at the console"),
              runner::pressPowerButton);
      try (@Nullable ControlSocket _ = controlSocket(runner, home);
          MachineConsole console = console(spec, options, home, settings)) {
        return runner.run(console, options.reboot());
      } finally {
        if (options.statistics()) {
          runner.statistics().ifPresent(statistics -> messages.print(statistics.table()));
          messages.flush();
        }
      }
    }
  }

  private static MachineConsole console(
      ResolvedSpec spec, RunOptions options, MachineHome home, ConsoleSettings settings) {
    ConsoleSpec console = spec.spec().console();
    if (!options.detached() || console.connect().isPresent()) {
      return MachineConsole.of(console, settings);
    }
    OutputStream log = new FileOutputStream(FileDescriptor.out);
    return MachineConsole.at(ConsoleHub.open(home.consoleSocket(), log), settings);
  }

  /** A machine that nobody can ask anything still runs: it says so, and goes on. */
  private @Nullable ControlSocket controlSocket(MachineRunner runner, MachineHome home) {
    try {
      return ControlSocket.open(home.controlSocket(), home.name(), new MachineControl(runner));
    } catch (HostException e) {
      notice("this machine takes no requests while it runs: " + e.getMessage());
      return null;
    }
  }

  /** The terminal may be in raw mode already: the line ends with a carriage return too. */
  private void notice(String line) {
    messages.print("jvmm: " + line + "\r\n");
    messages.flush();
  }

  private static void stopAfter(Duration timeout, MachineRunner runner) {
    Thread.ofPlatform()
        .daemon()
        .name("timeout")
        .start(
            () -> {
              try {
                Thread.sleep(timeout);
                runner.stop(
                    new StopReason(
                        Kind.TIMED_OUT, "%d seconds are over".formatted(timeout.toSeconds())));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void halt(MachineRunner runner, String why) {
    runner.stop(new StopReason(Kind.HALTED, why));
  }
}
