package io.jvmm.monitor.console;

import io.jvmm.vmm.error.InternalException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The signals of this process. The JDK has handlers for them only in {@code sun.misc.Signal}, which
 * no compiler option lets a strict build name; so it is called by reflection, here and nowhere
 * else.
 */
public enum ProcessSignal {
  /** Asked to end. */
  TERM,
  /** Asked to end, from the keyboard. */
  INT,
  /** The terminal is gone. */
  HUP,
  /** The terminal has another size. */
  WINCH;

  /** Those that ask the process to end. */
  public static final List<ProcessSignal> ENDING = List.of(TERM, INT, HUP);

  /** A handler that is in place. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    /** Puts back what was there before. */
    @Override
    void close();
  }

  /** Calls back at every such signal, on a thread of its own, until the result is closed. */
  public Registration handle(Runnable action) {
    InvocationHandler onSignal =
        (_, method, _) -> {
          if (method.getName().equals("handle")) {
            action.run();
          }
          return null;
        };
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              ProcessSignal.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
      Object before = install(proxy);
      return () -> restore(before);
    } catch (ReflectiveOperationException e) {
      throw new InternalException("cannot handle SIG" + this, e);
    }
  }

  private void restore(Object handler) {
    try {
      install(handler);
    } catch (ReflectiveOperationException e) {
      throw new InternalException("cannot stop handling SIG" + this, e);
    }
  }

  private Object install(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object which = signal.getConstructor(String.class).newInstance(name());
    return signal.getMethod("handle", signal, handlerType).invoke(null, which, handler);
  }
}
