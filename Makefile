# Everything from a fresh clone: `make demo` or `make test`. Each step does only what is missing, and needs no network when nothing is.
# Release everywhere: the tests run the very build that `make build` publishes, so nothing is compiled twice.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup setup-test setup-bench build demo test bench soak clean

export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_SKIP_FIRST_TIME_EXPERIENCE := 1

ROOMS := schemas ingest enrichment detection sinks app
SETTINGS := $(wildcard Directory.*.props Directory.*.targets global.json .editorconfig BannedSymbols.txt)
PROJECTS := $(shell find $(ROOMS) tests -name '*.csproj' -o -name packages.lock.json)
# Folders too: their time changes when a file in them is deleted.
SOURCES := $(shell find $(ROOMS) -name bin -prune -o -name obj -prune -o -print)

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' Makefile | column -t -s '|'

setup: artifacts/.restored ## check the tools, restore the packages, fetch the embedded ClickHouse
	@bash build/embedded-clickhouse.sh

artifacts/.restored: Engine.sln $(SETTINGS) $(PROJECTS) | artifacts/.tools
	@dotnet restore Engine.sln --locked-mode --verbosity quiet
	@touch $@

artifacts/.tools: build/tools.sh global.json
	@bash build/tools.sh
	@mkdir -p artifacts && touch $@

setup-test: ## install what the tests need (Debian packages of real servers), if missing
	@bash build/debian-packages.sh haproxy

setup-bench: ## install what the benchmarks compare with, if missing
	@bash build/debian-packages.sh goaccess

build: setup out/.built ## build out/engine

out/.built: $(SOURCES) $(SETTINGS) artifacts/.restored
	@dotnet publish app/Engine.App.csproj --configuration Release --no-restore --output out --verbosity quiet
	@touch $@

demo: build ## build, then a labelled attack from traffic to timeline
	@out/engine demo

test: build setup-test ## build, then every test; the last line is "N passed, N failed, N skipped"
	@bash build/test.sh

bench: build setup-bench ## speed and memory against their budgets, goaccess and the bare Kafka client beside (ARGS="--lines 200000 --actors 0" for a short one)
	@out/engine bench $(ARGS)
	@dotnet build tests/Engine.Benchmarks --configuration Release --no-restore --verbosity quiet -clp:NoSummary
	@dotnet run --project tests/Engine.Benchmarks --configuration Release --no-build -- kafka

soak: build ## the long campaign that does not fit CI: broken records for every format, 20 simulated worlds, 200 rounds of kill -9
	@bash build/soak.sh

clean: ## remove what was built
	@rm -rf out artifacts
