# Shared by the scripts of this folder: it is sourced, not run.
# Messages, packages, finding PostgreSQL and Java, the settings that PL/Java needs.
# shellcheck shell=bash disable=SC2034

PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# --- messages ---------------------------------------------------------------------------------------------------------

say()  { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }

# die MESSAGE [WHAT TO DO]...
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  local hint
  for hint in "$@"; do printf '  -> %s\n' "$hint" >&2; done
  exit 1
}

# The comment at the head of the script is its help.
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }

# need_value OPTION "$@": fails when an option came without its value.
need_value() { [ "$#" -ge 3 ] || die "$1 needs a value" "$(basename "$0") --help"; }

# log_file NAME: where the noise of other programs goes.
log_file() {
  local dir=$PROJECT/target/logs
  if ! { [ -f "$PROJECT/pom.xml" ] && mkdir -p "$dir" 2>/dev/null && [ -w "$dir" ]; }; then
    dir=$(mktemp -d "${TMPDIR:-/tmp}/pggit-audit-log.XXXXXX")
  fi
  say "$dir/$1"
}

# watched WHAT LOG COMMAND...: runs the command with its output in LOG and says every 10 seconds that it is at work.
watched() {
  local what=$1 log=$2 started=$SECONDS ticker status=0
  shift 2
  say "$what (log: $log)"
  ( while sleep 10 >/dev/null 2>&1 3>&- && kill -0 $$; do say "  ... still at it after $((SECONDS - started)) s"; done ) &
  ticker=$!
  "$@" </dev/null >>"$log" 2>&1 || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [ "$status" = 0 ] || { tail -n 30 "$log" >&2; warn "that failed; the end of $log is above"; }
  return "$status"
}

# --- users and packages -----------------------------------------------------------------------------------------------

is_root() { [ "$(id -u)" = 0 ]; }

as_root() {
  if is_root; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "this needs root: $*" "run the script as root, or install sudo"
  fi
}

# PostgreSQL's programs refuse to run as root: then they run as the user postgres, else as whoever is here.
run_as_postgres() {
  if is_root; then ( cd / && runuser -u postgres -- "$@" ); else "$@"; fi
}

has_package() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep 'ok installed' >/dev/null; }

read_package_lists() {
  if [ -n "${LISTS_READ:-}" ] || ! command -v apt-get >/dev/null; then return 0; fi
  watched "Reading the package lists" "$(log_file apt.log)" as_root apt-get update ||
    warn "the package lists could not be refreshed; going on with those that are here"
  LISTS_READ=yes
}

# need_packages NAME...: installs those of the Debian packages that are missing.
need_packages() {
  local name missing=() log
  for name in "$@"; do has_package "$name" || missing+=("$name"); done
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "missing: ${missing[*]}" "install them with the package manager of this system, then run this again"
  log=$(log_file apt.log)
  read_package_lists
  watched "Installing ${missing[*]}" "$log" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}" ||
    die "apt-get could not install ${missing[*]}" "see $log" "install them by hand, then run this again"
}

apt_offers() {
  read_package_lists
  apt-cache policy "$1" 2>/dev/null | grep 'Candidate: [^(]' >/dev/null
}

# --- Java -------------------------------------------------------------------------------------------------------------

# java_home_major HOME: 17, 21, ... (nothing when it is no Java home)
java_home_major() {
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release"
  elif [ -x "$1/bin/java" ]; then
    "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p'
  fi
}

libjvm_major() { java_home_major "${1%/lib/server/libjvm.so}"; }

# The libjvm.so to run inside the server: JAVA_HOME's, else 17 (PL/Java still has its sandbox there), else the newest
# long-term release, else the newest. Prints nothing when there is none of 17 or later that the server may read.
find_libjvm() {
  local home file major rank
  {
    [ -z "${JAVA_HOME:-}" ] || say "0 $JAVA_HOME"
    command -v java >/dev/null && java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = /1 /p'
    for home in /usr/lib/jvm/*; do say "1 $home"; done
  } | while read -r rank home; do
    file=$(readlink -f "$home/lib/server/libjvm.so") || continue
    [ -f "$file" ] || continue
    major=$(libjvm_major "$file")
    [ "${major:-0}" -ge 17 ] || continue
    if is_root && id postgres >/dev/null 2>&1; then run_as_postgres test -r "$file" || continue; fi
    case $rank.$major in
      0.*) say "0 0 $file" ;;
      1.17) say "1 0 $file" ;;
      1.21 | 1.25 | 1.29) say "2 $major $file" ;;
      *) say "3 $major $file" ;;
    esac
  done | sort -k1,1n -k2,2nr | sed -n '1s/^[0-9]* [0-9]* //p'
}

need_java() {
  [ -z "$(find_libjvm)" ] || return 0
  if apt_offers openjdk-17-jre-headless; then need_packages openjdk-17-jre-headless; else need_packages default-jre-headless; fi
  [ -n "$(find_libjvm)" ] || die "no Java 17 or later (libjvm.so) on this machine" "install one, or set JAVA_HOME to it"
}

need_build_tools() {
  local packages=() major=0
  command -v javac >/dev/null && major=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  if [ "${major:-0}" -lt 17 ]; then
    if apt_offers openjdk-17-jdk-headless || ! apt_offers default-jdk-headless; then packages+=(openjdk-17-jdk-headless)
    else packages+=(default-jdk-headless); fi
  fi
  command -v mvn >/dev/null || packages+=(maven)
  [ "${#packages[@]}" = 0 ] || need_packages "${packages[@]}"
}

# --- what is to be installed: a checkout (target/) or an unpacked distribution (lib/, extension/) ---------------------

is_checkout() { [ -f "$PROJECT/pom.xml" ]; }

# find_build: sets BUILT_JAR and BUILT_EXTENSION (a folder), or fails.
find_build() {
  local dir=$PROJECT/lib version='*'
  BUILT_EXTENSION=$PROJECT/extension
  if is_checkout; then
    dir=$PROJECT/target BUILT_EXTENSION=$PROJECT/target/extension
    version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$PROJECT/pom.xml" | head -n 1)
  fi
  # shellcheck disable=SC2086,SC2012  # the star is meant, and ls sorts no worse than find
  BUILT_JAR=$(ls -d "$dir"/pggit-audit-$version.jar 2>/dev/null | sort -V | tail -n 1)
  [ -f "$BUILT_JAR" ] && [ -f "$BUILT_EXTENSION/pggit_audit.control" ]
}

# Is a source newer than what was built from it?
is_stale() {
  [ -n "$(find "$PROJECT/pom.xml" "$PROJECT/src/main" -newer "$BUILT_JAR" -print -quit)" ] ||
    [ -n "$(find "$PROJECT/sql" -newer "$BUILT_EXTENSION/pggit_audit.control" -print -quit)" ]
}

# need_build [no]: finds the jar and the extension files; in a checkout it builds them when they are missing or, unless
# told no, out of date.
need_build() {
  if is_checkout && ! { find_build && { [ "${1:-}" = no ] || ! is_stale; }; }; then
    need_build_tools
    watched "Building the jar and the extension with Maven" "$(log_file build.log)" \
      mvn -B -ntp -Dstyle.color=never -DskipTests -f "$PROJECT/pom.xml" package ||
      die "the build failed" "the log above says why; mvn -B -DskipTests package shows all of it"
    find_build && touch "$BUILT_JAR" "$BUILT_EXTENSION"/*
  fi
  find_build || die "no jar and extension files beside this script" \
    "run it from a checkout of pgGit Audit or from an unpacked distribution"
  BUILT_VERSION=$(sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" "$BUILT_EXTENSION/pggit_audit.control")
}

# --- PostgreSQL -------------------------------------------------------------------------------------------------------

pg_major() { "$1" --version | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p'; }

is_server_pg_config() {
  [ -x "$1" ] && [ -x "$("$1" --bindir 2>/dev/null)/postgres" ] && [ "$(pg_major "$1")" -ge 15 ]
}

# The pg_config of the PostgreSQL to use: the newest server here (15 or later) that can already run Java, else the newest.
# Prints nothing when there is no server.
find_pg_config() {
  local file want
  for want in pljava plpython3u ''; do
    while read -r file; do
      is_server_pg_config "$file" || continue
      [ -z "$want" ] || [ -f "$("$file" --sharedir)/extension/$want.control" ] || continue
      say "$file"
      return
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin/pg_config /usr/pgsql-*/bin/pg_config | sort -Vr; command -v pg_config)
  done
}

# use_postgres [PG_CONFIG]: decides which PostgreSQL is meant and sets PG_CONFIG, PG_MAJOR, BINDIR, SHAREDIR, PKGLIBDIR
# and OURS (our folder in SHAREDIR). Given path first, then $PG_CONFIG, then what find_pg_config finds.
use_postgres() {
  local given=${1:-${PG_CONFIG:-}}
  if [ -n "$given" ]; then
    PG_CONFIG=$(command -v "$given") || die "no program $given" "give --pg-config the path of a server's pg_config"
    is_server_pg_config "$PG_CONFIG" ||
      die "$PG_CONFIG ($("$PG_CONFIG" --version)) is not the pg_config of a PostgreSQL server of version 15 or later" \
        "give --pg-config the pg_config of such a server, e.g. /usr/lib/postgresql/17/bin/pg_config"
  else
    PG_CONFIG=$(find_pg_config)
    [ -n "$PG_CONFIG" ] || die "no PostgreSQL server of version 15 or later on this machine" \
      "apt-get install postgresql (Debian 12 or later), or give --pg-config"
  fi
  PG_MAJOR=$(pg_major "$PG_CONFIG")
  BINDIR=$("$PG_CONFIG" --bindir) SHAREDIR=$("$PG_CONFIG" --sharedir) PKGLIBDIR=$("$PG_CONFIG" --pkglibdir)
  OURS=$SHAREDIR/pggit_audit
}

# A server, and PL/Python with JPype, the host that Debian packages. PL/Java is used where it is, never installed.
need_server() {
  local major
  if [ -z "$(find_pg_config)" ]; then
    read_package_lists
    major=$(apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -n 1)
    need_packages "postgresql-${major:-15}"
  fi
}

need_plpython() {
  need_java
  [ -f "$SHAREDIR/extension/plpython3u.control" ] || need_packages "postgresql-plpython3-$PG_MAJOR"
  has_jpype || need_packages python3-jpype
  has_plpython || die "PL/Python with JPype is not usable" \
    "postgresql-plpython3-$PG_MAJOR and python3-jpype are the Debian packages; JPype must be importable by /usr/bin/python3"
}

has_jpype() { /usr/bin/python3 -c 'import jpype' 2>/dev/null; }
has_plpython() { [ -f "$SHAREDIR/extension/plpython3u.control" ] && has_jpype; }
has_pljava() {
  [ -f "$SHAREDIR/extension/pljava.control" ] && compgen -G "$PKGLIBDIR/libpljava-so-*.so" >/dev/null && [ -n "$(pljava_jars)" ]
}

# psql for scripts. On a Debian server root is no role: without PGHOST and PGUSER root connects as postgres.
run_psql() {
  if is_root && [ -z "${PGHOST:-}${PGUSER:-}" ]; then run_as_postgres "$BINDIR/psql" -X -v ON_ERROR_STOP=1 "$@"
  else "$BINDIR/psql" -X -v ON_ERROR_STOP=1 "$@"; fi
}

# sql DATABASE QUERY [NAME=VALUE]...: bare output; :'NAME' in the query stands for the value.
sql() {
  local database=$1 query=$2 variable variables=()
  shift 2
  for variable in "$@"; do variables+=(-v "$variable"); done
  PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=error" run_psql -q -A -t -d "$database" "${variables[@]}" -f - <<<"$query"
}

# --- PL/Java's settings -----------------------------------------------------------------------------------------------

PLJAVA_SETTINGS='libjvm_location module_path vmoptions allow_unenforced'

# PL/Java's own two jars as a module path: those of the version that CREATE EXTENSION would take.
pljava_jars() {
  local version dir=$SHAREDIR/pljava
  version=$(sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" "$SHAREDIR/extension/pljava.control")
  [ -f "$dir/pljava-$version.jar" ] && [ -f "$dir/pljava-api-$version.jar" ] &&
    say "$dir/pljava-$version.jar:$dir/pljava-api-$version.jar"
}

# pljava_options MAJOR: our part of pljava.vmoptions for a Java of that version. -Xss must exceed max_stack_depth by far: Java
# puts guard pages that deep into the backend's own stack, and an SQL recursion that reaches them takes the server down.
pljava_options() {
  local options="--add-modules=org.pggit.audit -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms48m -Xmn24m -Xmx256m -Xss8m"
  options+=" -XX:Tier3InvocationThreshold=100 -XX:Tier3MinInvocationThreshold=50 -XX:Tier3CompileThreshold=500 -XX:Tier3BackEdgeThreshold=5000"
  options+=" -XX:-UsePerfData -XX:+DisableAttachMechanism -XX:SharedArchiveFile=$OURS/pljava.jsa -Xshare:auto"
  # What the JVM logs PL/Java shows to the client as INFO, e.g. that an archive is not of this Java any more.
  options+=" -Xlog:disable"
  # From 24 on Java has no security manager; PL/Java wants to be told.
  [ "$1" -lt 24 ] || options+=" -Djava.security.manager=disallow --enable-native-access=ALL-UNNAMED,org.pggit.audit"
  say "$options"
}

# option_key OPTION: what two options have in common when the second would contradict the first.
option_key() {
  case $1 in
    -XX:+Use*GC | -XX:-Use*GC) say collector ;;
    -XX:[+-]*) say "${1#-XX:?}" ;;
    -X[ms][msx]*) say "${1:0:4}" ;;
    -Xshare:*) say -Xshare ;;
    -XX:*=* | -D*=*) say "${1%%=*}" ;;
    *) say "$1" ;;
  esac
}

# merge_options HAS WANTED: HAS as it is, and behind it those of WANTED that it does not decide itself.
merge_options() {
  local merged=$1 keys=' ' option
  for option in $1; do keys+="$(option_key "$option") "; done
  for option in $2; do
    case $keys in *" $(option_key "$option") "*) ;; *) merged+="${merged:+ }$option" ;; esac
  done
  say "$merged"
}

# merge_module_path HAS JAR: PL/Java's own jars where HAS is empty; every other version of our jar gives way to JAR.
merge_module_path() {
  local merged='' part parts
  IFS=: read -ra parts <<<"${1:-$(pljava_jars)}"
  for part in "${parts[@]}"; do
    case $part in */pggit_audit/pggit-audit-*.jar) ;; *) merged+="$part:" ;; esac
  done
  say "$merged$2"
}

# pljava_conf JAR: the settings as lines for postgresql.conf. JVM_LIB must be set.
pljava_conf() {
  say "pljava.libjvm_location = '$JVM_LIB'"
  say "pljava.module_path = '$(merge_module_path '' "$1")'"
  say "pljava.vmoptions = '$(pljava_options "$(libjvm_major "$JVM_LIB")")'"
  [ "$(libjvm_major "$JVM_LIB")" -lt 24 ] || say "pljava.allow_unenforced = 'java,javau'"
}
