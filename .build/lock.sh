# Sourced by the scripts at the root: one build at a time in one checkout.
# The lock is flock's on descriptor 9 where flock exists, else a folder that names its owner.

take_lock() {
    lock=$root/.build/lock
    if [ ! -w "$root/.build" ]; then
        echo "heddle: cannot build: $root is not writable" >&2
        exit 3
    fi
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$lock"
        flock -n 9 && return 0
        echo "heddle: waiting for another build in $root ..." >&2
        flock 9
        return
    fi
    said=
    until mkdir "$lock.d" 2>/dev/null; do
        owner=$(cat "$lock.d/owner" 2>/dev/null)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$lock.d"
            continue
        fi
        [ -n "$said" ] || echo "heddle: waiting for another build in $root ..." >&2
        said=1
        sleep 1
    done
    echo $$ >"$lock.d/owner"
    trap 'rm -rf "$lock.d"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

release_lock() {
    if command -v flock >/dev/null 2>&1; then
        exec 9>&-
    else
        rm -rf "$lock.d"
        trap - EXIT INT TERM
    fi
}
