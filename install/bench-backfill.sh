#!/usr/bin/env bash
# Benchmark: the backfill beside a plain INSERT ... SELECT of the same history rows into a table like changes, in one run, on every host; prints ratios and storage.
#
#   bench-backfill.sh [--bench DIR] [--data DIR]
#
#   --bench DIR   where gen_v1.sql and gen_v2.sql of the shared bench are (default: ../shared/bench beside the checkout)
#   --data DIR    a real v1 history as CSV (default: ../shared/v1-cratesio; left out where it is not there)
#   ROWS, MULTIS  history rows; statements to a query string and transaction (default 10000, "1 10 100")
#
# Each figure is one call in a fresh session, so it has a JVM's start in it. Times swing with what else the machine does: compare the ratios.
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
sed -n '/^CREATE SCHEMA IF NOT EXISTS bench/,$p' "$BENCH/gen_v2.sql" | awk '{ print } /^CREATE OR REPLACE FUNCTION bench.ddl/ { ddl = 1 } ddl && /^\$\$;/ { exit }' >"$PROJECT/target/bench-functions.sql"

timed() { # DB SQL: milliseconds of the command, alone in a session
  printf '\\timing on\n%s;\n' "$2" | PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d "$1" | awk '/^Time:/ { print $2 }' | tail -1
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b + 0 == 0) print "-"; else printf "%.1f", a / b }'; }
PLAIN="INSERT INTO bench_changes (change_id, path, object_schema, object_name, object_type, change_type, new_definition, author, committed_at, commit_message, history_id, backfilled_from_v1)
 SELECT gen_random_uuid(), o.schema_name || '.' || o.object_name, o.schema_name, o.object_name, o.object_type::text, 'ALTER', h.sql_executed, h.created_by, h.created_at, h.change_description, h.id, true
 FROM pggit.history h JOIN pggit.objects o ON o.id = h.object_id ORDER BY h.id"

measure() { # HOST DB WHAT
  local plain ours size
  "${P[@]}" -d "$2" -c "CREATE TABLE bench_changes (LIKE pggit_audit.changes INCLUDING ALL)" -c "VACUUM ANALYZE pggit.history" -c "VACUUM ANALYZE pggit.objects"
  plain=$(timed "$2" "$PLAIN")
  "${P[@]}" -d "$2" -c "DROP TABLE bench_changes"
  ours=$(timed "$2" "CALL pggit_audit.backfill()")
  size=$("${P[@]}" -d "$2" -c "SELECT (SELECT pg_size_pretty(sum(pg_total_relation_size(c.oid))) FROM pg_class c WHERE c.relnamespace = 'pggit_v2'::regnamespace AND c.relkind = 'r') || ' store, '
    || (SELECT pg_size_pretty(sum(pg_total_relation_size(c.oid))) FROM pg_class c WHERE c.relnamespace = 'pggit_audit'::regnamespace AND c.relkind = 'r') || ' audit, v1 ' || pg_size_pretty(pg_total_relation_size('pggit.history'))")
  printf '%-10s %-22s %8s %8s %10s %10s %7s   %s\n' "$1" "$3" "$("${P[@]}" -d "$2" -c 'SELECT count(*) FROM pggit.history')" "$("${P[@]}" -d "$2" -c 'SELECT count(*) FROM pggit_v2.commit_graph')" \
    "$plain" "$ours" "$(ratio "$ours" "$plain")" "$size"
}

step "Milliseconds"
printf '%-10s %-22s %8s %8s %10s %10s %7s   %s\n' host history rows commits 'plain' backfill ratio storage
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
