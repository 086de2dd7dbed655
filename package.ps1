# Makes the packages for Linux and Windows in artifacts/packages; --help says more.
& "$PSScriptRoot/deploy/launch.ps1" package @args
exit $LASTEXITCODE
