#!/usr/bin/env bash
# Benchmark of capture: CREATE TABLE + COMMIT in a warm session with and without capture, and commit_schema() beside pg_dump; prints milliseconds and ratios.
#
#   bench-capture.sh
#
#   NS, REPS, CAPTURE_HOST   object counts (default "100 1000 10000"), timed transactions of each kind (default 300), pljava or plpython (default: the first there is)
#
# Both sides run in one server in the same minute, 50 transactions of each in turn, in two sessions that stay (databases with the same tables; one has
# capture on). The figures are medians; fsync is off, so that the disk's part is in neither. "no DDL" is a SELECT 1 in both.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
case ${1:-} in -h | --help) usage; exit 0 ;; esac

NS=${NS:-100 1000 10000}
REPS=${REPS:-300}
need_server
use_postgres ''
mkdir -p "$PROJECT/target"
printf 'fsync = off\nshared_buffers = 256MB\nmax_locks_per_transaction = 1000\n' >"$PROJECT/target/bench-capture.conf"
eval "$("$PROJECT/install/cluster.sh" start "$PROJECT/target/bench-capture" --conf "$PROJECT/target/bench-capture.conf")"
trap '"$PROJECT/install/cluster.sh" stop "$PROJECT/target/bench-capture" >/dev/null 2>&1' EXIT
export PGOPTIONS="-c client_min_messages=error"
P=(psql -X -q -At -v ON_ERROR_STOP=1)
HOST=${CAPTURE_HOST:-pljava}

median() { sort -n | awk '{ t[NR] = $1 } END { print (NR % 2) ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2 }'; }

# run DB COUNT SQL-with-%d: one statement a transaction, in one session; its times in ms
run() {
  local i
  { printf '%s\n' "$4" '\timing on'; for ((i = 0; i < $2; i++)); do printf "$3;\n" "$i"; done; } | "${P[@]}" -d "$1" | awk '/^Time:/ { print $2 }'
}

language=$([ "$HOST" = pljava ] && echo pljava || echo plpython3u)
printf '%8s %12s %12s %10s %12s %12s %14s %12s %7s\n' objects "plain ms" "captured ms" added "no DDL ms" "captured ms" "commit_schema" "pg_dump" ratio
for n in $NS; do
  for db in plain captured; do
    "${P[@]}" -d postgres -c "DROP DATABASE IF EXISTS $db" -c "CREATE DATABASE $db TEMPLATE template0"
    # A third tables with keys, a third indexes, the rest views.
    for ((from = 0; from < n / 3; from += 500)); do
      "${P[@]}" -d "$db" -c "DO \$\$ BEGIN FOR i IN $from .. least($from + 500, $n / 3) - 1 LOOP
        EXECUTE format('CREATE TABLE public.t%s (id bigint PRIMARY KEY, name text NOT NULL DEFAULT ''x'', at timestamptz, amount numeric(12,2) CHECK (amount >= 0))', i);
        EXECUTE format('CREATE INDEX t%s_name ON public.t%s (name)', i, i);
        EXECUTE format('CREATE VIEW public.v%s AS SELECT id, name FROM public.t%s WHERE at IS NOT NULL', i, i);
      END LOOP; END \$\$"
    done
    "${P[@]}" -d "$db" -c "CREATE SCHEMA bench" -c "CREATE EXTENSION $language" -c "CREATE EXTENSION pggit_audit" >/dev/null
    "${P[@]}" -d "$db" -c "VACUUM ANALYZE" >/dev/null
  done
  schema_ms=$(run captured 1 "SELECT pggit_audit.commit_schema('first %d') IS NOT NULL" "SELECT 1;" | tail -1)
  "${P[@]}" -d captured -c "SELECT pggit_audit.capture_enable('bench') IS NULL" -c "VACUUM ANALYZE" >/dev/null
  dump_ms=$(for i in 1 2 3; do s=$(date +%s%N); pg_dump --schema-only -d plain >/dev/null; e=$(date +%s%N); echo $(((e - s) / 1000000)); done | median)
  warm="CREATE TABLE bench.w1 (id bigint PRIMARY KEY); CREATE TABLE bench.w2 (id bigint PRIMARY KEY); CREATE TABLE bench.w3 (id bigint PRIMARY KEY); DROP TABLE bench.w1, bench.w2, bench.w3;"
  rm -f "$PROJECT"/target/bench-{plain,captured}-{ddl,none}
  for ((round = 0; round * 50 < REPS; round++)); do
    for db in plain captured; do
      run $db 50 "CREATE TABLE bench.b${round}_%d (id bigint PRIMARY KEY, name text NOT NULL)" "$warm" >>"$PROJECT/target/bench-$db-ddl"
      run $db 50 "SELECT %d WHERE false" "$warm" >>"$PROJECT/target/bench-$db-none"
    done
  done
  p=$(median <"$PROJECT/target/bench-plain-ddl"); c=$(median <"$PROJECT/target/bench-captured-ddl")
  np=$(median <"$PROJECT/target/bench-plain-none"); nc=$(median <"$PROJECT/target/bench-captured-none")
  awk -v n="$n" -v p="$p" -v c="$c" -v np="$np" -v nc="$nc" -v s="$schema_ms" -v d="$dump_ms" 'BEGIN { printf "%8d %12.3f %12.3f %10.3f %12.3f %12.3f %14.0f %12.0f %7.2f\n", n, p, c, c - p, np, nc, s, d, s / d }'
done
