#!/usr/bin/env bash
# Builds the launcher if it is not what its sources make, and becomes it: run.sh, test.sh and package.sh hand over to it.
root=$(cd "$(dirname "$0")/.." && pwd)
built=$root/artifacts/launcher
program=$built/release/strangler-launcher.dll
if [ ! -f "$program" ] || ! dotnet "$program" fresh >/dev/null 2>&1; then
  if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
    found=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -)
    echo "error: the .NET SDK 10 is missing (found: ${found:-none}): install it from https://dot.net/download" >&2
    exit 1
  fi
  mkdir -p "$built" && touch "$built/stamp.new"
  dotnet msbuild "$root/deploy/launcher" -restore -p:Configuration=Release -p:ForScripts=true -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo || exit 1
  mv "$built/stamp.new" "$built/stamp"
fi
exec dotnet "$program" "$@"
