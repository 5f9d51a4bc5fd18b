#!/usr/bin/env bash
# Shows pgGit Audit at work: from nothing to a database with an audited history, on this machine, in a few minutes.
#
#   quickstart.sh [--host auto|pljava|plpython] [--pg-config PATH]
#
# Installs what is missing (PostgreSQL, PL/Python, JPype, Java, Maven; by apt-get, as root or through sudo), builds,
# starts a throwaway cluster under target/quickstart, installs the extension there on the best host, plays a demo (the
# pgGit v1 history of a small shop, then a v2 store with branches and a merge), and leaves the cluster running for a
# look around. Run again, it replaces its old cluster. Your own databases are not touched; the extension's files go
# into PostgreSQL's share folder (install/uninstall.sh takes them out again).
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shopt -s nullglob

HOST=auto PG=()
while [ "$#" -gt 0 ]; do
  case $1 in
    --host) need_value "$1" "$@"; HOST=$2; shift 2 ;;
    --pg-config) need_value "$1" "$@"; PG=(--pg-config "$2"); shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) die "unknown option $1" "quickstart.sh --help" ;;
  esac
done

INSTALL=$PROJECT/install DEMO=$PROJECT/install/demo HERE=$PROJECT/target/quickstart
[ -d "$DEMO" ] || die "there is no demo in $DEMO" "run this from a checkout or a complete distribution"

# play FILE...: each file as one query string, as one migration is
play() {
  local file
  for file in "$@"; do
    "$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 -d shop -c "$(cat "$file")" >/dev/null ||
      die "the demo stopped in $file" "the cluster is still there: . $HERE/env; psql shop"
  done
}

step "1. What is needed"
need_server
use_postgres "${PG[1]:-}"
need_java
has_pljava || need_plpython
say "PostgreSQL $PG_MAJOR: $BINDIR"
need_build

step "2. A throwaway cluster"
"$INSTALL/cluster.sh" start "$HERE" --pg-config "$PG_CONFIG" >/dev/null
# shellcheck source=/dev/null
. "$HERE/env"
"$BINDIR/createdb" shop

step "3. A shop whose schema history was kept by pgGit v1"
shop=("$DEMO"/shop/*.sql)
play "$DEMO"/v1_schema.sql "$DEMO"/v1_recorder.sql
play "${shop[@]}"
say "${#shop[@]} migrations were run and recorded"

step "4. pgGit Audit"
"$INSTALL/install.sh" --pg-config "$PG_CONFIG" --host "$HOST" --dbname shop --no-build

step "5. A pgGit v2 store with branches and a merge"
play "$DEMO"/store.sql

step "6. The tour"
PAGER='' "$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 -d shop -f "$DEMO"/tour.sql

step "Done in $SECONDS s"
say "Look around:  . $HERE/env; $BINDIR/psql shop"
say "Stop it:      $INSTALL/cluster.sh stop $HERE"
