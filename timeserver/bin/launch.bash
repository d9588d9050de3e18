# Shared by the three launchers (timeserver, gateway, loadtest): finds a JDK, builds what is missing
# or older than its sources, and replaces this shell by Java, so that signals reach it.
#
# usage, after sourcing: launch MODULE MAIN_CLASS JAVA_OPTION... -- ARGUMENT...
#
# Environment: JAVA_HOME is tried first; CROUPIER_JAVA_OPTS is added to Java's options.
# Exit code 1, with one clear line, if there is no JDK or the build fails.

readonly WANTED_JAVA=25

die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

# The feature release of a JDK by its release file, or nothing.
java_release() {
  local line
  [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 0
  while IFS= read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
      printf '%s' "${BASH_REMATCH[1]}"
      return 0
    fi
  done <"$1/release"
}

# Prints the home of the first JDK that is new enough.
find_jdk() {
  local home release on_path
  local -a homes=()
  [[ -n ${JAVA_HOME:-} ]] && homes+=("$JAVA_HOME")
  homes+=(/usr/lib/jvm/*/ "$HOME"/.sdkman/candidates/java/*/ /opt/*jdk*/)
  if on_path=$(command -v javac); then
    on_path=$(readlink -f "$on_path") && homes+=("${on_path%/bin/javac}")
  fi
  for home in "${homes[@]}"; do
    release=$(java_release "${home%/}")
    if [[ -n $release ]] && ((release >= WANTED_JAVA)); then
      printf '%s' "${home%/}"
      return 0
    fi
  done
  return 1
}

# The modules that a module is made of, itself last.
modules_of() {
  case $1 in
    timeserver) echo timeserver ;;
    gateway) echo timeserver player-overlay gateway ;;
    loadtest) echo timeserver player-overlay gateway loadtest ;;
    *) die "no such module: $1" ;;
  esac
}

# Whether any source is newer than what was built from it.
is_stale() {
  local root=$1 module=$2 part built=$1/$2/target/croupier-$2.jar
  [[ -f $built && -d $root/$module/target/lib ]] || return 0
  local mark=$root/$module/target/.launcher-built
  [[ -f $mark && $mark -nt $built ]] && built=$mark
  [[ $root/pom.xml -nt $built ]] && return 0
  for part in $(modules_of "$module"); do
    if [[ -n $(find "$root/$part" \( -name node_modules -o -name target -o -path '*/src/test' \) -prune \
      -o -type f \( -path '*/src/*' -o -name pom.xml -o -name '*.json' -o -name '*.mjs' -o -name '*.ts' \) \
      -newer "$built" -print -quit) ]]; then
      return 0
    fi
  done
  return 1
}

# Maven's output as a few lines of progress on standard error.
show_progress() {
  awk '
    /^\[INFO\] Building Croupier [a-z]/ { print "  " $4; fflush(); next }
    /^\[INFO\] --- .*:(compile|exec|copy-dependencies|jar) / {
      sub(/.*:/, "", $3); print "    " $3 " " $4; fflush(); next
    }
    / Downloaded from / && ++downloaded % 25 == 0 { print "    " downloaded " files downloaded"; fflush() }
    /^\[(ERROR|WARNING)\]/ && !/JAR will be empty/ && ++shown <= 30 { print "  " $0; fflush() }
  ' >&2
}

build() {
  local root=$1 module=$2 jdk=$3 log=$1/$2/target/launcher-build.log status
  command -v mvn >/dev/null || die "Maven (mvn) is not installed; it is needed to build"
  mkdir -p "$root/$module/target"
  printf 'building %s (the first time also downloads libraries; log: %s)\n' "$module" "$log" >&2
  # Maven runs on its own Java and finds the JDK by its toolchain, unless that lies elsewhere.
  local -a environment=()
  [[ $jdk == /usr/lib/jvm/* ]] || environment=("JAVA_HOME=$jdk")
  set +e
  (cd "$root" && env "${environment[@]}" mvn -B -DskipTests -Dmaven.test.skip=true -Dformat.skip=true -pl "$module" -am package) \
    </dev/null 2>&1 | tee "$log" | show_progress
  status=${PIPESTATUS[0]}
  set -e
  ((status == 0)) || die "the build failed; see $log"
  local part
  for part in $(modules_of "$module"); do
    touch "$root/$part/target/.launcher-built"
  done
}

launch() {
  local module=$1 main_class=$2 root jdk
  shift 2
  local -a options=()
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  # shellcheck disable=SC2206 # several options, split on purpose
  [[ -n ${CROUPIER_JAVA_OPTS:-} ]] && options+=(${CROUPIER_JAVA_OPTS})
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
  jdk=$(find_jdk) || die "a JDK $WANTED_JAVA or newer is needed; install one or set JAVA_HOME"
  if is_stale "$root" "$module"; then
    # Two launchers must not build into the same folders at once.
    mkdir -p "$root/target"
    exec {lock}>"$root/target/launcher.lock"
    if command -v flock >/dev/null; then
      flock "$lock"
    fi
    if is_stale "$root" "$module"; then
      build "$root" "$module" "$jdk"
    fi
    exec {lock}>&-
  fi
  exec "$jdk/bin/java" \
    -XX:+UseZGC \
    -XX:-OmitStackTraceInFastThrow \
    -XX:+ExitOnOutOfMemoryError \
    --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    "${options[@]}" \
    -cp "$root/$module/target/croupier-$module.jar:$root/$module/target/lib/*" \
    "$main_class" "$@"
}
