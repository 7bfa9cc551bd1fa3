# Runs an emulator for as long as standard input, a pipe held by jvmm, stays open: however jvmm
# ends, the pipe closes, the emulator is killed and its directory removed.
#
# $1: the host's runtime directory; the rest: the emulator's command.
trap '' INT TERM HUP
directory=$1
shift
(
  sh -c 'echo $$ > "$0/pid.new" && mv "$0/pid.new" "$0/pid" && exec "$@"' "$directory" "$@" \
    < /dev/null > "$directory/emulator.log" 2>&1
  echo $? > "$directory/exited"
) &
read -r _
until [ -e "$directory/pid" ] || [ -e "$directory/exited" ]; do
  sleep 0.1
done
[ -e "$directory/exited" ] || kill -KILL "$(cat "$directory/pid")"
wait
rm -rf "$directory"
