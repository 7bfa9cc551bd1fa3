package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The real-time clock's alarm, with Debian's kernel. */
class AlarmIT {
  @Test
  void linuxTakesTheInterruptOfItsAlarm() throws Exception {
    String script =
        """
        echo +2 >/sys/class/rtc/rtc0/wakealarm; sleep 4; grep rtc-pl031 /proc/interrupts
        poweroff
        """;

    Result result =
        Shell.run(
            script,
            List.of(Checkout.launcher().toString(), "run", Checkout.prepared("hello").toString()));

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).containsPattern("[0-9]+: +1 .*rtc-pl031");
  }
}
