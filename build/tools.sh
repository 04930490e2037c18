#!/usr/bin/env bash
# Checks that the tools are here that the build cannot fetch itself.
set -euo pipefail

missing=0
need() {
  command -v "$1" >/dev/null && return
  echo "error: $1 is missing; $2" >&2
  missing=1
}

need dotnet "install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0"
need node "install Node.js 18 or newer: https://nodejs.org (Debian: apt-get install nodejs npm)"
need npm "it comes with Node.js (Debian: apt-get install npm)"
if command -v dotnet >/dev/null && ! dotnet --list-sdks | grep -q '^10\.'; then
  echo "error: no .NET 10 SDK among: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ' -); https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  missing=1
fi
exit "$missing"
