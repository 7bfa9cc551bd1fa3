package io.jvmm.load.acpi.aml;

import io.jvmm.load.acpi.aml.Expression.Path;
import java.util.List;

/** What gives something a name in ACPI's name space (ACPI 6.6, 20.2.5.1 and 20.2.5.2). */
public sealed interface Declaration extends Term {
  /**
   * A name for a value.
   *
   * @param name one segment
   * @param value a data object
   */
  record Name(String name, Expression value) implements Declaration {
    private static final byte[] OPERATOR = Encoding.bytes(0x08);

    @Override
    public byte[] encoded() {
      return Encoding.concat(OPERATOR, new Path(name).encoded(), value.encoded());
    }
  }

  /**
   * More of what is under a name that there is already.
   *
   * @param path the name
   * @param body what is added
   */
  record Scope(String path, List<? extends Declaration> body) implements Declaration {
    private static final byte[] OPERATOR = Encoding.bytes(0x10);

    /** Copies the list. */
    public Scope {
      body = List.copyOf(body);
    }

    @Override
    public byte[] encoded() {
      return Encoding.packed(OPERATOR, new Path(path).encoded(), Encoding.concat(body));
    }
  }

  /**
   * A device.
   *
   * @param name one segment
   * @param body its identification and configuration objects, its methods and its children
   */
  record Device(String name, List<? extends Declaration> body) implements Declaration {
    private static final byte[] OPERATOR = Encoding.bytes(Encoding.EXTENDED, 0x82);

    /** Copies the list. */
    public Device {
      body = List.copyOf(body);
    }

    @Override
    public byte[] encoded() {
      return Encoding.packed(OPERATOR, new Path(name).encoded(), Encoding.concat(body));
    }
  }

  /**
   * A method, which one thread runs at a time: it may make names of its own.
   *
   * @param name one segment
   * @param arguments how many it takes, 0 to 7
   * @param body its statements
   */
  record Method(String name, int arguments, List<Statement> body) implements Declaration {
    private static final byte[] OPERATOR = Encoding.bytes(0x14);
    private static final int SERIALIZED = 1 << 3;

    /** Copies the list. */
    public Method {
      body = List.copyOf(body);
    }

    @Override
    public byte[] encoded() {
      return Encoding.packed(
          OPERATOR,
          new Path(name).encoded(),
          Encoding.bytes(arguments | SERIALIZED),
          Encoding.concat(body));
    }
  }
}
