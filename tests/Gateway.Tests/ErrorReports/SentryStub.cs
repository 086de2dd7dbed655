using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.ErrorReports;

/// <summary>Takes envelopes over HTTP as Sentry does.</summary>
internal sealed class SentryStub : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Target, string Headers, string Envelope)> _received = new();
    private LegacyStub? _server;
    private int _waiting;

    /// <summary>Where a gateway is to send what.</summary>
    public string Dsn => $"http://{Key}@{_server!.Address.Authority}/42";

    public const string Key = "0123456789abcdef0123456789abcdef";

    /// <summary>Envelopes as they came: a line of JSON for the envelope, and two for each thing in it.</summary>
    public IReadOnlyList<string> Envelopes => [.. _received.Select(one => one.Envelope)];

    /// <summary>All that was received.</summary>
    public string Everything => string.Concat(_received);

    /// <summary>Envelopes that came and have no answer.</summary>
    public int Waiting => _waiting;

    /// <param name="hangs">Whether it never answers.</param>
    /// <param name="status">What it answers.</param>
    public static async Task<SentryStub> StartAsync(bool hangs = false, int status = StatusCodes.Status200OK)
    {
        var stub = new SentryStub();
        stub._server = await LegacyStub.StartAsync(async context =>
        {
            await stub.ReceiveAsync(context.Request, context.RequestAborted);
            if (hangs)
                await stub.HangAsync(context.RequestAborted);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("{}", context.RequestAborted);
        });
        return stub;
    }

    /// <summary>The events of a kind, once there is one: a gateway of a test has other errors too.</summary>
    public async Task<IReadOnlyList<JsonNode>> EventsAsync(Predicate<JsonNode> isIt, CancellationToken cancellationToken) => await Eventually.GetAsync(
        () => Envelopes.Select(envelope => envelope.Split('\n')).Where(lines => lines[1].Contains("\"event\"", StringComparison.Ordinal)).Select(lines => JsonNode.Parse(lines[2])!).Where(report => isIt(report)).ToList(),
        found => found.Count > 0,
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        Stream body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var reader = new StreamReader(body, Encoding.UTF8);
        _received.Enqueue(($"{request.Method} {request.Path}", string.Join('\n', request.Headers), await reader.ReadToEndAsync(cancellationToken)));
    }

    private async Task HangAsync(CancellationToken gone)
    {
        Interlocked.Increment(ref _waiting);
        await Hang.UntilAsync(gone);
    }
}
