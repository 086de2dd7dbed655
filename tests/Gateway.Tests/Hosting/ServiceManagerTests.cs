using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Systemd;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Hosting;

/// <summary>What systemd hears besides READY and STOPPING, which the library says where systemd has started the program.</summary>
public sealed class ServiceManagerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignsOfLife_Come_WhileTheGatewayAnswersItself_AndNotWhileItHangs()
    {
        var (told, management) = (new Notices(), new Hanging());
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("WATCHDOG_USEC", "400000"))
            .With(services => services.AddSingleton<ISystemdNotifier>(told).AddSingleton<IStartupFilter>(management)).Start();
        await told.NextAsync("WATCHDOG=1");

        management.Hangs = true;
        await management.AskedAsync(); // was under way, perhaps, and answered
        await management.AskedAsync();
        var before = told.Count("WATCHDOG=1");
        await management.AskedAsync();
        await management.AskedAsync();
        Assert.Equal(before, told.Count("WATCHDOG=1"));

        management.Hangs = false;
        await Eventually.IsTrueAsync(() => told.Count("WATCHDOG=1") > before, Token);
    }

    [Fact]
    public async Task WithoutAWatchdog_OrWithThatOfAnotherProcess_NoSignOfLifeIsGiven_AndTheEndAsksForItsTime()
    {
        var told = new Notices();
        await using var legacy = await LegacyStub.StartAsync();
        await using (new GatewayApp(legacy.Address, ("WATCHDOG_USEC", "1000"), ("WATCHDOG_PID", "1"), ("Gateway:DrainTimeout", "00:00:20")).With(services => services.AddSingleton<ISystemdNotifier>(told)).Start())
        {
        }

        Assert.Equal(["EXTEND_TIMEOUT_USEC=30000000"], told.All);
    }

    /// <summary>The library's own notifier, and a socket as systemd's.</summary>
    [Fact]
    public async Task Notices_ArriveAtTheSocket()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "systemd is for Linux.");
        using var folder = new TemporaryFolder();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.Combine("notify")));
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", folder.Combine("notify"));
        var notifier = new SystemdNotifier();
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("WATCHDOG_USEC", "400000")).With(services => services.AddSingleton<ISystemdNotifier>(notifier)).Start();

        var notice = new byte[256];
        var length = await socket.ReceiveAsync(notice, Token);

        Assert.Equal("WATCHDOG=1", Encoding.UTF8.GetString(notice, 0, length));
    }

    private sealed class Notices : ISystemdNotifier
    {
        private readonly List<string> _told = [];

        public bool IsEnabled => true;

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_told)
                    return [.. _told];
            }
        }

        public int Count(string state) => All.Count(told => told == state);

        public Task NextAsync(string state) => Eventually.IsTrueAsync(() => Count(state) > 0, Token);

        public void Notify(ServiceState state)
        {
            lock (_told)
                _told.Add(state.ToString());
        }
    }

    /// <summary>Stands before everything, and holds questions for the gateway's life while it is told to.</summary>
    private sealed class Hanging : IStartupFilter
    {
        private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();

        public volatile bool Hangs;

        public async Task AskedAsync() => await _asked.Reader.ReadAsync(Token);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                if (Hangs && context.Request.Path == "/livez")
                {
                    _asked.Writer.TryWrite(true);
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return;
                }

                await following(context);
            });
            next(app);
        };
    }
}
