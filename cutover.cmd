@echo off
rem The operator's command; --help says all. Builds only when nothing is built, because it is needed quickly,
rem and then without a look for known faults of packages, which needs the network: that is for test.cmd and CI.
setlocal
set "program=%~dp0artifacts\bin\CommandLine\release\cutover.dll"
if exist "%program%" goto run
pushd "%~dp0"
dotnet --version >nul 2>&1
if not %errorlevel% == 0 goto missing
popd
dotnet msbuild "%~dp0deploy\cutover" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo >&2
if not %errorlevel% == 0 exit /b 1
:run
set "STRANGLER_USUAL_CONFIG=%~dp0data\config"
set "config=%STRANGLER_CONFIG%"
if not defined config set "config=%STRANGLER_USUAL_CONFIG%"
rem Before the first run.cmd there is no such folder: the shipped files serve.
set "files=%~dp0."
if exist "%config%\yarp.json" set "files=%config%"
if not defined STRANGLER_RULES set "STRANGLER_RULES=%files%\rules.json"
if not defined STRANGLER_YARP set "STRANGLER_YARP=%files%\yarp.json"
dotnet "%program%" %*
if not %errorlevel% == 9009 exit /b %errorlevel%
:missing
popd
echo error: the .NET SDK 10 is missing: install it from https://dot.net/download>&2
exit /b 1
