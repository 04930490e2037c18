#!/usr/bin/env bash
# Fetches libchdb (the embedded ClickHouse) for this platform, unless the pinned version is installed.
set -euo pipefail
cd "$(dirname "$0")/../deploy/embedded-clickhouse"

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x64-gnu ;;
  Linux-aarch64) platform=linux-arm64-gnu ;;
  Darwin-x86_64) platform=darwin-x64 ;;
  Darwin-arm64) platform=darwin-arm64 ;;
  *)
    echo "no embedded ClickHouse for $(uname -s) $(uname -m): use a ClickHouse server (--store http://HOST:8123)" >&2
    exit 0
    ;;
esac

version_in() { sed -nE "$1" "$2" 2>/dev/null | head -n 1; }
library="node_modules/@chdb/lib-$platform"
wanted="$(version_in "s|.*\"@chdb/lib-$platform\": \"([^\"]+)\".*|\1|p" package.json)"
installed="$(version_in 's|.*"version": "([^"]+)".*|\1|p' "$library/package.json" || true)"
[ -n "$installed" ] && [ "$installed" = "$wanted" ] && compgen -G "$library/libchdb.*" >/dev/null && exit 0

echo "fetching libchdb $wanted for $platform" >&2
npm ci --no-audit --no-fund --loglevel=error >&2
if ! compgen -G "$library/libchdb.*" >/dev/null; then
  echo "error: npm installed no $library; is the registry reachable, and does package-lock.json name this platform?" >&2
  exit 1
fi
