#!/bin/sh
# usage: regen.sh MODULE PACKAGE CLASS
# Generates MODULE/src/generated/java from MODULE/src/jextract: a package, and in it the class of the
# constants. Called by `mvn -Pregen`; see ../../README.md for the programs and headers that it needs.
set -eu
: "${JEXTRACT:?the jextract launcher}"
here=$(cd "$(dirname "$0")" && pwd)
module=$(cd "${1:?the folder of a module}" && pwd)
package=${2:?a Java package}
header=${3:?a Java class}
inputs=$module/src/jextract
generated=$module/src/generated/java
classes=java/$(echo "$package" | tr . /)
work=$module/target/jextract
rm -rf "$work" && mkdir -p "$work/java" "${generated%/java}" && cd "$work"

# jextract takes clang's options from this file only, and from the current folder only.
{ printf '%s\n' --target=aarch64-linux-gnu; "$here/header-flags.sh" "${CLANG_HEADERS:?}"; } \
    > compile_flags.txt
"$JEXTRACT" --output java --target-package "$package" --header-class-name "$header" \
    "@$inputs/args.txt" "$inputs/shim.h"

# A name that does not exist is no error to jextract.
sed -n 's/^--include-constant //p' "$inputs/args.txt" | while read -r name; do
  grep -q " $name()" "$classes/$header.java" || { echo "no constant $name" >&2; exit 1; }
done
sed -n 's/^--include-struct //p' "$inputs/args.txt" | while read -r name; do
  test -f "$classes/$name.java" || { echo "no struct $name" >&2; exit 1; }
done

digest() { cat "$@" | sha256sum | cut -d ' ' -f 1; }
version=$("$JEXTRACT" --version 2>&1)
code=$(sed -n 's/^#define LINUX_VERSION_CODE //p' "$UAPI_HEADERS/include/linux/version.h")
cat > java/GENERATED.properties <<END
# Written by linux-binding/src/jextract/regen.sh; a test compares the digests. Do not edit what is beside this.
jextract = $(echo "$version" | sed -n 's/^jextract //p')
libclang = $(echo "$version" | sed -n 's/^LibClang version //p')
linux.uapi = $((code >> 16)).$((code >> 8 & 255)).$((code & 255))
inputs.sha256 = $(digest "$inputs/shim.h" "$inputs/args.txt")
output.sha256 = $(digest $(LC_ALL=C find java -name '*.java' | LC_ALL=C sort))
END
rm -rf "$generated" && mv java "$generated"
