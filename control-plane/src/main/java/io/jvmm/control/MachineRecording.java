package io.jvmm.control;

import io.jvmm.monitor.control.ControlClient;
import io.jvmm.monitor.control.ControlRequest.BeginRecording;
import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.ReadRecording;
import io.jvmm.monitor.control.ControlRequest.Verb;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Base64;

/**
 * Has a machine that runs make a flight recording of itself, and fetches it.
 *
 * @param machine which
 */
public record MachineRecording(StoredMachine machine) {
  /**
   * Begins one.
   *
   * @param length when it ends by itself, in whole seconds
   * @throws io.jvmm.vmm.error.ConfigurationException if the machine does not run, or is being
   *     recorded
   */
  public void begin(Duration length) {
    client().ask(new BeginRecording(length.toSeconds()));
  }

  /**
   * Ends it, if it has not ended, and copies it.
   *
   * @throws io.jvmm.vmm.error.VmmException if the machine is gone
   * @throws IOException if it cannot be written
   */
  public void fetch(OutputStream to) throws IOException {
    client().ask(new Order(Verb.END_RECORDING));
    long offset = 0;
    byte[] piece = piece(offset);
    while (piece.length > 0) {
      to.write(piece);
      offset += piece.length;
      piece = piece(offset);
    }
  }

  private byte[] piece(long offset) {
    return Base64.getDecoder().decode(client().ask(new ReadRecording(offset)));
  }

  private ControlClient client() {
    return machine.home().client();
  }
}
