using System.Net.WebSockets;
using System.Text;
using Polly;
using Polly.Retry;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Jobs;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.Pages;
using Strangler.Services.Realtime.SocketIo;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>
/// While modern serves the pages' sockets, legacy's jobs are told to them too: the gateway listens to legacy as a page would and passes
/// on what it hears. Once nothing needs legacy any more it is left alone.
/// </summary>
internal sealed partial class LegacyRelay : BackgroundService, IForeignStatus
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CutoverState _state;
    private readonly LegacyJobs _jobs;
    private readonly INoticeSink _pages;
    private readonly LegacyHearing _hearing;
    private readonly Predecessor _earlier;
    private readonly TimeProvider _time;
    private readonly ILogger<LegacyRelay> _logger;
    private readonly ResiliencePipeline _untilOpen;
    private volatile TaskCompletionSource<LegacyEvents> _events = NotYet();

    public LegacyRelay(CutoverState state, LegacyJobs jobs, INoticeSink pages, LegacyHearing hearing, Predecessor earlier, TimeProvider time, ILogger<LegacyRelay> logger)
    {
        (_state, _jobs, _pages, _hearing, _earlier, _time, _logger) = (state, jobs, pages, hearing, earlier, time, logger);
        _untilOpen = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<WebSocketException>(),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(5),
                OnRetry = attempt =>
                {
                    if (attempt.AttemptNumber == 0)
                        NotHeard(Reason(attempt.Outcome.Exception!));
                    return default;
                },
            })
            .Build();
    }

    /// <summary>What legacy says of a job of its own, or the gateway before this one of its; null where it is none of theirs, or nothing is legacy's any more.</summary>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(string jobId, CancellationToken cancellationToken)
    {
        if (_earlier.IsThere && await _earlier.StatusOfAsync(jobId, cancellationToken) is { } earlier)
            return earlier;
        if (!_jobs.Owns(jobId) || !IsNeeded())
            return null;
        return StatusQuestion.AnswerIn(await AnswerAsync(StatusQuestion.Of(jobId), cancellationToken)) is { } status ? Encoding.UTF8.GetBytes(status.GetRawText()) : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>What legacy tells a page that sends this event; null when it cannot be asked.</summary>
    /// <param name="question">See <see cref="IPageAnswers"/>.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<byte[]?> AnswerAsync(SocketArguments question, CancellationToken cancellationToken)
    {
        if (!IsNeeded())
            return null;

        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // Just after a flip the gateway is still connecting, and pages that were nudged ask for their jobs already.
            var events = await _events.Task.WaitAsync(either.Token);
            return await (question.Json.Span.SequenceEqual("[\"connect\"]"u8) ? ConnectAsync(either.Token) : events.AskAsync(question, either.Token));
        }
        catch (Exception ex) when (ex is WebSocketException or ObjectDisposedException or InvalidOperationException || !cancellationToken.IsCancellationRequested)
        {
            NotAsked(ex.Message);
            return null;
        }
    }

    /// <summary>A connect is told to new pages only, so one is opened for it.</summary>
    private async Task<byte[]?> ConnectAsync(CancellationToken cancellationToken)
    {
        using var page = await LegacyEvents.OpenAsync(_state.Current.Legacy!, _time, cancellationToken);
        return await page.ConnectAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!IsNeeded())
                continue;

            using var needed = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var relay = RelayAsync(needed.Token);
            while (!relay.IsCompleted && IsNeeded() && await timer.WaitForNextTickAsync(stoppingToken))
            {
            }

            await needed.CancelAsync();
            await relay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // With every route complete legacy may be gone for good; only a job that it was just seen to run keeps the gateway listening.
    private bool IsNeeded()
    {
        var snapshot = _state.Current;
        return snapshot.Legacy is not null && snapshot.Serves(Side.Modern, RouteNames.Realtime)
            && (_jobs.HasLive || snapshot.NeedsLegacy);
    }

    private async Task RelayAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var events = await _untilOpen.ExecuteAsync(async token => await LegacyEvents.OpenAsync(_state.Current.Legacy!, _time, token), cancellationToken);
                _events.SetResult(events);
                _hearing.Begin(events);
                await ListenAsync(events, cancellationToken);
                NotHeard("legacy has closed the connection");
            }
            catch (Exception ex) when (ex is WebSocketException or TimeoutException)
            {
                NotHeard(Reason(ex));
            }
            finally
            {
                _hearing.End();
                if (_events.Task.IsCompleted) // else whoever waits for legacy goes on waiting for the next connection
                    _events = NotYet();
            }

            await Task.Delay(Interval, _time, cancellationToken);
        }
    }

    private async Task ListenAsync(LegacyEvents events, CancellationToken cancellationToken)
    {
        var isRefused = false;
        await events.ListenAsync(_pages.Publish, cancellationToken, isIn =>
        {
            if (isIn)
                Heard();
            else if (!isRefused)
                NotHeard("legacy has as many pages as it takes");
            isRefused = !isIn;
        });
    }

    /// <summary>Some end with a full stop, and some do not.</summary>
    private static string Reason(Exception exception) => exception.Message.TrimEnd('.');

    private static TaskCompletionSource<LegacyEvents> NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Information, "Legacy's events are relayed to the pages.")]
    private partial void Heard();

    [LoggerMessage(LogLevel.Warning, "Legacy's events do not reach the pages for now: {Error}. It is tried again.")]
    private partial void NotHeard(string error);

    [LoggerMessage(LogLevel.Debug, "Legacy did not answer a page's question: {Error}")]
    private partial void NotAsked(string error);
}
