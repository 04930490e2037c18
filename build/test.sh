#!/usr/bin/env bash
# Builds and runs every test project. The last line is the sum: "N passed, N failed, N skipped".
# Fails when a test failed, a run broke off (a crash leaves no result or a bad exit code), or no test ran at all.
set -uo pipefail
cd "$(dirname "$0")/.."

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0 broken=0

finish() {
  [ "$((passed + failed))" -gt 0 ] || { echo "error: no test ran" >&2; broken=1; }
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$broken" -eq 0 ]
  exit
}

dotnet build Engine.sln --configuration Release --no-restore --verbosity quiet -clp:NoSummary || { broken=1; finish; }

counter() { sed -nE "s/.*<Counters[^>]* $1=\"([0-9]+)\".*/\1/p" "$2" | head -n 1; }

for project in tests/*/*.csproj; do
  grep -q '<IsTestProject>true' "$project" || continue
  name="$(basename "$project" .csproj)"
  trx="$results/$name.trx"
  echo "== $name"
  dotnet test "$project" --configuration Release --no-build --verbosity quiet --blame-hang-timeout 5min --blame-hang-dump-type none \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal"
  code=$?

  if [ ! -s "$trx" ]; then
    echo "error: $name ended with exit code $code and without a result" >&2
    broken=1
    continue
  fi

  total="$(counter total "$trx")" executed="$(counter executed "$trx")" good="$(counter passed "$trx")"
  passed=$((passed + good))
  skipped=$((skipped + total - executed))
  failed=$((failed + executed - good))
  if [ "$code" -ne 0 ] && [ "$executed" -eq "$good" ]; then
    echo "error: $name broke off with exit code $code although no test failed" >&2
    broken=1
  fi
done

finish
