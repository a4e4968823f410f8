# Sourced by the scripts at the root: finds a JDK 25 or newer and leaves its folder in `jdk`.
# The first that serves wins: HEDDLE_JAVA_HOME, JAVA_HOME, java on the PATH, then the usual folders.

# is_jdk DIR: DIR holds a compiler of version 25 or newer (told by its `release` file, without starting it).
is_jdk() {
    [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${version:-0}" -ge 25 ]
}

# jdk_on_path: the JDK that `java` on the PATH belongs to; a shim is asked, a plain link is followed.
jdk_on_path() {
    java=$(command -v java) || return 1
    real=$(readlink -f "$java" 2>/dev/null) || real=$java
    home=$(dirname "$(dirname "$real")")
    if [ ! -f "$home/release" ]; then
        home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    fi
    printf '%s\n' "$home"
}

find_jdk() {
    if [ -n "${HEDDLE_JAVA_HOME:-}" ]; then
        jdk=$HEDDLE_JAVA_HOME
        is_jdk "$jdk" && return 0
        echo "heddle: HEDDLE_JAVA_HOME=$HEDDLE_JAVA_HOME is not a JDK 25 or newer" >&2
        return 1
    fi
    jdk=${JAVA_HOME:-}
    [ -n "$jdk" ] && is_jdk "$jdk" && return 0
    jdk=$(jdk_on_path) && is_jdk "$jdk" && return 0
    for jdk in /usr/lib/jvm/* /usr/java/* /opt/jdk* /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/*; do
        is_jdk "$jdk" && return 0
    done
    jdk=
    return 1
}

# require_jdk: find_jdk, or say what to install and exit 3.
require_jdk() {
    find_jdk && return 0
    cat >&2 <<'HINT'
heddle: needs a JDK 25 or newer, and found none. Install one of
  Debian, Ubuntu   apt-get install openjdk-25-jdk-headless   (where the release has it)
  any Linux        temurin-25-jdk, from Eclipse Adoptium's apt or rpm repository
  macOS            brew install openjdk@25
  SDKMAN           sdk install java 25-tem
or point HEDDLE_JAVA_HOME (or JAVA_HOME) at the one you have.
HINT
    exit 3
}

# require_maven: Maven on the PATH, or say what to install and exit 3.
require_maven() {
    command -v mvn >/dev/null 2>&1 && return 0
    cat >&2 <<'HINT'
heddle: needs Apache Maven 3.8 or newer to build, and found no mvn on the PATH. Install one of
  Debian, Ubuntu   apt-get install maven
  Fedora           dnf install maven
  macOS            brew install maven
HINT
    exit 3
}

# use_jdk_for_maven: Maven, and what runs inside it, runs on `jdk`, without the warnings that its own libraries cause.
use_jdk_for_maven() {
    JAVA_HOME=$jdk
    MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    export JAVA_HOME MAVEN_OPTS
}
