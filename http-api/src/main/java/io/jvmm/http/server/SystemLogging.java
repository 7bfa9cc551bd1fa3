package io.jvmm.http.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** What the server library has to say goes where jvmm's own log lines go. */
public final class SystemLogging implements SLF4JServiceProvider {
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter contexts = new NOPMDCAdapter();

  /** To be made by {@link java.util.ServiceLoader}. */
  public SystemLogging() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return SystemLogger::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return contexts;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class SystemLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient System.Logger logger;

    SystemLogger(String name) {
      this.name = name;
      this.logger = System.getLogger(name);
    }

    @Override
    public boolean isTraceEnabled() {
      return false; // it would be asked in the path of every request
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return logger.isLoggable(System.Logger.Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
      return logger.isLoggable(System.Logger.Level.WARNING);
    }

    @Override
    public boolean isErrorEnabled() {
      return logger.isLoggable(System.Logger.Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String message,
        Object @Nullable [] arguments,
        @Nullable Throwable thrown) {
      String text = MessageFormatter.basicArrayFormat(message, arguments);
      logger.log(
          System.Logger.Level.valueOf(level == Level.WARN ? "WARNING" : level.name()),
          () -> text,
          thrown);
    }
  }
}
