# Installs what is missing, checks the format, builds, runs all tests.
& "$PSScriptRoot/deploy/launch.ps1" test @args
exit $LASTEXITCODE
