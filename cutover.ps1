# The operator's command; --help says all. Builds only when nothing is built, because it is needed quickly.
$program = "$PSScriptRoot/artifacts/bin/CommandLine/release/cutover.dll"
if (-not (Test-Path $program)) {
    & dotnet msbuild "$PSScriptRoot/deploy/cutover" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo
    if ($LASTEXITCODE -ne 0) { exit 1 }
}
if (-not $env:STRANGLER_FEATURES) { $env:STRANGLER_FEATURES = "$PSScriptRoot/features.json" }
if (-not $env:STRANGLER_RULES) { $env:STRANGLER_RULES = "$PSScriptRoot/rules.json" }
if (-not $env:STRANGLER_YARP) { $env:STRANGLER_YARP = "$PSScriptRoot/yarp.json" }
& dotnet $program @args
exit $LASTEXITCODE
