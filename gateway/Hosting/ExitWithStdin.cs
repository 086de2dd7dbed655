using Microsoft.Extensions.Options;

namespace Strangler.Gateway.Hosting;

/// <summary>
/// Stops the gateway when its standard input ends, which it does when the program that started it dies, however it died.
/// The one way to leave no orphan that is the same on Linux and Windows. Off unless <c>Gateway:ExitWithStdin</c> is true.
/// </summary>
internal sealed class ExitWithStdin(IHostApplicationLifetime lifetime, IOptions<HostingOptions> options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Once all has started: a host that is stopped in the middle of its start fails instead.
        // A thread of its own: reading the console cannot be cancelled, and the end of the process must not wait for it.
        if (options.Value.ExitWithStdin)
            lifetime.ApplicationStarted.Register(new Thread(WaitForEnd) { IsBackground = true, Name = nameof(ExitWithStdin) }.Start);
        return Task.CompletedTask;
    }

    private void WaitForEnd()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
