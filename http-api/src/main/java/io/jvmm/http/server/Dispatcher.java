package io.jvmm.http.server;

import io.jvmm.http.api.Answer;
import io.jvmm.http.api.Call;
import io.jvmm.http.api.Method;
import io.jvmm.http.api.Problem;
import io.jvmm.http.api.Refusal;
import io.jvmm.http.api.Route;
import io.jvmm.http.api.Router;
import io.jvmm.http.api.Router.Match;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.error.VmmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** From a request to an answer. Runs on virtual threads, so that handlers may wait. */
final class Dispatcher extends Handler.Abstract {
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Router router;
  private final Gate gate;
  private final Deadlines deadlines;
  private final AnswerWriter writer;
  private final Duration lookTime;
  private final WebFiles files = new WebFiles();

  Dispatcher(
      Router router, Gate gate, Deadlines deadlines, AnswerWriter writer, Duration lookTime) {
    this.router = router;
    this.gate = gate;
    this.deadlines = deadlines;
    this.writer = writer;
    this.lookTime = lookTime;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    deadlines.begun(request);
    request.addIdleTimeoutListener(_ -> false); // a handler may take longer than a client
    try {
      gate.checkOrigin(request.getHeaders());
      Optional<WebFile> file = file(request);
      if (file.isPresent()) {
        deadlines.arrived(request);
        PageWriter.write(file.get(), request, response, callback);
      } else {
        writer.write(answer(request), request, response, callback);
      }
    } catch (InterruptedException e) {
      callback.failed(e); // the server stops
    } catch (RuntimeException e) {
      log(e);
      AnswerWriter.write(Problem.of(e), response, callback);
    }
    return true;
  }

  private Answer answer(Request request) {
    gate.checkUser(request.getHeaders());
    Match match = router.find(request.getMethod(), path(request));
    Call call = RequestReader.call(request, match);
    deadlines.arrived(request);
    return handle(match.route(), call);
  }

  /** The web console is there for everybody to look at: what it asks for needs a token. */
  private Optional<WebFile> file(Request request) {
    boolean look =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    return look ? files.find(path(request)) : Optional.empty();
  }

  private static String path(Request request) {
    String path = request.getHttpURI().getPath(); // null in what asks for no path, as CONNECT does
    return path == null ? "" : path;
  }

  /** Who waits for a process that hangs is woken up: waiting for it is an error then. */
  private Answer handle(Route route, Call call) {
    Duration patience = route.method() == Method.GET ? lookTime : Limits.ACTION_TIME;
    Scheduler.Task alarm =
        getServer()
            .getScheduler()
            .schedule(
                Thread.currentThread()::interrupt, patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return route.handler().handle(call);
    } catch (InterruptedException e) {
      throw new Refusal(503, "this took longer than %d s".formatted(patience.toSeconds()));
    } finally {
      alarm.cancel();
      Thread.interrupted(); // it may have been too late
    }
  }

  private static void log(RuntimeException e) {
    boolean expected =
        e instanceof Refusal || (e instanceof VmmException && !(e instanceof InternalException));
    if (!expected) {
      LOG.log(System.Logger.Level.ERROR, "a bug in jvmm, met by a request", e);
    }
  }
}
