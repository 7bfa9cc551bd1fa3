# Runs an emulator on its own, until it is killed by the process id in its directory.
#
# $1: the host's runtime directory; the rest: the emulator's command.
directory=$1
shift
sh -c 'echo $$ > "$0/pid.new" && mv "$0/pid.new" "$0/pid" && exec "$@"' "$directory" "$@" \
  < /dev/null > "$directory/emulator.log" 2>&1
echo $? > "$directory/exited"
