#!/usr/bin/env bash
# Checks the SDK, builds the launcher and becomes it: run.sh and test.sh hand over to it.
root=$(cd "$(dirname "$0")/.." && pwd)
if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
  found=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -)
  echo "error: the .NET SDK 10 is missing (found: ${found:-none}): install it from https://dot.net/download" >&2
  exit 1
fi
dotnet msbuild "$root/deploy/launcher" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo || exit 1
exec dotnet "$root/artifacts/bin/Launcher/release/strangler-launcher.dll" "$@"
