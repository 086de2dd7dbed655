using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Hosting;
using Strangler.Gateway.Modules;

try
{
    var app = WebApplication.CreateBuilder(CommandLine.Expand(args)).AddGateway().Build();
    app.UseGateway(ModulesExtensions.MapModules);
    await app.StartCutoverAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception ex) when (StartupFailure.IsExpected(ex))
{
    return StartupFailure.Report(ex);
}
