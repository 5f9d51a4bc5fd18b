#!/usr/bin/env bash
# Benchmark: extraction and recording beside the bare SQL query, in one run, on every host; prints ratios.
#
#   bench.sh [--reference FILE.sql]... [--bench DIR]
#
#   --bench DIR          where gen_v2.sql and bench.sh of the shared bench are (default: ../shared/bench beside the checkout)
#   --reference FILE     SQL that creates another audit layer with the same signatures (its store in pggit_v2): timed in the same run. Several files
#                        are run in their order into one database
#   NS, KS, REPS         object counts, change counts, timed runs (default "100 1000 10000", "3 30 300 3000", 7; 2 more runs are not timed)
#
# Figures: warm = median of REPS runs in one session, ours and the bare query in turn; cold = median of 5 fresh sessions' first call; border = microseconds a row
# of five columns, from SQL to Java and back. Times swing with what else the machine does: compare the ratios, not the milliseconds.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

NS=${NS:-100 1000 10000}
KS=${KS:-3 30 300 3000}
REPS=${REPS:-7}
BENCH=$PROJECT/../shared/bench
REFERENCE=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --bench) BENCH=$2; shift 2 ;;
    --reference) REFERENCE+=("$(readlink -f "$2")"); shift 2 ;;
    *) die "unknown option $1" "see $0 --help" ;;
  esac
done
[ -f "$BENCH/gen_v2.sql" ] || die "there is no gen_v2.sql in $BENCH" "name the folder of the shared bench: --bench DIR"

need_server
use_postgres ''
mkdir -p "$PROJECT/target"

step "A throwaway cluster"
printf 'fsync = off\nshared_buffers = 512MB\nautovacuum = off\n' >"$PROJECT/target/bench.conf"
eval "$("$PROJECT/install/cluster.sh" start "$PROJECT/target/bench" --conf "$PROJECT/target/bench.conf")"
trap '"$PROJECT/install/cluster.sh" stop "$PROJECT/target/bench" >/dev/null 2>&1' EXIT
P=(psql -X -q -At -v ON_ERROR_STOP=1)

BARE="SELECT count(*), sum(length(b.content)) FROM (SELECT path, object_sha FROM pggit_v2.tree_entries WHERE tree_sha = (SELECT tree_sha FROM pggit_v2.commit_graph WHERE commit_sha = :'a')) o
 FULL JOIN (SELECT path, object_sha FROM pggit_v2.tree_entries WHERE tree_sha = (SELECT tree_sha FROM pggit_v2.commit_graph WHERE commit_sha = :'b')) n USING (path)
 LEFT JOIN pggit_v2.objects a ON a.sha = o.object_sha LEFT JOIN pggit_v2.objects b ON b.sha = n.object_sha WHERE o.object_sha IS DISTINCT FROM n.object_sha"
OURS="SELECT count(*), sum(length(new_definition)) FROM pggit_audit.extract_changes_between_commits(:'a', :'b')"
PROCESS="SELECT pggit_audit.process_commit_range(:'a', :'b')"

# times N REPS SQL: the last REPS of all runs, in ms
median() { sort -n | awk '{ t[NR] = $1 } END { if (NR == 0) print "-"; else print (NR % 2) ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2 }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b + 0 == 0) print "-"; else printf "%.2f", a / b }'; }
pair() { "${P[@]}" -d "$1" -c "SELECT old_commit || ' ' || new_commit FROM bench.pairs WHERE n = $2 AND k = $3"; }

# in_turn DB A B SQL...: runs the queries in turn, 2 + REPS times in one session; prints a median for each
in_turn() {
  local db=$1 a=$2 b=$3 i out
  shift 3
  out=$({ for ((i = 0; i < 2 + REPS; i++)); do for q in "$@"; do printf 'BEGIN;\n\\timing on\n%s;\n\\timing off\nROLLBACK;\n' "$q"; done; done; } |
    PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d "$db" -v a="$a" -v b="$b" | awk '/^Time:/ { print $2 }')
  for ((i = 1; i <= $#; i++)); do awk -v i="$i" -v n="$#" -v skip="$((2 * $#))" 'NR > skip && (NR - i) % n == 0' <<<"$out" | median; done
}

databases=()
for host in pljava plpython; do
  case $host in pljava) has_pljava || { say "PL/Java is not installed: not measured"; continue; } ;; esac
  "${P[@]}" -d postgres -c "CREATE DATABASE bench_$host"
  "$PROJECT/install/install.sh" --host $host --dbname "bench_$host" >"$PROJECT/target/bench-$host.log" 2>&1 || die "install.sh failed" "see target/bench-$host.log"
  databases+=("$host")
done
if [ ${#REFERENCE[@]} -gt 0 ]; then
  "${P[@]}" -d postgres -c "CREATE DATABASE bench_reference" -c "ALTER DATABASE bench_reference SET plpgsql.variable_conflict = 'use_column'"
  for file in "${REFERENCE[@]}"; do PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d bench_reference -f "$file" >/dev/null; done
fi

step "Warm, milliseconds (ratio to the bare query${REFERENCE:+, and to the reference})"
printf '%-10s %-8s %6s %6s %10s %10s %7s %11s %7s\n' host what N K bare ours ratio reference ratio
# fill N: the store anew. Extraction is timed with every commit recorded as it was made, process_commit_range with none (recorded commits are passed over).
fill() {
  local db
  for db in "${databases[@]/#/bench_}" ${REFERENCE:+bench_reference}; do
    [ "$db" = bench_reference ] || "${P[@]}" -d "$db" -c "SELECT pggit_audit.set_setting('record_on_commit', '$2')" >/dev/null
    PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d "$db" -v n="$1" -v ks="${KS// /,}" -v seed=e -v reset=1 -f "$BENCH/gen_v2.sql" >/dev/null
  done
}
for n in $NS; do
  fill "$n" on
  for k in $KS; do
    [ "$k" -le "$n" ] || continue
    for host in "${databases[@]}"; do
      read -r a b <<<"$(pair "bench_$host" "$n" "$k")"
      mapfile -t t < <(in_turn "bench_$host" "$a" "$b" "$BARE" "$OURS")
      r=-
      if [ ${#REFERENCE[@]} -gt 0 ]; then
        read -r a b <<<"$(pair bench_reference "$n" "$k")"
        r=$(in_turn bench_reference "$a" "$b" "$OURS")
      fi
      printf '%-10s %-8s %6s %6s %10s %10s %7s %11s %7s\n' "$host" extract "$n" "$k" "${t[0]}" "${t[1]}" "$(ratio "${t[1]}" "${t[0]}")" "$r" "$(ratio "${t[1]}" "$r")"
    done
  done
  fill "$n" off
  for k in $KS; do
    [ "$k" -le "$n" ] || continue
    for host in "${databases[@]}"; do
      read -r a b <<<"$(pair "bench_$host" "$n" "$k")"
      t=$(in_turn "bench_$host" "$a" "$b" "$PROCESS")
      r=-
      if [ ${#REFERENCE[@]} -gt 0 ]; then
        read -r a b <<<"$(pair bench_reference "$n" "$k")"
        r=$(in_turn bench_reference "$a" "$b" "$PROCESS")
      fi
      printf '%-10s %-8s %6s %6s %10s %10s %7s %11s %7s\n' "$host" process "$n" "$k" - "$t" - "$r" "$(ratio "$t" "$r")"
    done
  done
done

step "Cold: the first call of a session, milliseconds"
first_call() { # DB OPTIONS SQL
  local i
  for i in 1 2 3 4 5; do printf '%s\n\\timing on\n%s;\n' "$2" "$3" | PGOPTIONS="-c client_min_messages=error" "${P[@]}" -d "$1" | awk '/^Time:/ { print $2 }'; done | median
}
CALL="SELECT count(*) FROM pggit_audit.parse_ddl('CREATE TABLE a.b (c int)')"
for host in "${databases[@]}"; do
  case $host in
    pljava) plain="SET pljava.vmoptions = '--add-modules=org.pggit.audit';" ;;
    plpython) "${P[@]}" -d bench_plpython -c "SELECT pggit_audit.set_setting('jvm_options', '-Xrs -Xss8m -Xshare:off')" >/dev/null; plain="" ;;
  esac
  untuned=$(first_call "bench_$host" "$plain" "$CALL")
  [ $host != plpython ] || "${P[@]}" -d bench_plpython -c "SELECT pggit_audit.set_setting('jvm_options', DEFAULT_OPTIONS) FROM (SELECT pggit_audit.setting_default('jvm_options')) AS d (DEFAULT_OPTIONS)" >/dev/null
  tuned=$(first_call "bench_$host" "" "$CALL")
  say "$host: $tuned with our settings, $untuned without ($(ratio "$tuned" "$untuned"))"
done

step "The border: microseconds a row of five columns, there and back"
for host in "${databases[@]}"; do
  printf 'SET client_min_messages = error;\nCREATE TEMP TABLE r AS SELECT %s FROM generate_series(1, 100000) i;\nANALYZE r;\nCREATE TEMP TABLE times (sql_in numeric, java numeric, sql_out numeric);\n' \
    "'col a ' || i AS a, md5(i::text) AS b, CASE WHEN i % 3 = 0 THEN NULL ELSE 'x' || i END AS c, '' AS d, 'tail value ' || i AS e" >"$PROJECT/target/border.sql"
  for _ in 1 2 3 4 5 6; do
    cat <<'Q'
DO $$
DECLARE
    v_in bytea;
    v_out bytea;
    t timestamptz[] := ARRAY[clock_timestamp()];
BEGIN
    PERFORM pggit_audit.host_ready();
    t[1] := clock_timestamp();
    SELECT array_send(array_agg(ARRAY[convert_to(a, 'UTF8'), convert_to(b, 'UTF8'), convert_to(c, 'UTF8'), convert_to(d, 'UTF8'), convert_to(e, 'UTF8')])) INTO v_in FROM r;
    t[2] := clock_timestamp();
    v_out := pggit_audit.java_echo(v_in);
    t[3] := clock_timestamp();
    PERFORM count(x.a) FROM unnest(pggit_audit.block_column(v_out, 1), pggit_audit.block_column(v_out, 2), pggit_audit.block_column(v_out, 3), pggit_audit.block_column(v_out, 4), pggit_audit.block_column(v_out, 5)) AS x (a, b, c, d, e);
    t[4] := clock_timestamp();
    INSERT INTO times SELECT extract(epoch FROM t[2] - t[1]) * 10, extract(epoch FROM t[3] - t[2]) * 10, extract(epoch FROM t[4] - t[3]) * 10;
END
$$;
Q
  done >>"$PROJECT/target/border.sql"
  echo "SELECT format('%s: SQL makes the block %s, Java reads and writes it %s, SQL cuts it %s, in all %s', '$host', round(min(sql_in), 2), round(min(java), 2), round(min(sql_out), 2), round(min(sql_in + java + sql_out), 2)) FROM times;" >>"$PROJECT/target/border.sql"
  "${P[@]}" -d "bench_$host" -f "$PROJECT/target/border.sql"
done
