# The operator's command; --help says all. Builds only when nothing is built, because it is needed quickly,
# and then without a look for known faults of packages, which needs the network: that is for test.ps1 and CI.
$program = "$PSScriptRoot/artifacts/bin/CommandLine/release/cutover.dll"
if (-not (Test-Path $program)) {
    & dotnet msbuild "$PSScriptRoot/deploy/cutover" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo
    if ($LASTEXITCODE -ne 0) { exit 1 }
}
$env:STRANGLER_USUAL_CONFIG = "$PSScriptRoot/data/config"
$config = if ($env:STRANGLER_CONFIG) { $env:STRANGLER_CONFIG } else { $env:STRANGLER_USUAL_CONFIG }
# Before the first run.ps1 there is no such folder: the shipped files serve.
$files = if (Test-Path "$config/yarp.json") { $config } else { $PSScriptRoot }
if (-not $env:STRANGLER_RULES) { $env:STRANGLER_RULES = "$files/rules.json" }
if (-not $env:STRANGLER_YARP) { $env:STRANGLER_YARP = "$files/yarp.json" }
& dotnet $program @args
exit $LASTEXITCODE
