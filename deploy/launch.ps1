# Builds the launcher if it is not what its sources make, and hands over to it.
$root = Split-Path -Parent $PSScriptRoot
$built = "$root/artifacts/launcher"
$program = "$built/release/strangler-launcher.dll"
$dotnet = Get-Command dotnet -CommandType Application -ErrorAction Ignore
$fresh = $false
if ($dotnet -and (Test-Path -LiteralPath $program)) {
    & dotnet $program fresh *> $null
    $fresh = $LASTEXITCODE -eq 0
}
if (-not $fresh) {
    $found = @()
    if ($dotnet) {
        Push-Location -LiteralPath $root
        & dotnet --version *> $null
        $sdk = $LASTEXITCODE -eq 0
        $found = @(& dotnet --list-sdks 2> $null | ForEach-Object { "$_".Split(' ')[0] })
        Pop-Location
    }
    if (-not $sdk) {
        if (-not $found) { $found = 'none' }
        [Console]::Error.WriteLine("error: the .NET SDK 10 is missing (found: $found): install it from https://dot.net/download")
        exit 1
    }
    $null = New-Item -ItemType File -Force "$built/stamp.new"
    & dotnet msbuild "$root/deploy/launcher" -restore -p:Configuration=Release -p:ForScripts=true -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo
    if ($LASTEXITCODE -ne 0) { exit 1 }
    Move-Item -Force -LiteralPath "$built/stamp.new" "$built/stamp"
}
& dotnet $program @args
exit $LASTEXITCODE
