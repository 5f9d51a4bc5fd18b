#!/usr/bin/env bash
# Benchmark of the evidence: hashing, checking, appending, proving, and committing with and without the log; prints ratios.
#
#   bench-evidence.sh [--host pljava|plpython]
#
#   LEAVES, BLOBS, CHANGES   sizes (default 1000000, 200000, 100000)
#   ROUNDS, SECONDS_OF_LOAD  of committing with and without the log, in turn (default 6 of 10 s each), SESSIONS (default 16)
#   PARTS                    what to measure (default "hash log deep load")
#   RUNS                     of each query, of which the fastest counts (default 5)
#
# Each figure has its base beside it, measured in the same minute: compare the ratios, for the milliseconds swing with what else the machine does.
# "sha256" is the server's own sha256() over as many values of 65 bytes as there are inner nodes: the least that any check of the tree costs in one process.
# The checks of the log may take parallel workers, so on an idle machine with several cores they can be faster than that.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

LEAVES=${LEAVES:-1000000} BLOBS=${BLOBS:-200000} CHANGES=${CHANGES:-100000} ROUNDS=${ROUNDS:-6} SECONDS_OF_LOAD=${SECONDS_OF_LOAD:-10} SESSIONS=${SESSIONS:-16} RUNS=${RUNS:-5}
HOST=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --host) HOST=$2; shift 2 ;;
    *) die "unknown option $1" "see $0 --help" ;;
  esac
done
need_server
use_postgres ''
[ -n "$HOST" ] || { if has_plpython; then HOST=plpython; else HOST=pljava; fi; }
mkdir -p "$PROJECT/target"

step "A throwaway cluster, host $HOST"
printf 'fsync = off\nshared_buffers = 512MB\nmax_connections = 60\nmax_wal_size = 4GB\n' >"$PROJECT/target/bench-evidence.conf"
eval "$("$PROJECT/install/cluster.sh" start "$PROJECT/target/bench-evidence" --conf "$PROJECT/target/bench-evidence.conf")"
trap '"$PROJECT/install/cluster.sh" stop "$PROJECT/target/bench-evidence" >/dev/null 2>&1' EXIT
P=(psql -X -q -At -v ON_ERROR_STOP=1)
export PGOPTIONS="-c client_min_messages=error"

# database NAME
database() {
  "${P[@]}" -d postgres -c "CREATE DATABASE $1"
  "$PROJECT/install/install.sh" --host "$HOST" --dbname "$1" >"$PROJECT/target/bench-evidence-$1.log" 2>&1 || die "install.sh failed" "see target/bench-evidence-$1.log"
}
# ms DB SQL: the least of some runs, in one session
ms() { { printf '\\timing on\n'; for _ in $(seq "$RUNS"); do printf '%s;\n' "$2"; done; } | "${P[@]}" -d "$1" | awk '/^Time:/ { if (!n++ || $2 < least) least = $2 } END { print least }'; }
# first DB SQL: the first run in a new session, the least of some sessions
first() { for _ in $(seq "$RUNS"); do printf '\\timing on\n%s;\n' "$2" | "${P[@]}" -d "$1" | awk '/^Time:/ { print $2 }'; done | sort -g | head -n 1; }
median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
rate() { awk -v n="$1" -v t="$2" 'BEGIN { printf "%d", n / t * 1000 }'; }

wanted() { case " ${PARTS:-hash log deep load} " in *" $1 "*) ;; *) return 1 ;; esac; }

hashing() {
  database store
  step "Full re-hash: $BLOBS blobs of 645 bytes"
  "${P[@]}" -d store -c "INSERT INTO pggit_v2.objects (sha, type, size, content) SELECT pggit_audit.object_sha('blob', c), 'blob', 645, c FROM (SELECT rpad('CREATE TABLE t' || i || ' (', 645, 'x') AS c FROM generate_series(1, $BLOBS) i) x" -c 'VACUUM ANALYZE pggit_v2.objects'
  bare=$(ms store "SELECT sum(length(content)) FROM pggit_v2.objects WHERE sha <> encode(sha256(convert_to('blob 645:' || content, 'UTF8')), 'hex')")
  ours=$(ms store "SELECT checked FROM pggit_audit.check_store_hashes(NULL)")
  say "ours $ours ms, the bare query $bare ms: $(ratio "$bare" "$ours") x its speed ($(rate "$BLOBS" "$ours") blobs/s)"
}

logging() {
  database log
  step "Appending: 100,000 leaves in one transaction"
  t=$({ printf '\\timing on\n'; printf "INSERT INTO pggit_audit.settings (name, value) SELECT 'record_on_commit', 'on' FROM generate_series(1, 100000);\n"; } | "${P[@]}" -d log | awk '/^Time:/ { print $2 }')
  say "$t ms with the rows themselves: $(rate 100000 "$t") leaves/s"
  step "verify_evidence, and proofs: $LEAVES leaves"
  "${P[@]}" -d log -c "INSERT INTO pggit_audit.settings (name, value) SELECT 'record_on_commit', 'on' FROM generate_series(1, $((LEAVES - 100000)))" -c 'VACUUM ANALYZE'
  bare=$(ms log "SELECT count(sha256(substr(x.b, 1, 65))) FROM (SELECT repeat('a', 65)::bytea AS b FROM generate_series(1, $LEAVES) OFFSET 0) x")
  tree=$(ms log 'SELECT checked FROM pggit_audit.check_evidence_tree(0)')
  rows=$(ms log 'SELECT checked FROM pggit_audit.check_evidence_rows(0)')
  say "the tree $tree ms: $(rate "$LEAVES" "$tree") leaves/s, $(ratio "$tree" "$bare") x sha256 alone ($bare ms)"
  say "every row hashed anew and found again $rows ms: $(rate "$LEAVES" "$rows") leaves/s; both $(awk -v n="$LEAVES" -v a="$tree" -v b="$rows" 'BEGIN { printf "%d", n / (a + b) * 1000 }') leaves/s"
  p=$(ms log "SELECT count(*) FROM pggit_audit.inclusion_proof('00000000-0000-0000-0000-0000000$(printf %05x $((LEAVES / 3)))')")
  c=$(ms log "SELECT count(*) FROM pggit_audit.consistency_proof($((LEAVES / 3)))")
  say "an inclusion proof $p ms, a consistency proof $c ms; the first consistency proof of a session $(first log "SELECT count(*) FROM pggit_audit.consistency_proof($((LEAVES / 3)))") ms"
  say "verify_evidence $(v=$(ms log 'SELECT count(*) FROM pggit_audit.verify_evidence()'); echo "$v ms: $(rate "$LEAVES" "$v")") leaves/s, rows and tree"
}

# fill DB COMMITS OBJECTS
fill() {
  database "$1"
  "${P[@]}" -d "$1" >/dev/null <<SQL
CREATE FUNCTION pg_temp.tree(n int, state int) RETURNS text LANGUAGE sql AS \$\$
    SELECT pggit_audit.create_tree(jsonb_agg(jsonb_build_object('path', 'app.t' || i, 'sha', pggit_audit.create_blob(format('CREATE TABLE app.t%s (id bigint, state int DEFAULT %s, note text)', i, state))))) FROM generate_series(1, n) i \$\$;
DO \$\$ DECLARE v_commit text; BEGIN
    FOR i IN 1 .. $2 LOOP
        v_commit := pggit_audit.create_commit(pg_temp.tree($3, i), CASE WHEN i > 1 THEN ARRAY[v_commit] END, 'commit ' || i);
    END LOOP;
END \$\$;
VACUUM ANALYZE;
SQL
}
# The least that these checks cost: each text hashed as a blob, as part of a row of changes, and as part of a row of object_versions.
checks() {
  local check all bare leaves
  for check in $("${P[@]}" -d "$1" -c 'SELECT check_name FROM pggit_audit.integrity_checks()'); do
    say "$(printf '%-30s %10s ms' "$check" "$(ms "$1" "SELECT status FROM pggit_audit.run_integrity_checks(ARRAY['$check'], NULL, 0)")")"
  done
  all=$(ms "$1" "SELECT count(*) FROM pggit_audit.run_integrity_checks(ARRAY(SELECT k.check_name FROM pggit_audit.integrity_checks() k), NULL, 0)")
  bare=$(ms "$1" "SELECT (SELECT count(sha256(convert_to(content, 'UTF8'))) FROM pggit_v2.objects), (SELECT count(sha256(convert_to(coalesce(new_definition, ''), 'UTF8'))) FROM pggit_audit.changes), (SELECT count(sha256(convert_to(definition, 'UTF8'))) FROM pggit_audit.object_versions)")
  say "all: $all ms, $(ratio "$all" "$bare") x the bare hashing of all texts ($bare ms)"
  leaves=$(ms "$1" "SELECT count(sha256(substr(x.b, 1, 65))) FROM (SELECT repeat('a', 65)::bytea AS b FROM generate_series(1, (SELECT count(*) FROM pggit_audit.evidence_leaves)) OFFSET 0) x")
  say "sha256 alone of as many inner nodes as the log has: $leaves ms; with the texts $(awk -v a="$bare" -v b="$leaves" 'BEGIN { printf "%.1f", a + b }') ms, which one process can not go below"
}
deep() {
  step "Deep validation: $CHANGES changes in commits of 1,000"
  fill deep $((CHANGES > 1000 ? CHANGES / 1000 : 1)) 1000
  checks deep
  step "Deep validation: $CHANGES changes in one commit"
  fill single 1 "$CHANGES"
  checks single
}

declare -A tps latency
# load with|without CLIENTS: appends to the arrays of figures
load() {
  local out
  out=$(pgbench -n -c "$2" -j 2 -T "$SECONDS_OF_LOAD" -f "$PROJECT/target/bench-evidence.pgbench" "load_$1" 2>&1) || die "pgbench failed" "$out"
  tps[$1]+=" $(sed -n 's/^tps = \([0-9.]*\).*/\1/p' <<<"$out")"
  latency[$1]+=" $(sed -n 's/^latency average = \([0-9.]*\).*/\1/p' <<<"$out")"
  failed=$((${failed:-0} + $(sed -n 's/^number of failed transactions: \([0-9]*\).*/\1/p' <<<"$out")))
}
# report CLIENTS
report() {
  local a b c d
  # shellcheck disable=SC2086
  a=$(median ${tps[with]}) b=$(median ${tps[without]}) c=$(median ${latency[with]}) d=$(median ${latency[without]})
  say "$1 sessions, medians: with the log $a commits/s, $c ms a commit; without $b commits/s, $d ms: $(ratio "$a" "$b") x the throughput, $(awk -v a="$c" -v b="$d" 'BEGIN { printf "%.1f", a - b }') ms more a commit; failed $failed"
  tps=() latency=()
}
committing() {
  local clients
  step "Load: $SESSIONS sessions committing, with and without the log in turn, $ROUNDS times $SECONDS_OF_LOAD s each"
  cat >"$PROJECT/target/bench-evidence.pgbench" <<'SQL'
\set a random(1, 1000000000)
SELECT pggit_audit.create_commit(pggit_audit.create_tree((SELECT jsonb_agg(jsonb_build_object('path', 'app.t' || i, 'sha', pggit_audit.create_blob(format('CREATE TABLE app.t%s (a int DEFAULT %s, b int DEFAULT %s)', i, :client_id, :a)))) FROM generate_series(1, 5) i)), NULL, 'load ' || :client_id || ' ' || :a);
SQL
  database load_with
  database load_without
  # In a throwaway database only: its triggers that write leaves and receipts are off.
  "${P[@]}" -d load_without -c "SELECT pggit_audit.begin_maintenance('benchmark')" >/dev/null
  "${P[@]}" -d load_without -c "DO \$\$ DECLARE t record; BEGIN FOR t IN SELECT tgrelid::regclass AS r, tgname FROM pg_trigger WHERE tgname IN ('z_evidence', 'y_store_receipts') LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', t.r, t.tgname); END LOOP; END \$\$"
  for clients in "$SESSIONS" 1; do
    for _ in $(seq "$ROUNDS"); do load with "$clients"; load without "$clients"; done
    report "$clients"
  done
  say "checks after the load: $("${P[@]}" -d load_with -c "SELECT string_agg(v.check_name || ' ' || v.status, ', ') FROM pggit_audit.validate_audit_integrity() v WHERE v.status <> 'PASS'") (empty: all PASS)"
  say "log: $("${P[@]}" -d load_with -c 'SELECT count(*) || $$ leaves, last $$ || max(leaf_index) FROM pggit_audit.evidence_leaves'), $("${P[@]}" -d load_with -c 'SELECT count(*) FROM pggit_audit.evidence_batches') batches"
}

if wanted hash; then hashing; fi
if wanted log; then logging; fi
if wanted deep; then deep; fi
if wanted load; then committing; fi
