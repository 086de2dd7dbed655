@echo off
rem Makes the packages for Linux and Windows in artifacts\packages; --help says more.
rem Without "call", which reads the arguments once more: a caret would be two, and %% one.
"%~dp0deploy\launch.cmd" package %*
