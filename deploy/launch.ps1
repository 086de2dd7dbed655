# Checks the SDK, builds the launcher and hands over to it.
$root = Split-Path -Parent $PSScriptRoot
Push-Location $root
& dotnet --version *> $null
$sdk = $?
Pop-Location
if (-not $sdk) {
    [Console]::Error.WriteLine("error: the .NET SDK 10 is missing: install it from https://dot.net/download")
    exit 1
}
& dotnet msbuild "$root/deploy/launcher" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo
if ($LASTEXITCODE -ne 0) { exit 1 }
& dotnet "$root/artifacts/bin/Launcher/release/strangler-launcher.dll" @args
exit $LASTEXITCODE
