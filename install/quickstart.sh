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

HOST=auto PG=''
while [ "$#" -gt 0 ]; do
  case $1 in
    --host) need_value "$1" "$@"; HOST=$2; shift 2 ;;
    --pg-config) need_value "$1" "$@"; PG=$2; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) die "unknown option $1" "quickstart.sh --help" ;;
  esac
done

INSTALL=$PROJECT/install DEMO=$PROJECT/install/demo HERE=$PROJECT/target/quickstart
[ -d "$DEMO" ] || die "there is no demo in $DEMO" "run this from a checkout or a complete distribution"

shop() { PGOPTIONS="-c client_min_messages=warning" "$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 -d shop "$@"; }
stopped() { die "the demo stopped in $1" "to see where: . $HERE/env; $BINDIR/psql -f $1 shop"; }

step "1. What is needed"
need_server
use_postgres "$PG"
if is_checkout; then need_build_tools; else need_java; fi
has_pljava || need_plpython
say "PostgreSQL $PG_MAJOR: $BINDIR"
need_build yes

step "2. A throwaway cluster"
"$INSTALL/cluster.sh" start "$HERE" --pg-config "$PG_CONFIG" >/dev/null
# shellcheck source=/dev/null
. "$HERE/env"
"$BINDIR/createdb" shop

step "3. A shop whose schema history was kept by pgGit v1"
for file in "$DEMO"/v1_schema.sql "$DEMO"/v1_recorder.sql; do
  shop -f "$file" >/dev/null || stopped "$file"
done
migrations=("$DEMO"/shop/*.sql)
for file in "${migrations[@]}"; do
  shop -c "$(cat "$file")" >/dev/null || stopped "$file"   # one query string each, as migration tools send it
done
say "${#migrations[@]} migrations were run and recorded"

step "4. pgGit Audit"
# v1 would record the installation of languages and extensions too: real histories have such rows, this story does without.
shop -c "ALTER EVENT TRIGGER pggit_ddl_trigger DISABLE; ALTER EVENT TRIGGER pggit_drop_trigger DISABLE" >/dev/null
"$INSTALL/install.sh" --pg-config "$PG_CONFIG" --host "$HOST" --dbname shop --no-build
shop -c "ALTER EVENT TRIGGER pggit_ddl_trigger ENABLE; ALTER EVENT TRIGGER pggit_drop_trigger ENABLE" >/dev/null

step "5. A pgGit v2 store with branches and a merge"
shop -f "$DEMO"/store.sql >/dev/null || stopped "$DEMO/store.sql"
say "Every commit was recorded when it committed"

step "6. The tour"
shop -f "$DEMO"/tour.sql || stopped "$DEMO/tour.sql"

step "Done in $SECONDS s"
say "Look around:  . $HERE/env; $BINDIR/psql shop"
say "Stop it:      $INSTALL/cluster.sh stop $HERE"
