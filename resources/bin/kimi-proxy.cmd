@echo off
rem The command line of the Kimi Proxy app: its own cli.js, run by its own runtime as plain Node.
setlocal
set "app=%~dp0..\..\Kimi Proxy.exe"
if exist "%app%" goto run
echo kimi-proxy: the Kimi Proxy app is not at "%app%"; install it again, or remove this command.>&2
exit /b 127
:run
set ELECTRON_RUN_AS_NODE=1
"%app%" "%~dp0..\app.asar\dist\cli.js" %*
