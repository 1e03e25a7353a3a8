# Finds a Python that is new enough, or says which package to install; sets $python and $folder.
folder=$(dirname "$0")/bootstrap
for python in python3 python3.11 python3.12 python3.13 python3.14 none; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
done
if [ "$python" = none ]; then
  found=$(python3 --version 2>/dev/null || echo "aucun python3 / no python3")
  cat >&2 <<TEXT
✗ Cadrage demande Python 3.11 ou plus récent ($found).
  Debian 12, Ubuntu 24.04 : sudo apt install python3
  Ubuntu 22.04            : sudo apt install python3.11
  macOS                   : brew install python@3.13
  Cadrage needs Python 3.11 or newer: install the package above, then run this command again.
TEXT
  exit 1
fi
