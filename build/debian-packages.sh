#!/usr/bin/env bash
# Installs the named Debian packages whose command of the same name is missing. Touches the network only then.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"

missing=()
for package in "$@"; do command -v "$package" >/dev/null || missing+=("$package"); done
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

echo "installing ${missing[*]}" >&2
install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2; }
install 2>/dev/null || { "${as_root[@]}" apt-get update -qq >&2 && install; }
