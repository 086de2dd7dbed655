@echo off
rem Starts the whole system until Ctrl-C; --help says what can be set.
call "%~dp0deploy\launch.cmd" run %*
exit /b %errorlevel%
