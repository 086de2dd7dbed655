@echo off
rem The operator's command; --help says all. Builds only when nothing is built, because it is needed quickly,
rem and then without a look for known faults of packages, which needs the network: that is for test.cmd and CI.
setlocal
set "program=%~dp0artifacts\bin\CommandLine\release\cutover.dll"
if not exist "%program%" dotnet msbuild "%~dp0deploy\cutover" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo || exit /b 1
set "STRANGLER_USUAL_CONFIG=%~dp0data\config"
set "config=%STRANGLER_CONFIG%"
if not defined config set "config=%STRANGLER_USUAL_CONFIG%"
rem Before the first run.cmd there is no such folder: the shipped files serve.
set "files=%~dp0."
if exist "%config%\yarp.json" set "files=%config%"
if not defined STRANGLER_RULES set "STRANGLER_RULES=%files%\rules.json"
if not defined STRANGLER_YARP set "STRANGLER_YARP=%files%\yarp.json"
dotnet "%program%" %*
exit /b %errorlevel%
