#!/usr/bin/env bash
# The long campaign: many simulated worlds in every format. Each must be found whole, wrong nobody, and give the same bytes whatever the
# lanes and batches. SEEDS="1 2 3" chooses the worlds, FORMATS="combined kong" the formats, USERS="200 1000" how large they are.
set -euo pipefail
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
out/engine simulate --print-map >"$place/map.yaml"
failed=0 runs=0
for world in $(for users in ${USERS:-3000}; do for seed in ${SEEDS:-$(seq 1 20)}; do echo "$seed:$users"; done; done); do
  seed=${world%:*} users=${world#*:}
  for format in ${FORMATS:-combined kong json}; do
    name=$format
    [ "$format" = json ] && name=shop-json
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
echo "$((runs - failed)) passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
