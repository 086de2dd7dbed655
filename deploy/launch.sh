#!/usr/bin/env bash
# Checks the SDK, builds the launcher and becomes it: run.sh and test.sh hand over to it.
root=$(cd "$(dirname "$0")/.." && pwd)
program=$root/artifacts/bin/Launcher/release/strangler-launcher.dll
# MSBuild takes a second to find that nothing has changed. A file that is gone has changed its folder.
if [ ! -f "$program" ] || [ -n "$(find "$root/deploy/launcher" "$root/gateway/Settings" "$root"/Directory.* "$root/global.json" -newer "$program" -print -quit)" ]; then
  if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
    found=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -)
    echo "error: the .NET SDK 10 is missing (found: ${found:-none}): install it from https://dot.net/download" >&2
    exit 1
  fi
  dotnet msbuild "$root/deploy/launcher" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo || exit 1
  touch "$program"
fi
exec dotnet "$program" "$@"
