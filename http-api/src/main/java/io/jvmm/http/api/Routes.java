package io.jvmm.http.api;

import static io.jvmm.http.api.Method.DELETE;
import static io.jvmm.http.api.Method.GET;
import static io.jvmm.http.api.Method.POST;

import io.jvmm.control.MachineHome;
import io.jvmm.control.StoredMachine;
import io.jvmm.http.Service;
import io.jvmm.monitor.control.ControlRequest.Verb;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everything that can be asked: the one place that says so. */
public final class Routes {
  private static final String MACHINES = "/v1/machines";
  private static final String MACHINE = "/v1/machines/{name}";
  private static final String SESSION = "/v1/session";
  private static final String LOG = "text/plain";

  private final Service service;
  private final MachineHandlers machines;
  private final LifeCycleHandlers lives;
  private final LogHandlers logs;
  private final List<Route> routes;
  private final ObjectNode document;

  private Routes(Service service) {
    this.service = service;
    this.machines = new MachineHandlers(service);
    this.lives = new LifeCycleHandlers(machines);
    this.logs = new LogHandlers(machines);
    this.routes =
        Stream.of(
                collection(),
                machine(),
                copied(),
                life(),
                reported(),
                printed(),
                session(),
                server())
            .flatMap(List::stream)
            .toList();
    this.document = OpenApi.document(routes, schemas(), service.version());
  }

  /** All of a service. */
  public static List<Route> of(Service service) {
    return new Routes(service).routes;
  }

  private static Map<String, ObjectNode> schemas() {
    Map<String, ObjectNode> schemas = new TreeMap<>();
    schemas.put("Machine", MachineJson.schema());
    schemas.put("Machines", MachineHandlers.listSchema());
    schemas.put("MemoryMap", Reports.memoryMapSchema());
    schemas.put("Outcome", LifeCycleHandlers.outcomeSchema());
    schemas.put("Problem", Problem.schema());
    schemas.put("Registers", Reports.registersSchema());
    schemas.put("Statistics", Reports.statisticsSchema());
    schemas.put("Version", versionSchema());
    return schemas;
  }

  private List<Route> collection() {
    return List.of(
        Route.of(GET, MACHINES, "listMachines", "All machines, by name.", machines::list)
            .answering(Reply.json(200, "The machines.", "Machines")),
        Route.of(
                POST,
                MACHINES,
                "createMachine",
                "Keep a specification as a machine's.",
                machines::create)
            .taking(NewMachine.schema())
            .answering(Reply.json(201, "It was made.", "Machine"))
            .answering(
                Reply.json(200, "It is there already, with the same specification.", "Machine"))
            .refusing(400, 409, 413, 415));
  }

  private List<Route> machine() {
    return List.of(
        Route.of(GET, MACHINE, "getMachine", "What a machine is doing.", machines::show)
            .answering(Reply.json(200, "The machine.", "Machine"))
            .refusing(404),
        Route.of(
                DELETE,
                MACHINE,
                "destroyMachine",
                "Remove a machine with its disks and logs.",
                machines::destroy)
            .with(MachineHandlers.FORCE)
            .answering(Reply.empty(204, "It is gone."))
            .refusing(404, 409),
        Route.of(
                GET,
                MACHINE + "/spec",
                "getSpecification",
                "What a machine was created with.",
                machines::specification)
            .answering(new Reply(200, "The specification.", "application/json", Schema.object("")))
            .refusing(404));
  }

  private List<Route> copied() {
    return List.of(
        Route.of(
                POST,
                MACHINE + "/clone",
                "cloneMachine",
                "Make a machine like one that does not run, with copies of its disks.",
                machines::copy)
            .taking(NewName.schema())
            .answering(Reply.json(201, "The new machine.", "Machine"))
            .refusing(400, 404, 409, 413, 415),
        Route.of(
                POST,
                MACHINE + "/rename",
                "renameMachine",
                "Give a machine that does not run another name.",
                machines::rename)
            .taking(NewName.schema())
            .answering(Reply.json(200, "The machine, by its new name.", "Machine"))
            .refusing(400, 404, 409, 413, 415));
  }

  private List<Route> life() {
    return List.of(
        Route.of(
                POST,
                MACHINE + "/start",
                "startMachine",
                "Start a machine on its own.",
                lives::start)
            .with(LifeCycleHandlers.WAIT)
            .answering(Reply.json(200, "Its guest runs.", "Machine"))
            .answering(Reply.json(202, "It is starting: look at Location.", "Machine"))
            .refusing(404, 409, 503),
        Route.of(
                POST,
                MACHINE + "/stop",
                "stopMachine",
                "Press the power button; halt a guest that takes too long.",
                lives::stop)
            .with(LifeCycleHandlers.TIMEOUT)
            .answering(Reply.json(200, "It has stopped.", "Outcome"))
            .refusing(404, 409, 503),
        Route.of(POST, MACHINE + "/kill", "killMachine", "Kill a machine's process.", lives::kill)
            .answering(Reply.json(200, "It has gone.", "Outcome"))
            .refusing(404, 409, 503),
        asking(Verb.RESET, "reset", "Start the guest again."),
        asking(Verb.PAUSE, "pause", "Hold the guest; its clock stands still too."),
        asking(Verb.RESUME, "resume", "Let a held guest go on."),
        asking(Verb.POWER_BUTTON, "power-button", "Press the power button."));
  }

  private Route asking(Verb verb, String word, String summary) {
    String id = (word.equals("power-button") ? "pressPowerButtonOf" : word) + "Machine";
    return Route.of(POST, MACHINE + "/" + word, id, summary, lives.asking(verb))
        .answering(Reply.json(200, "It was done.", "Machine"))
        .refusing(404, 409, 503);
  }

  private List<Route> reported() {
    return List.of(
        Route.of(
                GET,
                MACHINE + "/statistics",
                "getStatistics",
                "What a machine that runs has done.",
                lives.showing(StoredMachine::statistics))
            .answering(Reply.json(200, "Counts since its guest was last started.", "Statistics"))
            .refusing(404, 409, 503),
        Route.of(
                GET,
                MACHINE + "/registers",
                "getRegisters",
                "What is in the registers of a machine that runs.",
                lives.showing(StoredMachine::registers))
            .answering(
                Reply.json(
                    200, "Each vCPU's: pause the machine for values of one moment.", "Registers"))
            .refusing(404, 409, 503),
        Route.of(
                GET,
                MACHINE + "/memory-map",
                "getMemoryMap",
                "What is where in the memory of a machine that runs.",
                lives.showing(StoredMachine::memoryMap))
            .answering(
                Reply.json(200, "What its stage-2 tables say, and its devices.", "MemoryMap"))
            .refusing(404, 409, 503));
  }

  private List<Route> printed() {
    return List.of(
        log(
            "log",
            "getLog",
            "What the guest printed, as far as it is kept.",
            MachineHome::consoleLog),
        log(
            "monitor-log",
            "getMonitorLog",
            "What jvmm itself said of it.",
            MachineHome::monitorLog),
        Route.of(
                GET,
                MACHINE + "/console",
                "attachConsole",
                "A WebSocket of binary messages: the console, both ways.",
                logs::console)
            .answering(Reply.empty(101, "It is a WebSocket now."))
            .refusing(404, 409, 426));
  }

  private Route log(String word, String id, String summary, Function<MachineHome, Path> file) {
    return Route.of(GET, MACHINE + "/" + word, id, summary, logs.showing(file))
        .with(LogHandlers.TAIL)
        .answering(Reply.text(200, "All of it, or its end.", LOG))
        .answering(Reply.text(206, "The Range that was asked for.", LOG))
        .refusing(404, 416);
  }

  private static List<Route> session() {
    return List.of(
        Route.of(
                POST,
                SESSION,
                "logIn",
                "Exchange the token for a cookie, for a browser.",
                _ -> new Answer.SessionBegun())
            .answering(Reply.empty(204, "The cookie is in Set-Cookie.")),
        Route.of(
                DELETE,
                SESSION,
                "logOut",
                "End the session of the cookie that is sent.",
                _ -> new Answer.SessionEnded())
            .answering(Reply.empty(204, "The cookie is worth nothing now.")));
  }

  private List<Route> server() {
    return List.of(
        Route.of(GET, "/v1/version", "getVersion", "What serves this API.", this::version)
            .answering(Reply.json(200, "The server.", "Version")),
        Route.of(
                GET,
                "/v1/events",
                "followEvents",
                "What happens to machines, as Server-Sent Events.",
                new EventHandlers(service.store())::follow)
            .with(EventHandlers.PAST)
            .answering(Reply.text(200, "Events; each has JSON as its data.", "text/event-stream"))
            .refusing(503),
        Route.of(
                GET,
                "/metrics",
                "getMetrics",
                "Machines by state, and what each has done, for Prometheus.",
                new Metrics(service.store())::show)
            .answering(Reply.text(200, "Metrics in Prometheus' text format.", "text/plain")),
        Route.of(GET, "/openapi.json", "getDocument", "This document.", _ -> Answer.of(document))
            .answering(new Reply(200, "The document.", "application/json", Schema.object(""))));
  }

  private Answer version(Call call) {
    return Answer.of(
        JsonNodeFactory.instance.objectNode().put("version", service.version()).put("api", "v1"));
  }

  private static ObjectNode versionSchema() {
    ObjectNode schema = Schema.object("What serves this API.");
    Schema.must(schema, "version", Schema.string("Of jvmm."));
    return Schema.must(schema, "api", Schema.string("Of the paths: v1."));
  }
}
