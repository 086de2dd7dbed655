#!/usr/bin/env bash
# Starts the whole system until Ctrl-C; --help says what can be set.
exec "$(dirname "$(readlink -f "$0")")/deploy/launch.sh" run "$@"
