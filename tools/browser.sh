#!/bin/sh
# Sees to it that Chromium (for the pages), node (for the scripts) and npm (for what checks both)
# are there: installs Debian's packages where it may, else says what to install. With CI=true a
# missing one is a failure.
set -u

missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="chromium"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
[ -z "$missing" ] && exit 0

root=""
[ "$(id -u)" = 0 ] || root="sudo -n"
if command -v apt-get >/dev/null 2>&1 && { [ -z "$root" ] || sudo -n true 2>/dev/null; }; then
    echo "installing $missing"
    # shellcheck disable=SC2086 # several packages, and an empty prefix for root
    $root env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -qq && \
        apt-get install -y -qq --no-install-recommends $missing fonts-dejavu-core" >/dev/null && exit 0
fi

echo "The browser tests need:$missing (Debian and Ubuntu: apt-get install $missing)." >&2
[ "${CI:-}" = true ] && exit 1
exit 0
