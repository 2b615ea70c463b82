# Every task by name; the work is done in set_up/. `make help` lists them.
PORT  ?= 8000
SCALE ?= region
VENV  ?= .venv
ARGS  ?=
# The first of these that is new enough; PYTHON=... names another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
IN := $(VENV)/bin/python
export PORT SCALE VENV REQUIRE_REAL
# Python keeps what it compiled, whatever the shell asks for: else every process reads four thousand files anew (5 s).
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run day reset test check format lock pictures fuzz bench bench-routing roads packages tools python
.DEFAULT_GOAL := help

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: packages ## set up what is missing, build the demonstration and serve it (PORT=8000 SCALE=region)
	@$(IN) -m set_up.run

day: packages ## run one day's job without a server: orders to checked routes (SCALE=small ARGS="--date 2027-03-09")
	@$(IN) -m set_up.day $(if $(filter file,$(origin SCALE)),,--scale $(SCALE)) $(ARGS)

reset: python ## forget what was entered, keep what was installed
	@$(PYTHON) -m set_up.reset

test: tools ## check and test everything on real servers (REQUIRE_REAL=1 fails without them)
	@$(IN) -m set_up.prove

check: tools ## the checks alone: format, lint, types, import laws, dependencies
	@$(IN) -m set_up.checks

format: tools ## put our own files into shape
	@$(IN) -m ruff format . && $(IN) -m ruff check --fix .

lock: tools ## resolve the dependencies anew and write requirements/
	@$(IN) -m set_up.lock

pictures: tools ## photograph a running demonstration for the README (PORT=8000)
	@$(IN) -m set_up.pictures

fuzz: tools ## send hostile requests to every address in every role (REQUESTS=20000 SEED=20270307)
	@FOODSHED_FUZZ_REQUESTS=$(or $(REQUESTS),20000) FOODSHED_FUZZ_SEED=$(or $(SEED),20270307) $(IN) -m pytest tests/fuzz -q -n 0 -p no:logging $(ARGS)

bench: tools ## measure the planners (ARGS="race FILES --engines own ortools --seconds 20 --seeds 5 --results race.jsonl")
	@$(IN) -m set_up.native && $(IN) -m logistics.planning.benchmark $(ARGS)

bench-routing: tools ## race the routing engine on the standing set (INSTANCES=folder ARGS="--seeds 3 --engines own pyvrp")
	@test -d "$(INSTANCES)" || { echo "Name the folder with solomon, homberger, lilim and hub: make bench-routing INSTANCES=../instances"; exit 1; }
	@mkdir -p var/benchmark && $(IN) -m set_up.native && $(IN) -m logistics.planning.benchmark standing $(INSTANCES) --results var/benchmark/standing.jsonl $(ARGS)

roads: packages ## bring up a local road engine on a map extract (PBF=rutland.osm.pbf ROADS_PORT=5050)
	@$(IN) -m set_up.roads $(PBF) $(ARGS)

packages: python
	@$(PYTHON) -m set_up.packages

tools: python
	@$(PYTHON) -m set_up.packages --tools

python:
	@test -n "$(PYTHON)" || { echo "Foodshed needs Python 3.11 or newer and found none. Install it, or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
