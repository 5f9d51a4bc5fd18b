#!/usr/bin/env bash
# Benchmark of capture: CREATE TABLE + COMMIT in a warm session with and without capture, and commit_schema() beside pg_dump; prints milliseconds and ratios.
#
#   bench-capture.sh
#
#   NS, REPS, HOSTS, FSYNC   object counts (default "100 1000 10000"), timed transactions of each kind (default 300), hosts (default "pljava plpython": those
#                            that are there), fsync of the server (default on)
#
# All sides run in one server in the same minute, 50 transactions of each in turn, in warm sessions (databases with the same tables and the extension; one has
# capture on, "bare" has no extension). The figures are medians of wall time, and in brackets the least. "no DDL" is a SELECT in both. commit_schema() makes the
# first commit of all objects, pg_dump is the median of three right behind it.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
case ${1:-} in -h | --help) usage; exit 0 ;; esac

NS=${NS:-100 1000 10000}
REPS=${REPS:-300}
HOSTS=${HOSTS:-pljava plpython}
need_server
use_postgres ''
mkdir -p "$PROJECT/target"
TIMES=$PROJECT/target/bench-capture-times
printf 'fsync = %s\nshared_buffers = 256MB\nmax_locks_per_transaction = 1000\n' "${FSYNC:-on}" >"$PROJECT/target/bench-capture.conf"
eval "$("$PROJECT/install/cluster.sh" start "$PROJECT/target/bench-capture" --conf "$PROJECT/target/bench-capture.conf")"
trap '"$PROJECT/install/cluster.sh" stop "$PROJECT/target/bench-capture" >/dev/null 2>&1' EXIT
export PGOPTIONS="-c client_min_messages=error"
P=(psql -X -q -At -v ON_ERROR_STOP=1)

# median, least: of numbers on standard input
median() { sort -n | awk '{ t[NR] = $1 } END { print (NR % 2) ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2 }'; }
least() { sort -n | head -1; }

# times DB COUNT SQL-with-%d: one statement a transaction, in one warm session; their times in ms
times() {
  local i
  {
    for ((i = 0; i < 8; i++)); do printf 'CREATE TABLE bench.w%d (id bigint PRIMARY KEY); DROP TABLE bench.w%d;\n' $i $i; done
    printf '%s\n' '\timing on'
    for ((i = 0; i < $2; i++)); do printf "$3;\n" "$i"; done
  } | "${P[@]}" -d "$1" | awk '/^Time:/ { print $2 }'
}

# make_objects DB N: a third tables with keys, a third indexes, the rest views
make_objects() {
  local from
  "${P[@]}" -d postgres -c "CREATE DATABASE $1 TEMPLATE template0"
  for ((from = 0; from < $2 / 3; from += 500)); do
    "${P[@]}" -d "$1" -c "DO \$\$ BEGIN FOR i IN $from .. least($from + 500, $2 / 3) - 1 LOOP
      EXECUTE format('CREATE TABLE public.t%s (id bigint PRIMARY KEY, name text NOT NULL DEFAULT ''x'', at timestamptz, amount numeric(12,2) CHECK (amount >= 0))', i);
      EXECUTE format('CREATE INDEX t%s_name ON public.t%s (name)', i, i);
      EXECUTE format('CREATE VIEW public.v%s AS SELECT id, name FROM public.t%s WHERE at IS NOT NULL', i, i);
    END LOOP; END \$\$"
  done
  "${P[@]}" -d "$1" -c "CREATE SCHEMA bench" -c "VACUUM ANALYZE"
}

printf '%-9s %7s  %-17s %-17s %-17s %8s %7s  %-19s %9s %8s %6s\n' host objects "bare ms" "plain ms" "captured ms" "added ms" ratio "no DDL, captured" schema_ms dump_ms ratio
for n in $NS; do
  make_objects bare "$n"
  for host in $HOSTS; do
    language=$([ "$host" = pljava ] && echo pljava || echo plpython3u)
    if [ "$("${P[@]}" -d postgres -c "SELECT count(*) FROM pg_available_extensions WHERE name = '$language'")" = 0 ]; then continue; fi
    for db in plain captured; do
      "${P[@]}" -d postgres -c "DROP DATABASE IF EXISTS $db" -c "CREATE DATABASE $db TEMPLATE bare"
      "${P[@]}" -d "$db" -c "CREATE EXTENSION $language" -c "CREATE EXTENSION pggit_audit" -c "VACUUM ANALYZE" >/dev/null
    done
    schema_ms=$({ printf '%s\n' '\timing on' "SELECT pggit_audit.commit_schema('first') IS NOT NULL;"; } | "${P[@]}" -d captured | awk '/^Time:/ { print $2 }')
    dump_ms=$(for i in 1 2 3; do s=$(date +%s%N); pg_dump --schema-only -d bare >/dev/null; e=$(date +%s%N); echo $(((e - s) / 1000000)); done | median)
    "${P[@]}" -d captured -c "SELECT pggit_audit.capture_enable('bench') IS NULL" -c "VACUUM ANALYZE" >/dev/null
    rm -f "$TIMES"-*
    for ((round = 0; round * 50 < REPS; round++)); do
      for db in bare plain captured; do
        times $db 50 "CREATE TABLE bench.${host}_${round}_%d (id bigint PRIMARY KEY, name text NOT NULL)" >>"$TIMES-$db-ddl"
        times $db 50 "SELECT %d WHERE false" >>"$TIMES-$db-none"
      done
    done
    "${P[@]}" -d bare -c "DROP SCHEMA bench CASCADE" -c "CREATE SCHEMA bench"
    figure() { printf '%.2f (%.2f)' "$(median <"$TIMES-$1")" "$(least <"$TIMES-$1")"; }
    awk -v h="$host" -v n="$n" -v b="$(figure bare-ddl)" -v p="$(figure plain-ddl)" -v c="$(figure captured-ddl)" -v np="$(median <"$TIMES-plain-none")" -v nc="$(median <"$TIMES-captured-none")" \
      -v pm="$(median <"$TIMES-plain-ddl")" -v cm="$(median <"$TIMES-captured-ddl")" -v s="$schema_ms" -v d="$dump_ms" \
      'BEGIN { printf "%-9s %7d  %-17s %-17s %-17s %8.2f %7.2f  %.3f -> %.3f %12.0f %8.0f %6.2f\n", h, n, b, p, c, cm - pm, cm / pm, np, nc, s, d, s / d }'
  done
  "${P[@]}" -d postgres -c "DROP DATABASE bare"
done
