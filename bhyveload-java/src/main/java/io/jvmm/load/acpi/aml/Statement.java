package io.jvmm.load.acpi.aml;

import io.jvmm.load.acpi.aml.Expression.Int;
import io.jvmm.load.acpi.aml.Expression.Path;
import java.util.List;

/** What a method does (ACPI 6.6, 20.2.5.3 and 20.2.5.4). */
public sealed interface Statement extends Term {
  /**
   * Ends the method.
   *
   * @param value what its caller gets
   */
  record Return(Expression value) implements Statement {
    private static final byte[] OPERATOR = Encoding.bytes(0xa4);

    @Override
    public byte[] encoded() {
      return Encoding.concat(OPERATOR, value.encoded());
    }
  }

  /**
   * Tells a device's driver of an event.
   *
   * @param device the device
   * @param event what happened, by the device's kind
   */
  record Notify(Path device, int event) implements Statement {
    private static final byte[] OPERATOR = Encoding.bytes(0x86);

    @Override
    public byte[] encoded() {
      return Encoding.concat(OPERATOR, device.encoded(), new Int(event).encoded());
    }
  }

  /**
   * Names 32 bits of a buffer, for as long as the method runs.
   *
   * @param buffer the buffer
   * @param offset the first byte
   * @param name one segment
   */
  record DwordField(Expression buffer, int offset, String name) implements Statement {
    private static final byte[] OPERATOR = Encoding.bytes(0x8a);

    @Override
    public byte[] encoded() {
      return Encoding.concat(
          OPERATOR, buffer.encoded(), new Int(offset).encoded(), new Path(name).encoded());
    }
  }

  /**
   * Sets bits of a number that has a name.
   *
   * @param target the number
   * @param bits those to set
   */
  record SetBits(Path target, long bits) implements Statement {
    private static final byte[] OR = Encoding.bytes(0x7d);

    @Override
    public byte[] encoded() {
      return Encoding.concat(OR, target.encoded(), new Int(bits).encoded(), target.encoded());
    }
  }

  /**
   * Does something unless a condition holds.
   *
   * @param condition the condition
   * @param body what is done where it does not hold
   */
  record Unless(Expression condition, List<Statement> body) implements Statement {
    private static final byte[] IF = Encoding.bytes(0xa0);
    private static final byte[] NOT = Encoding.bytes(0x92);

    /** Copies the list. */
    public Unless {
      body = List.copyOf(body);
    }

    @Override
    public byte[] encoded() {
      return Encoding.packed(IF, NOT, condition.encoded(), Encoding.concat(body));
    }
  }
}
