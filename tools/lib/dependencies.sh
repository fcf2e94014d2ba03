# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors
# shellcheck shell=bash

# What Plenary needs from Debian, and how it gets there. Sourced by the commands in tools/.
#
# A line reads: package | how to see that it is there | what it is for. The middle is `dpkg` or a command that must
# succeed, for what may well come from elsewhere than Debian's package.

# Debian keeps iptables and ip where an ordinary user's shell does not look.
export PATH="$PATH:/usr/sbin:/sbin"

readonly swift_version_min="6.3"
readonly swift_hint="see https://www.swift.org/install/"

# shellcheck disable=SC2034  # Used by the commands that source this file.
build_packages=(
    "pkg-config | command -v pkg-config | finds the C libraries below"
    "libev-dev | dpkg | the event loop"
    "libwebsockets-dev | dpkg | WebSocket and HTTP"
    "libwebsockets-evlib-ev | dpkg | libwebsockets on our event loop"
    "libssl-dev | dpkg | TLS, certificates and token signatures"
    "libsodium-dev | dpkg | password hashes"
    "libsqlite3-dev | dpkg | the store"
    "libqrencode-dev | dpkg | links as QR codes"
    "zlib1g-dev | dpkg | compresses the web client"
)

# shellcheck disable=SC2034  # Used by the commands that source this file.
run_packages=(
    "qrencode | command -v qrencode | shows the server's address as a QR code"
)

# shellcheck disable=SC2034  # Used by the commands that source this file.
media_packages=(
    "janus | command -v janus | forwards pictures and sound in meetings of more than four"
    "coturn | command -v turnserver | relays them for whoever reaches nothing but this server"
    "python3 | command -v python3 | starts these two"
)

# shellcheck disable=SC2034  # Used by the commands that source this file.
test_packages=(
    "openssl | command -v openssl | makes and checks certificates"
    "python3 | command -v python3 | runs the tools and the integration tests"
    "python3-venv | python3 -c 'import ensurepip, venv' | keeps the tests' Python packages apart"
    "curl | command -v curl | asks the HTTP interface as an administrator would"
    "iproute2 | command -v ip | networks for the tests, in namespaces of their own"
    "iptables | command -v iptables | cuts and degrades those networks"
    "nodejs | command -v node | tests the web client's modules"
    "node-typescript | command -v tsc | checks the types of the web client"
    "zbar-tools | command -v zbarimg | reads QR codes as a phone would"
    "chromium | command -v chromium | the browser of the browser tests"
    "firefox-esr | command -v firefox-esr | the other browser, which meets the first one"
    "libnss3-tools | command -v certutil | has both browsers trust the development certificates"
    "fonts-noto-cjk | dpkg | Chinese text in its screenshots"
    "janus | command -v janus | the media server that the tests drive"
)

# Debian starts the services of a package when it installs it. Ours are started by those who need them: what runs
# already on this machine stays as it is, and what this installs stays off, now and at the next start of the machine.
readonly services=(coturn janus)
readonly service_policy="/usr/sbin/policy-rc.d"

# Installs what is missing of the packages given as lines of the tables above.
install_packages() {
    local line package probe purpose
    local -a missing=() as_root=()
    for line in "$@"; do
        IFS='|' read -r package probe purpose <<<"$line"
        package="${package// /}"
        if ! _is_there "$package" "${probe## }"; then
            missing+=("$package")
            echo "missing: $package: ${purpose# }"
        fi
    done
    if [ "${#missing[@]}" -eq 0 ]; then
        return 0
    fi
    if ! command -v apt-get >/dev/null; then
        echo "This is no Debian system: install what these packages contain, then try again."
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "There is no sudo: as root, run apt-get install --no-install-recommends ${missing[*]}"
            return 1
        fi
        as_root=(sudo)
    fi
    _install
}

# Installs `missing`; `as_root` goes before what only root may do.
_install() {
    local -a apt=(env DEBIAN_FRONTEND=noninteractive TMPDIR=/var/tmp apt-get -q -o DPkg::Lock::Timeout=300)
    local -a off=() now=()
    local service status=0
    for service in "${services[@]}"; do
        if [[ " ${missing[*]} " == *" $service "* ]]; then off+=("$service"); fi
    done
    "${as_root[@]}" "${apt[@]}" update || return
    (
        # A policy that is there already is the administrator's.
        if [ "${#off[@]}" -gt 0 ] && [ ! -e "$service_policy" ]; then
            trap '"${as_root[@]}" rm -f "$service_policy"' EXIT
            printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$service_policy" >/dev/null
            "${as_root[@]}" chmod 755 "$service_policy"
        fi
        "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
    ) || status=$?
    if [ "${#off[@]}" -gt 0 ] && command -v systemctl >/dev/null; then
        if [ -d /run/systemd/system ]; then now=(--now); fi
        "${as_root[@]}" systemctl disable "${now[@]}" "${off[@]}" || true
    fi
    return "$status"
}

_is_there() {
    local package="$1" probe="$2"
    if [[ "$probe" == dpkg* ]]; then
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ]
    else
        bash -c "$probe" >/dev/null 2>&1
    fi
}

# Fails with one clear line unless a recent enough Swift is on the PATH.
check_swift() {
    local version
    if ! command -v swift >/dev/null; then
        echo "Swift $swift_version_min or newer is needed and swift is not on the PATH: $swift_hint"
        return 1
    fi
    version="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)"
    if [ "$(printf '%s\n%s\n' "$swift_version_min" "$version" | sort -V | head -n 1)" != "$swift_version_min" ]; then
        echo "Swift $swift_version_min or newer is needed, this is ${version:-unknown}: $swift_hint"
        return 1
    fi
}
