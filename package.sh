#!/usr/bin/env bash
# Makes the packages for Linux and Windows in artifacts/packages; --help says more.
exec "$(dirname "$(readlink -f "$0")")/deploy/launch.sh" package "$@"
