using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Doctor;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Hosting;
using Strangler.Gateway.Modules;
using Strangler.Gateway.Moving;
using Strangler.Settings;

Utf8Console.Use();
NativeHeap.Share();
if (CommandLine.Answer(args) is { } answer)
{
    Console.WriteLine(answer);
    return 0;
}

if (args.FirstOrDefault() == HealthProbe.Switch)
    return await HealthProbe.RunAsync(args[1..]);

if (CommandLine.Examines(args))
{
    await DoctorExtensions.WriteAsync(Open, StartupFailure.Lines, Console.Out);
    return 0;
}

if (CommandLine.MovesStore(args))
    return await MoveProgram.RunAsync(Open, StartupFailure.Report, Console.Out);

var started = false;
try
{
    await using var app = Open();
    if (CommandLine.Prints(args))
        return PrintedSettings.Write(app, Console.Out);

    await app.StartCutoverAsync();
    await app.StartAsync();
    started = true;
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception ex) when (!started && ex is not HostAbortedException)
{
    await Predecessor.TellAsync(StartupFailure.Lines(ex));
    return StartupFailure.Report(ex);
}

WebApplication Open()
{
    var app = WebApplication.CreateBuilder(WorkingFolder.Enter(CommandLine.Expand(args))).AddGateway().Build();
    app.UseGateway(ModulesExtensions.MapModules);
    return app;
}
