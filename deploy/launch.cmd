@echo off
rem Checks the SDK, builds the launcher and hands over to it. No PowerShell, whose default policy runs no script.
setlocal
pushd "%~dp0.."
dotnet --version >nul 2>&1 || goto missing
popd
dotnet msbuild "%~dp0launcher" -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo || exit /b 1
dotnet "%~dp0..\artifacts\bin\Launcher\release\strangler-launcher.dll" %*
exit /b %errorlevel%
:missing
popd
echo error: the .NET SDK 10 is missing: install it from https://dot.net/download>&2
exit /b 1
