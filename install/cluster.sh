#!/usr/bin/env bash
# A throwaway PostgreSQL cluster for tests and demos: made, started, stopped.
#
#   cluster.sh start DIR [--pg-config PATH] [--conf FILE]   makes a new cluster for DIR and starts it; an old one is replaced
#   cluster.sh stop DIR                                     stops it (its files stay)
#   cluster.sh status DIR                                   says whether it runs; exit status 3 when it does not
#
#   --pg-config PATH   which PostgreSQL (default: $PG_CONFIG, else the newest server here that can run Java)
#   --conf FILE        lines to add to its postgresql.conf
#
# start prints on standard output (and leaves in DIR/env) what a client needs: eval "$(install/cluster.sh start DIR)".
# The superuser is postgres, with trust: everyone on this machine may connect while it runs. It listens on 127.0.0.1 at a
# free port and on a socket. As root the server runs as the user postgres; where that user can not reach DIR the files lie
# in a folder under /tmp (DIR/where says which). Where PL/Java is installed its settings are in postgresql.conf.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
exec 3>&1 1>&2

where() { [ -f "$DIR/where" ] && cat "$DIR/where"; }

control() { run_as_postgres "$BINDIR/pg_ctl" -D "$FILES/data" -s "$@" 3>&-; }

is_running() { [ -f "$FILES/data/postmaster.pid" ] && control status >/dev/null 2>&1; }

# use_cluster: the existing cluster of DIR
use_cluster() {
  FILES=$(where) || return 1
  [ -f "$FILES/pg_config" ] || return 1
  use_postgres "$(cat "$FILES/pg_config")"
}

stop() {
  is_running || return 0
  # A session with PL/Java in it may not hear a fast stop until its client speaks: do not wait for that for ever.
  control stop -m fast -t 15 2>/dev/null || control stop -m immediate -t 30
}

# remove: all that start made, the folder DIR itself excepted
remove() {
  local socket
  socket=$(sed -n 's/^# the socket: PGHOST=//p' "$DIR/env" 2>/dev/null || true)
  case $socket in /tmp/pggit-audit-socket.*) rm -rf "$socket" ;; esac
  case $FILES in /tmp/pggit-audit.*) rm -rf "$FILES" ;; *) rm -rf "$FILES"/{data,log,pg_config} ;; esac
  rm -f "$DIR"/{where,env,files}
}

# make_folder: FILES = a folder that the server's user owns and reaches
make_folder() {
  mkdir -p "$DIR"
  if ! is_root; then FILES=$DIR; return; fi
  id postgres >/dev/null 2>&1 || die "there is no user postgres on this machine" "apt-get install postgresql-$PG_MAJOR makes it"
  if run_as_postgres test -x "$DIR"; then
    chown postgres "$DIR" && FILES=$DIR
  else
    FILES=$(mktemp -d /tmp/pggit-audit.XXXXXX)
    chown postgres "$FILES"
    say "The user postgres can not reach $DIR: the cluster's files are in $FILES"
  fi
  [ "$FILES" = "$DIR" ] || ln -sfn "$FILES" "$DIR/files"
}

# Below the range that the kernel hands out to clients; a port where someone answers is taken.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

configure() {
  cat <<-END
	listen_addresses = '127.0.0.1'
	unix_socket_directories = '$SOCKET'
	max_connections = 100
	shared_buffers = 128MB
	log_line_prefix = '%m [%p] %d '
	END
  if has_pljava; then
    JVM_LIB=$(find_libjvm)
    [ -n "$JVM_LIB" ] || die "PL/Java is installed, but no Java 17 or later is" "install openjdk-17-jre-headless, or set JAVA_HOME"
    say "pljava.libjvm_location = '$JVM_LIB'"
    # install.sh writes this file; one that comes later is seen after a reload
    say "include_if_exists = '$OURS/pljava.conf'"
  fi
  [ -z "$CONF" ] || cat "$CONF"
}

start() {
  local port try
  if use_cluster; then
    stop
    say "Removing the old cluster in $FILES"
    remove
  elif [ -e "$DIR/data" ]; then
    die "$DIR/data exists and was not made by this script" "give another folder, or remove it yourself"
  fi
  use_postgres "$WANTED"
  make_folder
  SOCKET=$FILES
  if [ "${#SOCKET}" -gt 85 ]; then
    SOCKET=$(mktemp -d /tmp/pggit-audit-socket.XXXXXX)
    ! is_root || chown postgres "$SOCKET"
  fi
  say "Making a cluster of $("$PG_CONFIG" --version) in $FILES"
  run_as_postgres "$BINDIR/initdb" -D "$FILES/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  echo "$PG_CONFIG" >"$FILES/pg_config"
  echo "$FILES" >"$DIR/where"
  configure >>"$FILES/data/postgresql.conf"
  for try in 1 2 3 4 5; do
    port=$(free_port)
    if control start -w -t 60 -l "$FILES/log" -o "-p $port"; then break; fi
    if [ "$try" = 5 ] || ! grep -q 'Address already in use' "$FILES/log"; then
      tail -n 20 "$FILES/log"
      die "the cluster did not start" "its log is $FILES/log"
    fi
  done
  cat >"$DIR/env" <<-END
	export PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGDATABASE=postgres
	# the socket: PGHOST=$SOCKET
	END
  say "It runs on 127.0.0.1, port $port, socket $SOCKET, log $FILES/log"
  cat "$DIR/env" >&3
}

case ${1:-} in
  start | stop | status) ;;
  -h | --help) usage >&3; exit 0 ;;
  *) usage; exit 2 ;;
esac
[ -n "${2:-}" ] || die "$1 needs a folder" "cluster.sh --help"
ACTION=$1 DIR=$(realpath -m "$2") WANTED='' CONF=''
shift 2
while [ "$#" -gt 0 ]; do
  case $1 in
    --pg-config) need_value "$1" "$@"; WANTED=$2; shift 2 ;;
    --conf) need_value "$1" "$@"; CONF=$2; shift 2; [ -r "$CONF" ] || die "can not read $CONF" ;;
    -h | --help) usage >&3; exit 0 ;;
    *) die "unknown option $1" "cluster.sh --help" ;;
  esac
done

case $ACTION in
  start) start ;;
  stop)
    use_cluster || die "there is no cluster of this script in $DIR"
    stop
    say "Stopped the cluster in $FILES" ;;
  status)
    if use_cluster && is_running; then say "The cluster in $FILES runs" >&3; else say "No cluster of $DIR runs" >&3; exit 3; fi ;;
esac
