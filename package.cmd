@echo off
rem Makes the packages for Linux and Windows in artifacts\packages; --help says more.
call "%~dp0deploy\launch.cmd" package %*
exit /b %errorlevel%
