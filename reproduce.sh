#!/bin/sh
# Everything from nothing: a virtual environment of its own with the exact versions of constraints.txt, then every paper
# derived anew into reproduction/. Needs Python 3.11 or newer, and the network while it installs.
#   ./reproduce.sh [what lsec reproduce takes]     PYTHON names another Python, VENV another place for the environment
set -eu
cd "$(dirname "$0")"

python=${PYTHON:-python3}
venv=${VENV:-build/venv-reproduce}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "reproduce.sh: $python is no Python 3.11 or newer; name one, as in PYTHON=python3.12 ./reproduce.sh" >&2
    exit 1
fi

unset PYTHONPATH PYTHONHOME
"$python" -m venv "$venv"
. "$venv/bin/activate"
python -m pip install -c constraints.txt . && lsec reproduce "$@"
