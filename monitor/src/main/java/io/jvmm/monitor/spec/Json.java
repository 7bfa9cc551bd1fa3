package io.jvmm.monitor.spec;

import java.util.List;
import java.util.SequencedMap;

/** A JSON value that remembers where it stood, so that a problem can be shown to its writer. */
sealed interface Json {
  /** Where a value starts: its line, counted from 1, and its path, such as {@code $.disks[0]}. */
  record Place(int line, String path) {
    Place member(String key) {
      return new Place(line, path + "." + key);
    }
  }

  Place place();

  /** What it is, in the words of an error message. */
  String kind();

  record JsonObject(Place place, SequencedMap<String, Json> members) implements Json {
    @Override
    public String kind() {
      return "an object";
    }
  }

  record JsonArray(Place place, List<Json> elements) implements Json {
    @Override
    public String kind() {
      return "an array";
    }
  }

  record JsonString(Place place, String value) implements Json {
    @Override
    public String kind() {
      return "a text";
    }
  }

  record JsonInteger(Place place, long value) implements Json {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record JsonBoolean(Place place, boolean value) implements Json {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  /** A value that no key takes: null, a fraction, a number past 64 bits. */
  record JsonOther(Place place, String kind) implements Json {}
}
