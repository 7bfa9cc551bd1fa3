package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jvmm.linux.libc.Libc;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class KickSignalTest {
  private static final long BIT_OF_SIGNAL_40 = 1L << 39;

  @Test
  void aThreadThatBlocksItTakesItWhenItLikes() throws Exception {
    boolean taken =
        onThreadOfItsOwn(
            () -> {
              KickSignal.block();
              KickSignal.send(Libc.gettid());
              return KickSignal.consume();
            });

    assertThat(taken).isTrue();
  }

  @Test
  void severalAreTakenAtOnce() throws Exception {
    boolean left =
        onThreadOfItsOwn(
            () -> {
              KickSignal.block();
              KickSignal.send(Libc.gettid());
              KickSignal.send(Libc.gettid());
              KickSignal.consume();
              return KickSignal.consume();
            });

    assertThat(left).isFalse();
  }

  @Test
  void aThreadMayEndWithOnePending() {
    assertThatCode(
            () ->
                onThreadOfItsOwn(
                    () -> {
                      KickSignal.block();
                      KickSignal.send(Libc.gettid());
                      return true;
                    }))
        .doesNotThrowAnyException();
  }

  @Test
  void thereIsNothingToTakeWhereNobodySentIt() throws Exception {
    boolean taken =
        onThreadOfItsOwn(
            () -> {
              KickSignal.block();
              return KickSignal.consume();
            });

    assertThat(taken).isFalse();
  }

  @Test
  void itIsNotAmongTheSignalsThatGuestCodeBlocks() throws Exception {
    long blockedAgain =
        onThreadOfItsOwn(
            () -> {
              KickSignal.block();
              return KickSignal.block();
            });

    assertThat(blockedAgain & BIT_OF_SIGNAL_40).isZero();
  }

  @Test
  void sendingItToAThreadThatEndedDoesNothing() throws Exception {
    int ended = onThreadOfItsOwn(Libc::gettid);

    assertThatCode(() -> KickSignal.send(ended)).doesNotThrowAnyException();
  }

  private static <T> T onThreadOfItsOwn(Callable<T> task)
      throws InterruptedException, ExecutionException {
    FutureTask<T> result = new FutureTask<>(task);
    Thread.ofPlatform().start(result).join();
    return result.get();
  }
}
