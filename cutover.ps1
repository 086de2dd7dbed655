# The operator's command; --help says all. Builds only when nothing is built, because it is needed quickly.
$program = "$PSScriptRoot/artifacts/bin/Cutover/release/cutover.dll"
if (-not (Test-Path $program)) {
    & dotnet build "$PSScriptRoot/deploy/cutover" -c Release -v quiet --nologo -nodeReuse:false -p:UseSharedCompilation=false
    if ($LASTEXITCODE -ne 0) { exit 1 }
}
& dotnet $program @args
exit $LASTEXITCODE
