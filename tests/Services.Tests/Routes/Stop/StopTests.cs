using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Routes.Stop;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Routes.Stop;

/// <summary><c>POST /api/stop</c> with and without the power to cancel (Q27).</summary>
public sealed class StopTests
{
    private const string Sent = """{"message":"Stop command sent (note: C++ client handles connection lifecycle independently)","success":true}""" + "\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_ByDefault_CancelsNothing()
    {
        var cancellation = new Cancellation(() => Task.CompletedTask);

        Assert.Equal(Sent, (await StopAsync(cancellation, "false", TimeProvider.System)).Text);
        Assert.Equal(0, cancellation.Calls);
    }

    [Fact]
    public async Task Stop_WithStopCancels_CancelsAndAnswersTheSame()
    {
        var cancellation = new Cancellation(() => Task.CompletedTask);

        Assert.Equal(Sent, (await StopAsync(cancellation, "true", TimeProvider.System)).Text);
        Assert.Equal(1, cancellation.Calls);
    }

    [Fact]
    public async Task Stop_CancellationFails_AnswersTheSame()
    {
        Assert.Equal(Sent, (await StopAsync(new Cancellation(() => throw new InvalidOperationException()), "true", TimeProvider.System)).Text);
        Assert.Equal(Sent, (await StopAsync(new Cancellation(() => Task.FromException(new IOException())), "true", TimeProvider.System)).Text);
    }

    [Fact]
    public async Task Stop_CancellationHangs_AnswersAfterItsPatience()
    {
        var time = new FakeTimeProvider();
        var started = new TaskCompletionSource();
        var cancellation = new Cancellation(() =>
        {
            started.SetResult();
            return new TaskCompletionSource().Task;
        });

        var stopping = StopAsync(cancellation, "true", time);
        await started.Task.WaitAsync(Token);
        Assert.False(stopping.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal(Sent, (await stopping).Text);
    }

    private static async Task<RawResponse> StopAsync(Cancellation cancellation, string stopCancels, TimeProvider time)
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(
            server.Settings(("StopCancels", stopCancels)), Token,
            services => services.AddSingleton<IBackupCancellation>(cancellation).AddSingleton(time));
        return await host.PostJsonAsync("/api/stop", "", Token);
    }

    private sealed class Cancellation(Func<Task> cancel) : IBackupCancellation
    {
        public int Calls { get; private set; }

        public Task CancelAllAsync(CancellationToken cancellationToken)
        {
            Calls++;
            return cancel();
        }
    }
}
