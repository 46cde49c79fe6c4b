# The two commands that do everything are `make demo` and `make test`.
SWIFT ?= swift
BENCH ?= --growth
SOURCES = Package.swift Sources Tests

.PHONY: help setup demo test lint format bench error-rates operating-characteristics rules-as-they-stand
.PHONY: drift-conformance drift-years mutations templates

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /make \1  /p' Makefile

setup: ## install the C libraries that are missing
	@scripts/setup

demo: setup ## build, judge the shipped log and print the report
	@scripts/demo

test: setup ## run every test
	$(SWIFT) test

lint: ## check the formatting
	$(SWIFT) format lint --strict --recursive --configuration .swift-format $(SOURCES)

format: ## mend the formatting
	$(SWIFT) format format --in-place --recursive --configuration .swift-format $(SOURCES)

mutations: setup ## break the code of every requirement, and see its test fail
	@scripts/mutations

templates: setup ## try every template on logs of which its verdict is known
	@scripts/check-templates

bench: setup ## measure how fast logs are judged beside DuckDB, Polars and pandas
	@Benchmarks/Logs/run $(BENCH)

error-rates: ## measure every test's size and interval's coverage again: docs/error-rates.md
	$(SWIFT) run -c release --package-path Benchmarks/ErrorRates error-rates > Benchmarks/ErrorRates/.build/page.md
	mv Benchmarks/ErrorRates/.build/page.md docs/error-rates.md

ROLLOUTS ?= 1000
CHARACTERISTICS = Benchmarks/OperatingCharacteristics

operating-characteristics: ## measure the gate's own error rates again: docs/operating-characteristics.md
	$(SWIFT) run -c release --package-path $(CHARACTERISTICS) operating-characteristics $(ROLLOUTS) > $(CHARACTERISTICS)/.build/page.md
	mv $(CHARACTERISTICS)/.build/page.md docs/operating-characteristics.md

rules-as-they-stand: setup ## measure canary rules of documents beside a plan's again: docs/rules-as-they-stand.md
	@scripts/rules-as-they-stand $(ROLLOUTS) > .build/rules-as-they-stand.md
	mv .build/rules-as-they-stand.md docs/rules-as-they-stand.md

RUNS ?= 1000
YEARS ?= 1000
CONFORMANCE = Benchmarks/DriftConformance

# Both keep what they have found beside their builds: one that was stopped goes on where it was. After a
# change of the code remove these files.
drift-conformance: ## measure drift verdicts beside usual rules again: docs/drift-conformance.md
	mkdir -p $(CONFORMANCE)/.build
	$(SWIFT) run -c release --package-path $(CONFORMANCE) drift-conformance $(RUNS) $(CONFORMANCE)/.build/totals > $(CONFORMANCE)/.build/page.md
	mv $(CONFORMANCE)/.build/page.md docs/drift-conformance.md && rm $(CONFORMANCE)/.build/totals

drift-years: ## simulate years of daily drift reports: docs/drift-years.md
	mkdir -p $(CONFORMANCE)/.build
	$(SWIFT) run -c release --package-path $(CONFORMANCE) drift-years $(YEARS) $(CONFORMANCE)/.build/years > $(CONFORMANCE)/.build/years.md
	mv $(CONFORMANCE)/.build/years.md docs/drift-years.md && rm $(CONFORMANCE)/.build/years
