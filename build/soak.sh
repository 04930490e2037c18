#!/usr/bin/env bash
# The long campaign. First every format is fed broken records: FUZZ_INPUTS each, 2 million unless said otherwise. Then many simulated worlds in
# several formats: each must be found whole, wrong nobody, and give the same bytes whatever the lanes and batches. SEEDS="1 2 3" chooses the
# worlds, USERS="200 1000" how large they are, FORMATS="combined kong nginx haproxy" the formats; those without a user's name cannot tell people
# behind one address apart. Last, rounds of kill -9, of the engine and of its store: nothing may be lost, nothing be there twice;
# ENGINE_CRASH_ROUNDS (100) says how many of each, ENGINE_CRASH_SEED (1) the first.
set -euo pipefail
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
failed=0 runs=1
ENGINE_FUZZ_INPUTS=${FUZZ_INPUTS:-2000000} dotnet test tests/Engine.Tests --configuration Release --no-restore --verbosity quiet \
  --filter FullyQualifiedName~FormatFuzzTests --logger "console;verbosity=normal" || failed=1
out/engine simulate --print-map >"$place/map.yaml"
for world in $(for users in ${USERS:-3000}; do for seed in ${SEEDS:-$(seq 1 20)}; do echo "$seed:$users"; done; done); do
  seed=${world%:*} users=${world#*:}
  for format in ${FORMATS:-combined kong json}; do
    name=$format
    case "$format" in json | nginx | apache) name=shop-$format ;; esac
    out/engine simulate --seed "$seed" --users "$users" --format "$format" --out "$place/log" --labels "$place/labels" --force 2>/dev/null
    runs=$((runs + 1))
    ok=1
    out/engine replay "$place/log" --format "$name" -c "$place/map.yaml" --store none --labels "$place/labels" --verdicts "$place/one" >"$place/score" 2>/dev/null || ok=0
    out/engine replay "$place/log" --format "$name" -c "$place/map.yaml" --store none --set engine.lanes=7 --set engine.batch=33 --verdicts "$place/two" >/dev/null 2>&1 || ok=0
    cmp -s "$place/one" "$place/two" || { ok=0; echo "seed $seed users $users $format: verdicts depend on lanes or batches"; }
    [ "$ok" = 1 ] || failed=$((failed + 1))
    echo "seed $seed users $users $format: $(grep -oE '[0-9]+ of [0-9]+ attacks found, .* wrong' "$place/score" || echo 'no score')"
  done
done

export ENGINE_CRASH_ROUNDS=${ENGINE_CRASH_ROUNDS:-100}
dotnet build tests/Engine.Integration --configuration Release --no-restore --verbosity quiet -clp:NoSummary
dotnet test tests/Engine.Integration --configuration Release --no-build --verbosity quiet --filter FullyQualifiedName~CrashTests \
  --logger "console;verbosity=normal" | tee "$place/crashes" || true
survived=$(grep -cE '^ *Passed .*CrashTests' "$place/crashes" || true)
echo "$survived of $((2 * ENGINE_CRASH_ROUNDS)) crash rounds lost nothing and repeated nothing"
runs=$((runs + 2 * ENGINE_CRASH_ROUNDS)) failed=$((failed + 2 * ENGINE_CRASH_ROUNDS - survived))
echo "$((runs - failed)) passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
