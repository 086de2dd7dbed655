#!/usr/bin/env bash
# Installs what is missing, checks the format, builds, runs all tests; --help says what can be left out.
exec "$(dirname "$(readlink -f "$0")")/deploy/launch.sh" test "$@"
