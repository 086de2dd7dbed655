# The operator's command; --help says all. Builds only when nothing is built, because it is needed quickly,
# and then without a look for known faults of packages, which needs the network: that is for test.ps1 and CI.
$program = "$PSScriptRoot/artifacts/bin/CommandLine/release/cutover.dll"
$dotnet = Get-Command dotnet -CommandType Application -ErrorAction Ignore
$built = Test-Path -LiteralPath $program
if ($dotnet -and -not $built) {
    Push-Location -LiteralPath $PSScriptRoot
    & dotnet --version *> $null
    if ($LASTEXITCODE -ne 0) { $dotnet = $null }
    Pop-Location
}
if (-not $dotnet) {
    [Console]::Error.WriteLine("error: the .NET SDK 10 is missing: install it from https://dot.net/download")
    exit 1
}
if (-not $built) {
    & dotnet msbuild "$PSScriptRoot/deploy/cutover" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo | ForEach-Object { [Console]::Error.WriteLine($_) }
    if ($LASTEXITCODE -ne 0) { exit 1 }
}
$env:STRANGLER_USUAL_CONFIG = "$PSScriptRoot/data/config"
$config = if ($env:STRANGLER_CONFIG) { $env:STRANGLER_CONFIG } else { $env:STRANGLER_USUAL_CONFIG }
# Before the first run.ps1 there is no such folder: the shipped files serve.
$files = if (Test-Path -LiteralPath "$config/yarp.json") { $config } else { $PSScriptRoot }
if (-not $env:STRANGLER_RULES) { $env:STRANGLER_RULES = "$files/rules.json" }
if (-not $env:STRANGLER_YARP) { $env:STRANGLER_YARP = "$files/yarp.json" }
& dotnet $program @args
exit $LASTEXITCODE
