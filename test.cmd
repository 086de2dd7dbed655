@echo off
rem Installs what is missing, checks the format, builds, runs all tests; --help says what can be left out.
rem Without "call", which reads the arguments once more: a caret would be two, and %% one.
"%~dp0deploy\launch.cmd" test %*
