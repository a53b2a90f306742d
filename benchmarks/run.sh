#!/usr/bin/env bash
# Builds and runs all benchmarks on this machine, and writes results.md and results.json beside this script.
#   run.sh           15 minutes at most, with the build
#   --minutes=N      so many minutes in place of 15, where the parts without limits do not come to their turn
#   run.sh --quick   3 minutes at most after the build, with wider limits: notices a collapse
#   --output=DIR     writes the results there
# Exits with 1 if a limit is missed. REACH_BENCHMARKS_REQUIRED=true makes it fail too where a program is missing.
set -euo pipefail
cd "$(dirname "$0")"

output=.
minutes=15
quick=()
for argument in "$@"; do
	case "$argument" in
		--quick) quick=(--quick) ;;
		--minutes=*) minutes="${argument#--minutes=}" ;;
		--output=*) output="${argument#--output=}" ;;
		*) echo "Unknown argument: $argument" >&2; exit 2 ;;
	esac
done

rm -rf target/lib
(cd .. && mvn -q -B -Pbenchmarks -pl benchmarks -am package -Dmaven.test.skip=true)

# The report is written within the last seconds.
seconds=$((minutes * 60 - 20 - SECONDS))
options=()
if [ "${#quick[@]}" != 0 ]; then
	seconds=170
	# The second compiler would be at work all that time.
	options=(-XX:TieredStopAtLevel=1)
fi

jdk25=$(find /usr/lib/jvm -maxdepth 1 -type d -name '*25*' 2>/dev/null | head -n 1 || true)
newer=()
[ -z "$jdk25" ] || [ ! -x "$jdk25/bin/java" ] || newer=("--new-java=$jdk25/bin/java")

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
PATH="$PATH:/usr/sbin" "$java" "${options[@]}" -cp "target/classes:target/lib/*" dev.reach.benchmarks.Benchmarks \
	"--output=$output" "--seconds=$seconds" "--required=${REACH_BENCHMARKS_REQUIRED:-false}" \
	"${newer[@]}" "${quick[@]}" &
benchmarks=$!
trap 'kill "$benchmarks" 2>/dev/null; wait "$benchmarks"' INT TERM
wait "$benchmarks"
