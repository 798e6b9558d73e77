# SPDX-License-Identifier: GPL-2.0-only
#
#   make                 the module for the running kernel, and the tool
#   make KDIR=DIR        the module for another kernel's headers
#   make install         both, with manuals (DESTDIR, PREFIX)
#   make demo            the main job in a virtual machine, narrated
#   make test            all fast tests, in a virtual machine
#   make shell           a shell in that machine
#   make help            everything else

top := $(CURDIR)
KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
WHICH ?= default
export VERSION

# what the two commands need is installed by them; see scripts/setup
setup = @scripts/setup

all: module tool

## the module, in build/module/RELEASE
module:
	@scripts/module "$(KDIR)"

## the tool, in build/userspace
tool:
	@$(MAKE) --no-print-directory -f userspace/Makefile

## the module for the virtual machine's kernel (WHICH=6.12 for another)
vm-module:
	@scripts/module --vm "$(WHICH)"

install: all
	scripts/install "$(KDIR)"

## boot the virtual machine and let the demo run in it
demo:
	$(setup) demo
	@$(MAKE) --no-print-directory tool vm-module
	@selftests/vm/run --timeout 600 demo/run

test:
	$(setup) test
	@$(MAKE) --no-print-directory tool vm-module
	@$(MAKE) --no-print-directory -C selftests
	@selftests/run

## the tests that take longer
test-long:
	$(setup) long
	@$(MAKE) --no-print-directory tool vm-module
	@selftests/run --long

## all fast tests and KUnit in a kernel that watches over itself (KASAN, ...)
test-debug:
	$(setup) test
	@$(MAKE) --no-print-directory tool
	@selftests/run --debug

## real services behind the examples' rulesets (writes Documentation/services.rst)
test-services:
	$(setup) services
	@$(MAKE) --no-print-directory tool vm-module
	@selftests/services/run

## tests of what two processors do at once, where KCSAN looks for data races
test-race:
	$(setup) test
	@$(MAKE) --no-print-directory tool
	@selftests/run --race

## the fuzzers, FUZZ_SECONDS each (180)
fuzz:
	$(setup) test
	@$(MAKE) --no-print-directory -C selftests/fuzz run

## what a packet and a flow take, beside nf_conntrack (Documentation/performance.rst)
bench:
	$(setup) test
	@$(MAKE) --no-print-directory tool vm-module
	@$(MAKE) --no-print-directory -C selftests/bench

## fail when ct6 takes 5 % more of them than selftests/bench/figures.json says
bench-quick:
	$(setup) test
	@$(MAKE) --no-print-directory tool vm-module
	@$(MAKE) --no-print-directory -C selftests/bench quick

## the module for each kernel of Documentation/kernels.rst, and tests in it
matrix:
	$(setup) style
	$(setup) test
	@scripts/matrix --tests "$(or $(TESTS),few)" --write

## module and tool for each kernel without a warning, tests in the newest
check-kernels:
	$(setup) style
	$(setup) test
	@scripts/matrix --in newest

## Debian packages of the tool and of the module's source (DKMS), in build/deb
deb:
	$(setup) deb
	@scripts/deb

## the packages in a Debian of their own, booted with systemd
test-packages:
	$(setup) packages
	@selftests/packages/run
	@selftests/packages/rpm

## the packages under Secure Boot: shim, MokManager, the key of DKMS
test-secureboot:
	$(setup) secureboot
	@selftests/packages/secureboot

## RPM packages of the same, in build/rpm
rpm:
	$(setup) rpm
	@scripts/rpm

## what of packaging/openwrt can be tried without OpenWrt
openwrt-check:
	$(setup) style
	$(setup) test
	@scripts/openwrt-check

## the source of what is committed, the same from the same commit
dist:
	@scripts/deb --dist

## a shell in the virtual machine, its working folder the same
shell:
	$(setup) test
	@$(MAKE) --no-print-directory tool vm-module
	@selftests/vm/run -i

## everything with warnings as errors, W=1 and sparse
check-build:
	$(setup) style
	@$(MAKE) --no-print-directory -f userspace/Makefile W=1
	@scripts/module --check --vm "$(WHICH)"

## checkpatch and the shell's own lint
style:
	$(setup) style
	@scripts/style

## the uapi header and the netlink policies from the YAML spec
gen:
	$(setup) style
	@scripts/gen "$$(scripts/kernel-source 6.12 tools)"

gen-check:
	$(setup) style
	@scripts/gen --check "$$(scripts/kernel-source 6.12 tools)"

## what is here
help:
	@awk '/^## /{doc = substr($$0, 4); next} /^[a-z-]+:/{ \
		split($$0, w, ":"); if (doc) printf "  make %-15s %s\n", w[1], doc; doc = "" }' \
		Makefile

clean:
	rm -rf build/module build/userspace build/selftests build/fuzz

.PHONY: all module tool vm-module install deb test-packages test-secureboot rpm dist demo test test-long test-debug test-services test-race fuzz bench bench-quick matrix check-kernels openwrt-check shell check-build style \
	gen gen-check help clean
