using System.Net;
using System.Net.Sockets;

namespace Strangler.Gateway.Tests.Legacy.Lean;

/// <summary>Whatever else allocates meanwhile would be counted.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AloneWhileItCounts;

/// <summary>What the gateway allocates for a request that it passes on (docs/performance.md). Client and legacy allocate nothing.</summary>
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int Rounds = 5;
    private const int Requests = 1000;

    /// <summary>Seen are 1,440 and 8,920, of which some 150 are the page for exceptions of a developer.</summary>
    [Theory]
    [InlineData("lean", 1800)]
    [InlineData("yarp", 11_000)]
    public async Task Request_ThatIsPassedOn_AllocatesLittle(string forwarder, int budget)
    {
        using var legacy = new TcpListener(IPAddress.Loopback, 0);
        legacy.Start();
        var serving = new Thread(() => Serve(legacy)) { IsBackground = true };
        serving.Start();
        await using var gateway = new GatewayApp(new Uri($"http://{legacy.LocalEndpoint}"), ("ReverseProxy:Clusters:legacy:Metadata:Forwarder", forwarder)).Start();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Connect(new IPEndPoint(IPAddress.Loopback, gateway.Public.BaseAddress!.Port)); // a socket that has ever been asynchronous allocates for each read
        Ask(client, Requests); // what is made once

        var least = Enumerable.Range(0, Rounds).Min(_ => Allocated(client)); // something always runs beside a request now and then

        TestContext.Current.TestOutputHelper?.WriteLine($"{forwarder}: {least} bytes for a request");
        Assert.InRange(least, 0, budget);
    }

    private static long Allocated(Socket client)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Ask(client, Requests);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;
    }

    private static void Ask(Socket client, int times)
    {
        var request = "GET /api/status HTTP/1.1\r\nHost: 127.0.0.1:9090\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\nAccept-Language: en\r\nAccept-Encoding: gzip, deflate\r\nReferer: http://127.0.0.1:9090/\r\nConnection: keep-alive\r\n\r\n"u8;
        Span<byte> answer = new byte[4096];
        for (var i = 0; i < times; i++)
        {
            client.Send(request);
            for (var read = 0; !answer[..read].EndsWith("}\n"u8);)
                read += client.Receive(answer[read..]);
        }
    }

    private static void Serve(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var connection = listener.AcceptSocket();
                new Thread(() => Answer(connection)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
    }

    private static void Answer(Socket connection)
    {
        using var owned = connection;
        Span<byte> request = new byte[4096];
        try
        {
            while (connection.Receive(request) > 0)
                connection.Send("HTTP/1.1 200 OK\r\nServer: Werkzeug/2.2.2 Python/3.11.2\r\nDate: Sun, 22 Nov 2026 21:15:53 GMT\r\nContent-Type: application/json\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 19\r\n\r\n{\"status\":\"ready\"}\n"u8);
        }
        catch (SocketException)
        {
            // The gateway has gone.
        }
    }
}
