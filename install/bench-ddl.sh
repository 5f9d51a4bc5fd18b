#!/usr/bin/env bash
# Measures the DDL parser: splitting beside pgJDBC, parsing beside pgCodeKeeper's ANTLR grammar, the first statement of a fresh JVM.
#
#   bench-ddl.sh [--seconds N] [--corpus DIR] [--cold-only]
#
#   --seconds N    of each of 8 + 6 iterations (default 2; four measurements on two inputs); the best one counts
#   --corpus DIR   where ddl-statements.jsonl.gz is (default: ../shared/corpus beside the checkout; without it the case files)
#   --cold-only    only the first statement
#
# Ratios are of one run, so other load does not count. The exit status is 1 when a bar is missed: splitting at least as fast as
# pgJDBC, parsing 20 times as fast as pgCodeKeeper, the first statement under 15 ms with a class-data archive, as installed
# (without one it is shown only). Needs a JDK, Maven and its repository.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SECONDS_EACH=2 CORPUS=$PROJECT/../shared/corpus COLD_ONLY=no COLD_BAR=15000 RUNS=21
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --seconds) SECONDS_EACH=$2; shift 2 ;;
    --corpus) CORPUS=$2; shift 2 ;;
    --cold-only) COLD_ONLY=yes; shift ;;
    *) die "unknown option $1" "bench-ddl.sh --help" ;;
  esac
done
is_checkout || die "there is no benchmark in a distribution" "run this from a checkout of pgGit Audit"
cd "$PROJECT"
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java

step "Building"
mvn -B -q -ntp -f src/jmh/pom.xml compile
CLASSES=$PROJECT/target/jmh/classes

step "First statement of a fresh JVM, with the options that the server's JVM gets"
# An archive is made only of jars; stored, as the product's is.
jar --create --no-compress --file target/jmh/cold.jar -C "$CLASSES" org/pggit/audit/ddl -C "$CLASSES" org/pggit/audit/bench/Cold.class
read -r -a options <<<"$(PATH=$PATH OURS=/none pljava_options 17 | sed -E 's/--add-modules=[^ ]*//; s/-XX:SharedArchiveFile=[^ ]*//; s/-Xshare:[^ ]*//')"
cold() { # cold NAME JVM-OPTIONS...: median of RUNS processes
  local name=$1 median i
  shift
  median=$(for ((i = 0; i < RUNS; i++)); do "$JAVA" "${options[@]}" "$@" -cp target/jmh/cold.jar org.pggit.audit.bench.Cold; done | sort -n | sed -n "$((RUNS / 2 + 1))p")
  printf 'COLD %-45s %8.2f ms  (bar %d) %s\n' "$name" "$(awk "BEGIN { print $median / 1000 }")" $((COLD_BAR / 1000)) "$([ "$median" -lt $COLD_BAR ] && echo ok || echo MISSED)"
  [ "$median" -lt $COLD_BAR ]
}
status=0
rm -f target/jmh/cold.jsa
"$JAVA" "${options[@]}" -XX:ArchiveClassesAtExit=target/jmh/cold.jsa -cp target/jmh/cold.jar org.pggit.audit.bench.Cold >/dev/null 2>&1
cold "with a class-data archive (as installed)" -XX:SharedArchiveFile=target/jmh/cold.jsa || status=1
cold "without (install.sh --no-cds)" || true
[ "$COLD_ONLY" = no ] || exit "$status"

step "Throughput"
"$JAVA" -Dcorpus.folder="$CORPUS" -Dcase.folder=src/test/resources/cases/ddl -cp "$CLASSES:$(cat target/jmh/class-path)" org.pggit.audit.bench.Report "$SECONDS_EACH" |
  grep -vE '^(# |$|Iteration|Warmup|WARNING|REMEMBER|why |experiments|extra |Do not |NOTE|different )' || status=1
exit "$status"
