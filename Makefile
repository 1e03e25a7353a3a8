# Aliases, for hands that are used to make; the commands themselves need none of it.
.PHONY: run test check lock
run:
	bin/dev
test:
	bin/test
check:
	.ci/run
lock:
	bin/lock
