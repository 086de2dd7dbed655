using System.Net;
using System.Net.Sockets;
using System.Text;
using Strangler.Contract.Management;

namespace Strangler.Gateway.Doctor;

/// <summary>Whether legacy answers, by which clock, and whether it still counts every client as one: behind a gateway all have one address (contract 3.6).</summary>
internal sealed class LegacyExamination(IConfiguration configuration, TimeProvider time)
{
    /// <summary>Contract 3.6.</summary>
    private const int Limit = 12;

    /// <summary>For one more to be counted: each has a thread of legacy's that may have to be started.</summary>
    private const int Tries = 10;

    /// <summary>A date in a header has whole seconds, and an answer takes its time.</summary>
    private static readonly TimeSpan SmallDifference = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Another address of this machine's than clients come from, so that no client is refused for these questions.</summary>
    private static readonly IPAddress Aside = IPAddress.Parse("127.0.0.2");

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var written = configuration.GetSection("ReverseProxy:Clusters:legacy:Destinations").GetChildren().Select(destination => destination["Address"]).FirstOrDefault();
        if (!Uri.TryCreate(written, UriKind.Absolute, out var address))
            return [Finding.Good("legacy", "None is configured: every route is complete, or the gateway refuses to start.")];

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Patience);
        try
        {
            var (took, date) = await AskAsync(address, bound.Token);
            return [Finding.Good("legacy", $"{written} answers, within {took.TotalMilliseconds:0} ms."), Clock(date), await LimitAsync(address, bound.Token)];
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or SocketException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [Finding.Bad("legacy", $"{written} does not answer ({(ex is OperationCanceledException ? $"nothing within {Patience.TotalSeconds:0} s" : ex.Message.TrimEnd('.'))}).",
                "Start it before the gateway, or correct Clusters:legacy:Destinations in yarp.json: every route below live is a 502 until then.")];
        }
    }

    /// <summary>A question that costs it nothing and is not counted (contract 9.1).</summary>
    private async Task<(TimeSpan Took, DateTimeOffset? Date)> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var asked = time.GetTimestamp();
        using var answer = await client.GetAsync(new Uri(address, "/socket.io/"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (time.GetElapsedTime(asked), answer.Headers.Date);
    }

    private Finding Clock(DateTimeOffset? date)
    {
        if (date is not { } theirs)
            return Finding.Doubtful("clock", "Legacy's answers have no Date header.", "Look by hand whether both clocks agree: jobs and reports are compared by their times.");

        var difference = (time.GetUtcNow() - theirs).Duration();
        return difference <= SmallDifference
            ? Finding.Good("clock", "Is legacy's.")
            : Finding.Doubtful("clock", $"Differs from legacy's by {difference.TotalSeconds:0} s.", "Have both machines keep the time (NTP): times of both sides are compared.");
    }

    /// <summary>
    /// As many requests as the limit allows are held, without their bodies, and one more is sent. They come from an address of their own, which takes the
    /// places of no client; to another machine there is none, and nothing is tried.
    /// </summary>
    private async Task<Finding> LimitAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address.Scheme != Uri.UriSchemeHttp || !IPAddress.TryParse(address.Host is "localhost" ? "127.0.0.1" : address.Host, out var ip) || !IPAddress.IsLoopback(ip) || ip.AddressFamily is not AddressFamily.InterNetwork || OperatingSystem.IsMacOS())
        {
            return Finding.Doubtful("legacy-limit", $"Not tried: legacy is not at 127.0.0.1, and {Limit} requests from here would take places of clients.",
                "See by hand that the limit of requests per address (12 and 16) is lifted in legacy: the gateway keeps it for each client.");
        }

        var held = new List<Socket>();
        try
        {
            for (var count = 0; count < Limit; count++)
                held.Add(await SendAsync(address, ip, "POST /api/connect HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n", cancellationToken));
            for (var tries = 0; tries < Tries; tries++)
            {
                await Task.Delay(Pause, time, cancellationToken);
                using var one = await SendAsync(address, ip, "OPTIONS /health HTTP/1.1\r\nConnection: close\r\n", cancellationToken);
                if (await IsRefusedAsync(one, cancellationToken))
                {
                    return Finding.Bad("legacy-limit", $"Legacy refuses more than {Limit} requests at once from one address (429), and all clients have the gateway's.",
                        "Raise the constants 12 and 16 in its request limiter, e.g. to 10000 (the reference Flask: --connection-limit off). The gateway keeps the limit for each client.");
                }
            }

            return Finding.Good("legacy-limit", $"More than {Limit} requests at once from one address are answered.");
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<Socket> SendAsync(Uri address, IPAddress ip, string head, CancellationToken cancellationToken)
    {
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(Aside, 0));
            await socket.ConnectAsync(new IPEndPoint(ip, address.Port), cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"{head}Host: {address.Authority}\r\n\r\n"), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<bool> IsRefusedAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
        return (await reader.ReadLineAsync(cancellationToken))?.Split(' ').ElementAtOrDefault(1) == "429";
    }
}
