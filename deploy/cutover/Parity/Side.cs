using System.Net.Sockets;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Exit;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Parity;

/// <summary>One of the two servers.</summary>
/// <param name="name">legacy or modern.</param>
/// <param name="timeout">For a whole answer.</param>
internal sealed class Side(string name, Uri address, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private const int LongestBody = 64 * 1024 * 1024;
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private readonly VerbatimClient _client = new(LongestBody, timeout < LongestConnect ? timeout : LongestConnect);

    public string Name => name;

    public Uri Address => address;

    /// <summary>Opens a connection and closes it: one clear message is better than a failure for each case.</summary>
    /// <exception cref="CommandException">Nobody listens there.</exception>
    public async Task ReachAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout < LongestConnect ? timeout : LongestConnect, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(address.DnsSafeHost, address.Port, linked.Token);
        }
        catch (Exception exception) when (exception is SocketException || patience.IsCancellationRequested)
        {
            throw new CommandException(
                $"{name} at {address.GetLeftPart(UriPartial.Authority)} cannot be reached ({exception.Message}): is it running? Its address goes with --{name}.", ExitCode.Unreachable);
        }
    }

    /// <summary>Throws only when the token is cancelled: a side that fails is a result.</summary>
    public async Task<SideAnswer> SendAsync(CaseRequest request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var start = time.GetTimestamp();
        try
        {
            using var message = VerbatimRequest.Create(address, request.Method, request.Target, request.Headers, request.Body);
            var response = await _client.SendAsync(message, linked.Token);
            return new(response with { At = time.GetUtcNow() }, time.GetElapsedTime(start));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = patience.IsCancellationRequested ? $"no answer within {timeout.TotalSeconds:0.###} s" : exception.Message;
            return new(null, time.GetElapsedTime(start), $"{name}: {failure}", exception is OversizeException);
        }
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>What one side made of a request.</summary>
/// <param name="Response">Null when there is none to compare.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="IsOversize">The answer was there, but longer than what is compared.</param>
internal sealed record SideAnswer(CapturedResponse? Response, TimeSpan Duration, string? Failure = null, bool IsOversize = false);
