package io.jvmm.vmm.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a key of the specification. The reader checks by it, and the JSON Schema that editors
 * use is generated from it, so that the two cannot differ.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** What it is, in a sentence for the user. */
  String value();

  /** Its value where the user gives none, as JSON; empty where there is none. */
  String ifAbsent() default "";

  /** The least number; for sizes in bytes. */
  long min() default 0;

  /** The greatest number; for sizes in bytes. */
  long max() default Long.MAX_VALUE;

  /** The only numbers that there are; empty for all from least to greatest. */
  int[] oneOf() default {};

  /** What a text must match, whole; empty for any. */
  String pattern() default "";

  /** For lists: whether one element may stand for a list of it alone. */
  boolean orOne() default false;
}
