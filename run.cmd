@echo off
rem Starts the whole system until Ctrl-C; --help says what can be set.
rem Without "call", which reads the arguments once more: a caret would be two, and %% one.
"%~dp0deploy\launch.cmd" run %*
