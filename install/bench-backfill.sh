#!/usr/bin/env bash
# Benchmark: the backfill, without and with snapshots, beside a plain INSERT ... SELECT of the same history rows into a table like changes, in one run, on every host; prints
# times, CPU times of the backend, ratios to the plain command, and storage.
#
#   bench-backfill.sh [--bench DIR] [--data DIR]
#
#   --bench DIR   where gen_v1.sql and gen_v2.sql of the shared bench are (default: ../shared/bench beside the checkout)
#   --data DIR    a real v1 history as CSV (default: ../shared/v1-cratesio; left out where it is not there)
#   ROWS, MULTIS  history rows; statements to a query string and transaction (default 10000, "1 10 100")
#
# Times swing with what else the machine does: compare the ratios.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ROWS=${ROWS:-10000}
MULTIS=${MULTIS:-1 10 100}
BENCH=$PROJECT/../shared/bench
DATA=$PROJECT/../shared/v1-cratesio
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --bench) BENCH=$2; shift 2 ;;
    --data) DATA=$2; shift 2 ;;
    *) die "unknown option $1" "see $0 --help" ;;
  esac
done
[ -f "$BENCH/gen_v1.sql" ] || die "there is no gen_v1.sql in $BENCH" "name the folder of the shared bench: --bench DIR"

need_server
use_postgres ''
mkdir -p "$PROJECT/target"

step "A throwaway cluster"
printf 'fsync = off\nshared_buffers = 512MB\nautovacuum = off\nmax_wal_size = 8GB\n' >"$PROJECT/target/bench.conf"
eval "$("$PROJECT/install/cluster.sh" start "$PROJECT/target/bench" --conf "$PROJECT/target/bench.conf")"
trap '"$PROJECT/install/cluster.sh" stop "$PROJECT/target/bench" >/dev/null 2>&1' EXIT
P=(psql -X -q -At -v ON_ERROR_STOP=1)

# The functions that make DDL texts stand in gen_v2.sql, before it fills a store.
sed -n '/^CREATE SCHEMA IF NOT EXISTS bench/,$p' "$BENCH/gen_v2.sql" | awk '! done { print } /^CREATE OR REPLACE FUNCTION bench.ddl/ { ddl = 1 } ddl && /^\$\$;/ { done = 1 }' >"$PROJECT/target/bench-functions.sql"

# rounds DB SQL...: each command in one session, in transactions that are rolled back; a line for each: milliseconds, and milliseconds of CPU time of the backend
rounds() {
  local db=$1 command
  shift
  {
    printf 'SELECT pg_backend_pid() AS pid \\gset\n'
    for command in "$@"; do
      printf "\\\\setenv PID :pid\nBEGIN;\n\\\\! awk '{ print \"cpu\", (\$14 + \$15) * 10 }' /proc/\$PID/stat\n\\\\timing on\n%s;\n\\\\timing off\n\\\\! awk '{ print \"cpu\", (\$14 + \$15) * 10 }' /proc/\$PID/stat\nROLLBACK;\n" "$command"
    done
  } | PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d "$db" | awk '$1 == "cpu" { if (ms == "") cpu = $2; else { print ms, $2 - cpu; ms = "" } } $1 == "Time:" { ms = $2 }'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b + 0 == 0) print "-"; else printf "%.1f", a / b }'; }
PLAIN="INSERT INTO bench_changes (change_id, path, object_schema, object_name, object_type, change_type, new_definition, author, committed_at, commit_message, history_id, backfilled_from_v1)
 SELECT gen_random_uuid(), o.schema_name || '.' || o.object_name, o.schema_name, o.object_name, o.object_type::text, 'ALTER', h.sql_executed, h.created_by, h.created_at, h.change_description, h.id, true
 FROM pggit.history h JOIN pggit.objects o ON o.id = h.object_id ORDER BY h.id"

# The median of the plain command's five times stands for all; of the backfill the first call of a session, with the JVM's start in it, and the better of two later ones.
measure() { # HOST DB WHAT
  local mode plain figures size
  "${P[@]}" -d "$2" -c "CREATE TABLE bench_changes (LIKE pggit_audit.changes INCLUDING ALL)" -c "VACUUM ANALYZE pggit.history" -c "VACUUM ANALYZE pggit.objects"
  for mode in none auto; do
    plain=$(rounds "$2" "$PLAIN" "$PLAIN" "$PLAIN" "$PLAIN" "$PLAIN" | sort -n | sed -n 3p)
    "${P[@]}" -d "$2" -c "VACUUM bench_changes"
    figures=$(rounds "$2" "SELECT processed FROM pggit_audit.backfill_from_v1_history(tree_layout => '$mode')" "SELECT processed FROM pggit_audit.backfill_from_v1_history(tree_layout => '$mode')" \
      "SELECT processed FROM pggit_audit.backfill_from_v1_history(tree_layout => '$mode')" | awk 'NR == 1 { print } NR > 1 && (best == "" || $1 < best) { best = $1; line = $0 } END { print line }' | tr '\n' ' ')
    # shellcheck disable=SC2086  # numbers
    set -- "$1" "$2" "$3" $plain $figures
    printf '%-9s %-16s %-9s %6s | %6.0f %6.0f | %6.0f %6.0f | %6.0f %6.0f %6s %6s\n' "$1" "$3" "$([ "$mode" = none ] && echo audit || echo snapshots)" \
      "$("${P[@]}" -d "$2" -c 'SELECT count(*) FROM pggit.history')" "$4" "$5" "$6" "$7" "$8" "$9" "$(ratio "$8" "$4")" "$(ratio "$9" "$5")"
    "${P[@]}" -d "$2" -c "VACUUM"
  done
  PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d "$2" -c "CALL pggit_audit.backfill()"
  size=$("${P[@]}" -d "$2" -c "SELECT (SELECT count(*) FROM pggit_v2.commit_graph) || ' commits, ' || (SELECT count(*) FROM pggit_v2.tree_entries) || ' tree entries, '
    || (SELECT pg_size_pretty(sum(pg_relation_size(c.oid))) FROM pg_class c WHERE c.relnamespace = 'pggit_v2'::regnamespace) || ' store, '
    || (SELECT pg_size_pretty(sum(pg_relation_size(c.oid))) FROM pg_class c WHERE c.relnamespace = 'pggit_audit'::regnamespace) || ' audit, v1 ' || pg_size_pretty(pg_total_relation_size('pggit.history'))")
  printf '%-9s %-16s %s\n' "$1" "$3" "$size"
}

step "Milliseconds"
printf '%-9s %-16s %-9s %6s | %13s | %13s | %13s %6s %6s\n' '' '' '' '' 'plain' 'first call' 'later call' 'ratio' ''
printf '%-9s %-16s %-9s %6s | %6s %6s | %6s %6s | %6s %6s %6s %6s\n' host history mode rows time cpu time cpu time cpu time cpu
for host in pljava plpython; do
  case $host in pljava) has_pljava || { say "PL/Java is not installed: not measured"; continue; } ;; esac
  for multi in $MULTIS; do
    db=bench_${host}_$multi
    "${P[@]}" -d postgres -c "CREATE DATABASE $db"
    "$PROJECT/install/install.sh" --host $host --dbname "$db" >"$PROJECT/target/bench-$host.log" 2>&1 || die "install.sh failed" "see target/bench-$host.log"
    "${P[@]}" -d "$db" -f "$PROJECT/install/demo/v1_schema.sql" -f "$PROJECT/target/bench-functions.sql" >/dev/null
    PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d "$db" -v rows="$ROWS" -v multi="$multi" -f "$BENCH/gen_v1.sql" >/dev/null
    measure "$host" "$db" "$multi a transaction"
  done
  if [ -d "$DATA" ]; then
    db=bench_${host}_real
    "${P[@]}" -d postgres -c "CREATE DATABASE $db"
    "$PROJECT/install/install.sh" --host $host --dbname "$db" >"$PROJECT/target/bench-$host.log" 2>&1 || die "install.sh failed" "see target/bench-$host.log"
    "${P[@]}" -d "$db" -f "$PROJECT/install/demo/v1_schema.sql" >/dev/null
    PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d "$db" -c "TRUNCATE pggit.branches CASCADE"
    for table in branches commits objects history dependencies; do
      zcat "$DATA/$table.csv.gz" >"$PROJECT/target/bench.csv"
      "${P[@]}" -d "$db" -c "\\copy pggit.$table ($(head -1 "$PROJECT/target/bench.csv")) from '$PROJECT/target/bench.csv' csv header"
    done
    measure "$host" "$db" "$(basename "$DATA")"
  fi
done
