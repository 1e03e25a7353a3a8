"""bin/dev, bin/test, bin/setup, bin/manage, bin/assets: from a clone and a Python to a running application.

__main__    the commands and the order of the steps
console     progress lines, and for each trouble what to do
places      folders, hashes, stamps
packages    uv and the Python locks          mirrors     pip's settings given to uv
native      Pango and a font for the PDFs    apt         with or without rights
node        npm, from here or from a wheel   assets      esbuild and the icons
catalogues  translations, by compile_po      database    migrations, reference data, demo
serve       web server and worker            suite       tests on both databases
postgres    the test server of the wheel

Standard library only. Each step looks first whether it has something to do.
"""

import os
import resource
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import assets
import catalogues
import database
import native
import node
import packages
import serve
import suite
from console import Trouble, say
from places import PYTHON, ROOT


def set_up(*groups: str) -> None:
    """Python packages, native libraries, interface: at the same time where they allow it."""
    with ThreadPoolExecutor(2) as pool:
        libraries = pool.submit(native.ensure)
        interface = pool.submit(node.ensure) if node.usable() else None
        packages.ensure(*groups)
        libraries.result()
        if interface:
            interface.result()
    node.ensure()
    assets.ensure()
    catalogues.ensure()


def dev(arguments: list[str]) -> int:
    """Set everything up and serve; --setup-only stops before serving."""
    started = time.monotonic()
    port = None if "--setup-only" in arguments else serve.port()
    set_up("base")
    env = native.environment()
    env.setdefault("CADRAGE_MODE", "demo")
    database.ensure(env)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    effort = spent.ru_utime + spent.ru_stime
    say(f"✓ Tout est en place ({time.monotonic() - started:.1f} s, dont {effort:.1f} s de calcul)")
    return serve.serve(port, env) if port else 0


def test(arguments: list[str]) -> int:
    """Set everything up and pass the tests on both databases."""
    set_up("base", "test")
    return suite.run_both(arguments, native.environment())


def setup(arguments: list[str]) -> int:
    """Set up, with the groups of packages asked for."""
    set_up("base", *arguments)
    return 0


def execute(arguments: list[str]) -> int:
    """Any command, in the environment that bin/dev has set up."""
    os.execvpe(arguments[0], arguments, native.environment())


def manage(arguments: list[str]) -> int:
    return execute([str(PYTHON), str(ROOT / "manage.py"), *arguments])


def build_assets(_arguments: list[str]) -> int:
    node.ensure()
    assets.ensure()
    return 0


COMMANDS = {
    "dev": dev,
    "test": test,
    "setup": setup,
    "exec": execute,
    "manage": manage,
    "assets": build_assets,
}

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
