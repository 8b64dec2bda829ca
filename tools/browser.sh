#!/bin/sh
# Install what the browser tests need: Chromium (to open pages), node (to test scripts) and npm (for
# ESLint and axe-core). Debian's packages are installed if that is allowed; otherwise the script
# says what to install. With CI=true anything missing is a failure.
set -u

missing=""
found=""
for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && found=$name && break
done
[ -n "$found" ] || missing="chromium-headless-shell"
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
