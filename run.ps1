# Starts the whole system until Ctrl-C; --help says what can be set.
& "$PSScriptRoot/deploy/launch.ps1" run @args
exit $LASTEXITCODE
