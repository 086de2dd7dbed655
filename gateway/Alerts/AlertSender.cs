using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Metrics;

namespace Strangler.Gateway.Alerts;

/// <summary>Posts an alert for each route that the gateway takes back, one after the other and behind it: a rollback waits for nobody who is told of it.</summary>
internal sealed partial class AlertSender : BackgroundService
{
    /// <summary>More than there are routes: a receiver that is down for long finds what it missed on the board.</summary>
    private const int MostWaiting = 100;

    private const int Attempts = 6;

    private static readonly TimeSpan ForOneAttempt = TimeSpan.FromSeconds(10);

    private readonly Uri? _address;
    private readonly Latches _latches;
    private readonly Channel<Latch> _waiting = Channel.CreateBounded<Latch>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxResponseDrainSize = 4096 }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly Counter<long> _alerts;
    private readonly ILogger<AlertSender> _logger;
    private bool _isFailing;

    public AlertSender(AutomaticRollback rollback, Latches latches, IOptions<AlertOptions> options, IMeterFactory meters, TimeProvider time, ILogger<AlertSender> logger)
    {
        (_address, _latches, _logger) = (options.Value.Address, latches, logger);
        _alerts = meters.Create(GatewayMetrics.MeterName).CreateCounter<long>("strangler.gateway.alerts", description: "Alerts by what became of them.");
        _pipeline = Retrying(time);
        if (_address is null)
            return;

        rollback.RolledBack += Tell;
        latches.FoundLate += TellOfEarlier;
    }

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_address is not null)
            TellOfEarlier();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var latch in _waiting.Reader.ReadAllAsync(stoppingToken))
            await SendAsync(latch, stoppingToken);
    }

    private static ResiliencePipeline<HttpResponseMessage> Retrying(TimeProvider time) => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromMinutes(1),
            UseJitter = true,
            ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome switch
            {
                { Exception: OperationCanceledException } => outcome.Context.CancellationToken.IsCancellationRequested is false,
                { Exception: not null } => true,
                { Result: { } answer } => !answer.IsSuccessStatusCode,
                _ => false,
            }),
        })
        .AddTimeout(ForOneAttempt)
        .Build();

    /// <summary>Of what an earlier run has taken back, and could not tell before it ended.</summary>
    private void TellOfEarlier()
    {
        foreach (var latch in _latches.All.Where(latch => latch is { IsTold: false, IsOfEarlierRun: true }))
            Tell(latch);
    }

    private void Tell(Latch latch)
    {
        if (!_waiting.Writer.TryWrite(latch))
            Count("dropped");
    }

    private async Task SendAsync(Latch latch, CancellationToken stoppingToken)
    {
        string? problem;
        try
        {
            var json = Alert.Of(latch).ToJson();
            using var answer = await _pipeline.ExecuteAsync(async token => await PostAsync(json, token), stoppingToken);
            problem = answer.IsSuccessStatusCode ? null : $"it answers {(int)answer.StatusCode}";
        }
        catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
        {
            problem = ex.Message;
        }

        Count(problem is null ? "delivered" : "failed");
        if (problem is null)
            _latches.Told(latch);
        if (problem is not null && !_isFailing)
            NotDelivered(_address!.GetLeftPart(UriPartial.Authority), Attempts, problem);
        _isFailing = problem is not null;
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] json, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) } };
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken); // its status says all; its body may have no end
    }

    private void Count(string outcome) => _alerts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    [LoggerMessage(LogLevel.Error, "The webhook at {Host} has not taken an alert in {Attempts} attempts: {Problem}. Further ones are counted, and said again once it has taken one")]
    private partial void NotDelivered(string host, int attempts, string problem);
}
