# Pandeng. CI calls these and nothing else; `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
HAS_PYTHON = command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: apt-get install python3 python3-venv"; exit 1; }
EXPORT := --no-header --no-annotate --no-emit-project --quiet
PANDENG_DEMO ?= 1
export PORT
unexport PYTHONDONTWRITEBYTECODE  # or each of the many processes of the tests compiles the program anew

.PHONY: help run setup test test-postgres coverage check verify format bench docs pictures translations migrations lock clean

help:
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:[^#]*##/\t/' | expand -t 16

run:                  ## start web server and worker, with the demo when there is no office; PANDENG_DEMO=0 without it
	@$(HAS_PYTHON)
	@$(PYTHON) tools/setup.py --run
	@PANDENG_DEMO=$(PANDENG_DEMO) exec $(BIN)/pandeng run

setup:                ## prepare environment, page assets and translations, for running, developing and testing
	@$(HAS_PYTHON)
	@$(PYTHON) tools/setup.py

test: setup           ## every test, on SQLite; installs what it needs
	@sh tools/debian.sh
	$(BIN)/python -m pytest -n 2

# Pages in a browser, the reading of texts and the shape of the code ask no database of their own kind. Figures are
# compared here with DuckDB; with the recount by hand SQLite's are, which DuckDB is compared with too.
test-postgres: setup  ## the tests that ask the database, on a private PostgreSQL
	@sh tools/debian.sh
	sh tools/postgres.sh $(BIN)/python -m pytest -n 2 -m "not browser" --ignore tests/architecture --ignore tests/domain/briefings \
		--ignore tests/domain/indicators/test_recount.py \
		--ignore tests/web/test_empty_office.py --ignore tests/web/test_turn_of_the_year.py

coverage: setup       ## every test, on SQLite, and how many branches they take; fails below the floor
	@sh tools/debian.sh
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

check: setup          ## format, lint, types, imports, migrations, generated docs, translations, sizes
	@sh tools/debian.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy pandeng
	$(BIN)/lint-imports
	$(BIN)/pandeng makemigrations --check --dry-run
	$(BIN)/pandeng docs --check
	$(BIN)/python tools/translations.py
	$(BIN)/python tools/hosts.py
	$(BIN)/python tools/templates
	$(BIN)/python tools/house.py --check

verify: check coverage test-postgres  ## all that CI does

format: setup         ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup           ## write the generated pages of docs/reference
	$(BIN)/pandeng docs

pictures: setup       ## take the pictures of the guides from a running demo
	@sh tools/debian.sh
	$(BIN)/python tools/pictures.py

bench: setup          ## measure speed and memory; results and method stand in bench/README.md
	$(BIN)/python -m bench

translations: setup   ## add new strings of the pages to the English translation file
	@sh tools/debian.sh
	$(BIN)/python tools/translations.py --write

migrations: setup     ## write the one migration of every app anew after a change of a model
	$(BIN)/python tools/migrations.py

lock:                 ## renew the locks, for running and for developing, after a change of dependencies
	uv export $(EXPORT) --no-default-groups --extra suggest -o requirements.lock
	uv export $(EXPORT) --all-extras -o requirements-dev.lock
	npm install --package-lock-only --ignore-scripts

clean:                ## remove what set-up made; the data folder stays
	rm -rf .venv .tools .cache node_modules pandeng/web/static/vendor
