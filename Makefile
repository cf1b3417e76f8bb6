# What a person types. Every recipe is one line or one script, so that it can also be run by hand.
PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
ARGS ?=
RELEASE := .build/release/goodgate
# Tests under way at a time, as in Scripts/test.
FEW := --experimental-maximum-parallelization-width 4

.DEFAULT_GOAL := help
.PHONY: help run build test check bench bench-quick bench-502 bench-diagnose bench-logs bench-parser fuzz sanitize scan-tls docs generate install uninstall clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build a release and start the demo on http://127.0.0.1:8080
	@$(RELEASE) demo $(ARGS)

build: ## build the release program only
	@Scripts/setup build
	@SWIFT="$(SWIFT)" Scripts/release

test: ## run every test (installs what they need)
	@SWIFT="$(SWIFT)" Scripts/test

check: ## run the house rules: format, layers, imports, unsafe code, sizes, docs (ARGS=fast skips the slow ones)
	@Scripts/setup test
	@Scripts/check $(ARGS)

bench: ## compare with nginx, HAProxy, Envoy and Caddy; writes Benchmarks/RESULTS.md (about 40 minutes)
	@Scripts/setup bench
	@SWIFT="$(SWIFT)" Scripts/release
	@Benchmarks/run.py $(ARGS)

bench-quick: ## the same against fewer peers and rounds, to see a change (about 4 minutes)
	@Scripts/setup bench
	@SWIFT="$(SWIFT)" Scripts/release
	@Benchmarks/run.py --quick $(ARGS)

bench-502: ## what visitors see when the origin fails, against the same four; writes Benchmarks/RESULTS-502.md (about 25 minutes)
	@Scripts/setup bench
	@SWIFT="$(SWIFT)" Scripts/release
	@Benchmarks/run-502.py $(ARGS)

bench-diagnose: ## let `diagnose` find known faults of sites in network namespaces (root); writes Benchmarks/RESULTS-DIAGNOSE.md (about 12 minutes)
	@Scripts/setup diagnose
	@SWIFT="$(SWIFT)" Scripts/release
	@Benchmarks/run-diagnose.py $(ARGS)

bench-logs: ## how fast logs are analysed, beside wc, ripgrep, mawk and GoAccess; writes Benchmarks/RESULTS-LOGS.md (about 15 minutes)
	@Scripts/setup bench
	@SWIFT="$(SWIFT)" Scripts/release
	@Benchmarks/run-logs.py $(ARGS)

bench-parser: ## how many GB/s the HTTP/1.1 parser reads
	@Scripts/setup build
	$(SWIFT) run --package-path Benchmarks -c release wire-bench $(ARGS)

fuzz: ## feed the parsers mutated input (ARGS: seconds for each target, then names of targets)
	@Scripts/setup build
	@Scripts/fuzz $(ARGS)

sanitize: ## run the unit tests under the address sanitizer, then under the thread sanitizer
	@Scripts/setup test
	LSAN_OPTIONS=suppressions=$(CURDIR)/Scripts/leaks.supp $(SWIFT) test --scratch-path .build/asan --sanitize=address $(FEW)
	TSAN_OPTIONS=suppressions=$(CURDIR)/Scripts/races.supp $(SWIFT) test --scratch-path .build/tsan --sanitize=thread $(FEW)

scan-tls: ## scan a gateway's TLS with testssl.sh; fails on anything above "low" (about a minute)
	@Scripts/setup scan-tls
	@SWIFT="$(SWIFT)" Scripts/release
	@Scripts/scan-tls

docs: build ## write man pages and shell completions to .build/docs
	@Scripts/docs $(RELEASE) .build/docs

generate: ## write the pages anew that are made from tables in the code (configuration, faults)
	@Scripts/setup test
	GOODGATE_WRITE_DOCS=1 $(SWIFT) test

install: ## install program, man pages, completions and systemd unit under PREFIX (run `make docs` first)
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" Scripts/install

uninstall: ## remove what `make install` installed
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" Scripts/install --remove

clean: ## remove everything that was built
	rm -rf .build Benchmarks/.build Benchmarks/.work Fuzz/.build
