package io.jvmm.http.api;

import io.jvmm.control.MachineHome;
import io.jvmm.http.api.Answer.Console;
import io.jvmm.http.api.Answer.File;
import io.jvmm.monitor.console.ConsoleAttachment;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** What a machine printed, and prints. */
record LogHandlers(MachineHandlers machines) {
  private static final int MOST = 64 << 20;

  static final Parameter.Count TAIL =
      new Parameter.Count("tail", "Only the last bytes, this many at most.", 0, MOST, MOST);

  /** The handler that shows one of a machine's logs. */
  Handler showing(Function<MachineHome, Path> log) {
    return call -> {
      Path file = log.apply(machines.find(call).home());
      Optional<String> range = call.range();
      return new File(
          range.isPresent()
              ? FileSlice.of(file, range.get())
              : FileSlice.last(file, TAIL.in(call)));
    };
  }

  Answer console(Call call) {
    MachineHome home = machines.find(call).home();
    try {
      return new Console(ConsoleAttachment.connect(home.consoleSocket(), home.name()));
    } catch (IOException e) {
      throw new HostException("the console of '%s' is lost: %s".formatted(home.name(), e), e);
    }
  }
}
