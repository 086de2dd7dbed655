using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Hosting;
using Strangler.Gateway.Modules;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>
/// The gateway as its program builds it, on real sockets, in the process of the tests: it starts in a fraction of the time that a process of its
/// own needs to compile the same code again. For tests that look at answers; what a process does as a process needs <see cref="GatewayProcess"/>.
/// </summary>
internal sealed class HostedGateway : IAsyncDisposable
{
    /// <summary>As long as whoever starts a process of the gateway waits for its end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private HostedGateway(WebApplication app, string folder) => (_app, Folder) = (app, folder);

    public Uri Public => Address(0);

    public Uri Management => Address(1);

    /// <summary>Holds <c>features.json</c> and <c>gateway.db</c>.</summary>
    public string Folder { get; }

    /// <summary>What it has logged so far.</summary>
    public string Output => string.Join('\n', _app.Services.GetFakeLogCollector().GetSnapshot().Select(record => record.ToString()));

    /// <param name="options">How it is started.</param>
    /// <param name="folder">With the three JSON files and <c>gateway.db</c>; files that are missing are put there first.</param>
    /// <param name="timeZone">Where its clock stands, e.g. <c>Asia/Tokyo</c>.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<HostedGateway> StartAsync(GatewayOptions options, string folder, string timeZone, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "features.json")))
            GatewayFolder.Fill(folder, options.Stages);

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [$"--Config={folder}", .. options.Arguments(folder)], ContentRootPath = folder });
        builder.Services.AddSingleton<TimeProvider>(new ZonedTime(timeZone));
        builder.AddGateway();
        builder.Logging.ClearProviders().AddFakeLogging();

        var app = builder.Build();
        try
        {
            app.UseGateway(ModulesExtensions.MapModules);
            await app.StartCutoverAsync();
            await app.StartAsync(cancellationToken);
            return new HostedGateway(app, folder);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync(Patience);
        }
        catch (Exception exception) when (exception is OperationCanceledException or AggregateException)
        {
            // It was not ready in time; a process would have been killed now.
        }

        await _app.DisposeAsync();
    }

    private Uri Address(int listener) =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(listener));

    private sealed class ZonedTime(string zone) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById(zone);
    }
}
