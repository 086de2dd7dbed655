using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Notices;
using Strangler.ShadowDiff.Store;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Handover;

/// <summary>
/// The gateway whose place this one has taken, until it has ended: it answers for the jobs that it knows, and has their folder and the database. Nothing of the kind where
/// this gateway began by itself.
/// </summary>
internal sealed partial class Predecessor : BackgroundService, IEarlierProcess
{
    /// <summary>Header of a forwarded request: whose it is.</summary>
    public const string ClientHeader = "X-Cutover-Client";

    /// <summary>Where it is told that this one serves, or why it cannot.</summary>
    public const string AnswerPath = "/handover";

    /// <summary>Where the status of a job of its own is asked, the job's id being the last segment.</summary>
    public const string StatusPath = "/handover/status";

    /// <summary>Where what happens to its jobs is heard of, as it happens.</summary>
    public const string NoticesPath = "/handover/notices";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>How long files that it may have changed are waited for: their disk may hang.</summary>
    private static readonly TimeSpan ForTheLook = TimeSpan.FromSeconds(2);

    /// <summary>How long what it has left in the database is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromMinutes(5) };

    private readonly string? _way = HandoverOffer.Given?.Predecessor;
    private readonly HttpMessageInvoker? _client;
    private readonly IHttpForwarder _forwarder;
    private readonly Standby _standby;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ILogger<Predecessor> _logger;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="forwarder">Forwards requests to it.</param>
    /// <param name="standby">Whether it is in charge.</param>
    /// <param name="services">For what is made later than this.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public Predecessor(IHttpForwarder forwarder, Standby standby, IServiceProvider services, TimeProvider time, ILogger<Predecessor> logger)
    {
        (_forwarder, _standby, _services, _time, _logger) = (forwarder, standby, services, time, logger);
        if (_way is null)
        {
            _gone.SetResult();
            _over.SetResult();
        }
        else
        {
            _client = new HttpMessageInvoker(Handler(_way));
        }
    }

    /// <summary>Whether it, or what it has left, knows of jobs that this one does not know yet.</summary>
    public bool IsThere => !_over.Task.IsCompleted;

    /// <summary>Completes when it has ended.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Completes when this one knows all that it knew.</summary>
    public Task Over => _over.Task;

    /// <summary>Its jobs have been read from the database.</summary>
    public void AreKnown() => _known.TrySetResult();

    /// <summary>Tells the earlier gateway why this one cannot take its place.</summary>
    public static async Task TellAsync(IReadOnlyList<string> problems)
    {
        if (HandoverOffer.Given is not { } offer)
            return;

        using var client = new HttpMessageInvoker(Handler(offer.Predecessor));
        try
        {
            await TellAsync(client, string.Join('\n', problems), CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            // It is gone itself, or has not waited for this: this process's own output says it too.
        }
    }

    /// <summary>Has it answer a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="client">The address that it came from.</param>
    /// <returns>False, and nothing is answered yet, where it has just ended.</returns>
    public async Task<bool> TryForwardAsync(HttpContext context, string? client)
    {
        var error = await _forwarder.SendAsync(context, "http://predecessor/", _client!, Config, (_, request) =>
        {
            request.Headers.Host = context.Request.Headers.Host.ToString();
            request.Headers.TryAddWithoutValidation(ClientHeader, client);
            return ValueTask.CompletedTask;
        });
        if (error == ForwarderError.None || context.Response.HasStarted || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            return true;

        context.Response.Clear();
        return false;
    }

    /// <summary>Its own answer to a list of jobs; null where it gives none.</summary>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri("http://predecessor/"), path));
        using var answer = await _client!.SendAsync(request, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK ? new(await answer.Content.ReadAsByteArrayAsync(cancellationToken)) : null;
    }

    /// <summary>The status of its own answer to a request of a client's.</summary>
    /// <exception cref="HttpRequestException">It has ended.</exception>
    public async Task<HttpStatusCode> PostAsync(string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri("http://predecessor/"), path)) { Content = content };
        using var answer = await _client!.SendAsync(request, cancellationToken);
        return answer.StatusCode;
    }

    /// <summary>What a page is told of a job of its own; null where it is none of its, or it has just ended.</summary>
    public async Task<ReadOnlyMemory<byte>?> StatusOfAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(HttpMethods.Get, $"{StatusPath}/{Uri.EscapeDataString(jobId)}", cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>What happens to its jobs, until it has ended.</summary>
    public async IAsyncEnumerable<Notice> NoticesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri("http://predecessor/"), NoticesPath));
        using var answer = await _client!.SendAsync(request, cancellationToken);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Split(' ', 2) is [var name, var payload])
                yield return new Notice(name, Encoding.UTF8.GetBytes(payload));
        }
    }

    /// <summary>Has it leave the ports: from then on this gateway is in charge. Once; where it does not answer any more, there is nobody to ask.</summary>
    /// <exception cref="HandoverRefusedException">It does not: something is in force there that this one would not know.</exception>
    public async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        if (_client is null || !_standby.IsTrue)
            return;
        if (_services.GetRequiredService<GatewayDatabase>().Name is var database && database != HandoverOffer.Given!.Database)
            throw new HandoverRefusedException($"An upgrade keeps the database: the gateway before this one has {HandoverOffer.Given.Database}, and the settings say {database} now. Put that back; or stop that gateway and start this one.");

        try
        {
            if (await TellAsync(_client, "", cancellationToken) is { } refusal)
                throw new HandoverRefusedException(refusal);
        }
        catch (HttpRequestException exception)
        {
            WasNotAsked(exception.Message);
        }

        try
        {
            await Task.WhenAll(_services.GetServices<ILastLook>().Select(look => look.LookAsync(cancellationToken))).WaitAsync(ForTheLook, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It is looked at as ever.
        }

        _standby.End();
    }

    public override void Dispose()
    {
        _client?.Dispose();
        base.Dispose();
    }

    /// <summary>Its end is that of its socket: it takes the file away as it leaves, and nobody listens any more where it was killed.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_way is null)
            return;

        using var timer = new PeriodicTimer(Look, _time);
        try
        {
            while (await IsListeningAsync(_way, stoppingToken))
                await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        HasEnded();
        _gone.SetResult();
        await _known.Task.WaitAsync(Patience, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.SetResult();
    }

    private static async Task<bool> IsListeningAsync(string way, CancellationToken cancellationToken)
    {
        try
        {
            using var _ = await ConnectAsync(way, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <returns>Why it does not leave; null where it does.</returns>
    private static async Task<string?> TellAsync(HttpMessageInvoker client, string problem, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri("http://predecessor/"), AnswerPath)) { Content = new StringContent(problem) };
        using var answer = await client.SendAsync(request, cancellationToken);
        return answer.StatusCode == HttpStatusCode.Conflict ? await answer.Content.ReadAsStringAsync(cancellationToken) : null;
    }

    private static SocketsHttpHandler Handler(string way) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(way, cancellationToken), ownsSocket: true),
    };

    private static async Task<Socket> ConnectAsync(string way, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(way), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Upgrade: the gateway before this one does not answer any more, and this one serves: {Problem}")]
    private partial void WasNotAsked(string problem);

    [LoggerMessage(LogLevel.Information, "Upgrade: the gateway before this one has ended")]
    private partial void HasEnded();
}

/// <summary>The gateway before this one keeps its place. The message says why.</summary>
internal sealed class HandoverRefusedException(string message) : Exception(message);
