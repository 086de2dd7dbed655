@echo off
rem Builds the launcher if it is not what its sources make, and hands over to it. No PowerShell, whose default policy runs no script.
setlocal
set "built=%~dp0..\artifacts\launcher"
set "program=%built%\release\strangler-launcher.dll"
if not exist "%program%" goto build
dotnet "%program%" fresh >nul 2>&1
if %errorlevel% == 0 goto run
:build
pushd "%~dp0.."
dotnet --version >nul 2>&1
if not %errorlevel% == 0 goto missing
popd
if not exist "%built%" mkdir "%built%"
type nul >"%built%\stamp.new"
dotnet msbuild "%~dp0launcher" -restore -p:Configuration=Release -p:ForScripts=true -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo
if not %errorlevel% == 0 exit /b 1
move /y "%built%\stamp.new" "%built%\stamp" >nul
:run
dotnet "%program%" %*
exit /b %errorlevel%
:missing
popd
set "found="
for /f %%v in ('dotnet --list-sdks 2^>nul') do call set "found=%%found%% %%v"
if not defined found set "found= none"
echo error: the .NET SDK 10 is missing (found:%found%): install it from https://dot.net/download>&2
exit /b 1
