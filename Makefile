# Pandeng: CI calls these and nothing else.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT

.PHONY: run setup test test-postgres check format bench docs lock clean

run: setup            ## start the office: web server and worker, with the Jining demo when empty
	@exec $(BIN)/pandeng run

setup:                ## prepare environment, page assets and translations
	@$(PYTHON) tools/setup.py

test: setup           ## every test, on SQLite
	@sh tools/browser.sh
	$(BIN)/python -m pytest -n 2 tests

test-postgres: setup  ## every test, on a private PostgreSQL 15
	@sh tools/browser.sh
	sh tools/postgres.sh $(BIN)/python -m pytest -n 2 tests

check: setup          ## format, lint, types, imports, migrations, docs, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy pandeng
	$(BIN)/lint-imports
	$(BIN)/pandeng makemigrations --check --dry-run
	$(BIN)/pandeng docs --check
	$(BIN)/python tools/translations.py --check

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup           ## write the generated pages of docs/reference
	$(BIN)/pandeng docs

bench: setup          ## measure; see bench/README.md
	$(BIN)/python -m bench

lock:                 ## renew requirements.lock and package-lock.json
	uv export --no-header --no-annotate --no-emit-project --quiet -o requirements.lock
	npm install --package-lock-only --ignore-scripts

clean:
	rm -rf .venv .tools node_modules pandeng/web/static/vendor
