#!/usr/bin/env bash
# Installs the named Debian packages that are missing: PACKAGE, whose command has the same name, or PACKAGE=WHAT, a command or a file pattern.
# Touches the network only then. Services of what is installed are neither started now nor at the next boot: tests start their own.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"

is_there() { command -v "$1" >/dev/null || compgen -G "$1" >/dev/null; }

missing=()
for wanted in "$@"; do is_there "${wanted#*=}" || missing+=("${wanted%%=*}"); done
[ "${#missing[@]}" -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "error: missing: ${missing[*]}; this is no Debian, so install them with your package manager" >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "error: missing: ${missing[*]}; as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

# Debian asks this script whether a service may be started.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod +x "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi

echo "installing ${missing[*]}" >&2
install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2; }
install 2>/dev/null || { "${as_root[@]}" apt-get update -qq >&2 && install; }

if [ -d /run/systemd/system ]; then
  for package in "${missing[@]}"; do "${as_root[@]}" systemctl disable --quiet "$package" 2>/dev/null || true; done
fi
