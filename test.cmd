@echo off
rem Installs what is missing, checks the format, builds, runs all tests; --help says what can be left out.
call "%~dp0deploy\launch.cmd" test %*
exit /b %errorlevel%
