using Polly;
using Polly.CircuitBreaker;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Model;
using static System.FormattableString;

namespace Strangler.Gateway.Watch;

/// <summary>
/// One route at one stage: what its answers say of it, and whether that is too much. A breaker finds at once what fails altogether, sequential tests what fails more often than it should.
/// It begins with the stage and ends with it.
/// </summary>
internal sealed class RouteWatch
{
    public const string Breaker = "breaker", Errors = "errors", Latency = "latency", Jobs = "jobs", Divergences = "divergences";

    /// <summary>What is allowed counts like so many jobs of legacy's, so that its first failed one is no share.</summary>
    private const double WeightOfAllowedJobs = 10;

    /// <summary>Above it an answer takes as long as its client does, and says nothing of a side.</summary>
    private const int LargestTimed = 32 * 1024;

    /// <summary>Slow answers of one moment have one cause: a second counts once.</summary>
    private static readonly TimeSpan BetweenTimes = TimeSpan.FromSeconds(1);

    /// <summary>What the breaker saw may be asked for a little later: legacy's answers are waited for.</summary>
    private static readonly TimeSpan AfterBreaker = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly WatchOptions _options;
    private readonly LegacyAnswers _legacy;
    private readonly TimeProvider _time;
    private readonly Action<RouteWatch, string, string> _alarm;
    private readonly ResiliencePipeline<bool> _breaker;
    private readonly SequentialTest _errors;
    private readonly SequentialTest _slow;
    private readonly SequentialTest _jobs;
    private readonly SequentialTest _runs;
    private readonly SequentialTest _divergences;
    private readonly SequentialTest[] _tests;
    private readonly FailedPairs _pairs;
    private readonly RecentAnswers _recent;
    private readonly TimeSpan? _slowest;
    private readonly AnswerCounts _counts = new();
    private int _unpaired;
    private long _lastAnswer;
    private long? _lastTime;
    private int _isTripped;
    private int _isSaid;

    /// <param name="route">Its name.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="legacy">What legacy has answered.</param>
    /// <param name="begun">When the stage began; null where that was before the gateway started.</param>
    /// <param name="time">The clock.</param>
    /// <param name="alarm">Is told which watch gives alarm, and the evidence. Called on a request's path.</param>
    public RouteWatch(string route, WatchOptions options, LegacyAnswers legacy, DateTimeOffset? begun, TimeProvider time, Action<RouteWatch, string, string> alarm)
    {
        (Route, _options, _legacy, _time, _alarm) = (route, options, legacy, time, alarm);
        (Begun, BegunStamp, _lastAnswer) = (begun ?? DateTimeOffset.MinValue, begun is null ? long.MinValue : time.GetTimestamp(), time.GetTimestamp());
        _errors = Test(options.ErrorsAllowed, options.ErrorsMore);
        _slow = Test(options.SlowAllowed, options.SlowMore);
        _jobs = Test(options.JobsAllowed, options.JobsMore);
        _runs = Test(options.JobsAllowed, options.JobsMore);
        _divergences = Test(options.DivergencesAllowed, options.DivergencesMore);
        _tests = [_errors, _slow, _jobs, _runs, _divergences];
        _pairs = new(time);
        UnderWay = new(time);
        _recent = new(options.BreakerWindow + AfterBreaker, time);
        _slowest = legacy.Percentile(95) is { } usual ? Slowest(usual) : null;
        _breaker = new ResiliencePipelineBuilder<bool> { TimeProvider = time }.AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
        {
            FailureRatio = options.BreakerShare,
            SamplingDuration = options.BreakerWindow,
            MinimumThroughput = options.BreakerMinimum,
            BreakDuration = options.BreakerWindow,
            ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result),
            OnOpened = _ =>
            {
                alarm(this, Breaker, BreakerEvidence());
                return default;
            },
        }).Build();

        SequentialTest Test(double allowed, double more) => new(allowed, more, options.FalseRollback, options.Missed, options.Minimum);
    }

    public string Route { get; }

    /// <summary>What came before belongs to another stage.</summary>
    public DateTimeOffset Begun { get; }

    /// <summary>The same as a time stamp.</summary>
    public long BegunStamp { get; }

    /// <summary>How long nobody has asked for the route.</summary>
    public TimeSpan Idle => _time.GetElapsedTime(Interlocked.Read(ref _lastAnswer));

    /// <summary>Whether legacy's answer to a failed request may be still under way.</summary>
    public bool AwaitsLegacy
    {
        get
        {
            lock (_lock)
                return _pairs.IsAwaited;
        }
    }

    /// <summary>Answers that were wrong, since the stage began.</summary>
    public long Failures
    {
        get
        {
            lock (_lock)
                return _counts.Failures;
        }
    }

    /// <summary>What modern has not answered.</summary>
    public RequestsUnderWay UnderWay { get; }

    /// <summary>An answer that has not begun after so long is bad.</summary>
    public TimeSpan HangsAfter => _legacy.Percentile(99) is { } usual && Slowest(usual) is var slowest && slowest > _options.HangsAfter ? slowest : _options.HangsAfter;

    /// <summary>True for the first who gives alarm, until <see cref="Rearm"/>.</summary>
    public bool TryTrip() => Interlocked.Exchange(ref _isTripped, 1) == 0;

    /// <summary>True once: nobody needs to be told again and again that the route stays where it is.</summary>
    public bool TrySay() => Interlocked.Exchange(ref _isSaid, 1) == 0;

    public void Rearm()
    {
        lock (_lock)
        {
            foreach (var test in _tests)
            {
                if (test != _errors || Stands(Errors)) // else its run goes on
                    test.Heard();
            }
        }

        Volatile.Write(ref _isTripped, 0);
    }

    /// <summary>
    /// Whether an alarm stands without the requests at which legacy fails as well: going back helps none of them. Where legacy was asked the same and its answer is not known, it is taken to fail at
    /// as many as of those that are.
    /// </summary>
    public bool Stands(string alarm)
    {
        lock (_lock)
        {
            return alarm switch
            {
                Breaker => _recent.AreTooMany(_options.BreakerShare, _options.BreakerShare * _options.BreakerMinimum, _pairs.ShareOfBoth),
                Errors => _errors.IsAlarm(without: _unpaired * _pairs.ShareOfBoth),
                _ => true,
            };
        }
    }

    /// <summary>Modern has answered a client.</summary>
    /// <param name="fault">What was wrong with the answer.</param>
    /// <param name="isCompared">Whether legacy is asked the same.</param>
    /// <param name="duration">How long it took; null where that says nothing of modern.</param>
    public void Answered(AnswerFault fault, bool isCompared, TimeSpan? duration)
    {
        Interlocked.Exchange(ref _lastAnswer, _time.GetTimestamp());
        string? errors, latency = null;
        lock (_lock)
        {
            _counts.Add(fault);
            var isBad = fault != AnswerFault.None;
            AddToErrors(isBad);
            if (isBad && isCompared)
            {
                _pairs.Await();
                _unpaired++;
            }

            errors = FoundErrors();
            _recent.Add(isBad, isAwaited: isBad && isCompared);
            if (duration is { } took && _slowest is { } slowest && IsTimed() && _slow.Add(took > slowest))
                latency = LatencyEvidence();
        }

        Alarm(Errors, errors);
        Alarm(Latency, latency);
        Feed(fault != AnswerFault.None);
    }

    /// <summary>Looks at what is under way: what hangs is bad before it is over.</summary>
    public void Look()
    {
        var bound = UnderWay.IsAnyOlderThan(_options.HangsAfter) ? HangsAfter : _options.HangsAfter;
        for (var fresh = UnderWay.Look(bound); fresh > 0; fresh--)
            Answered(AnswerFault.Hung);
    }

    /// <summary>An answer that is bad although none was given, and of which legacy hears nothing.</summary>
    public void Answered(AnswerFault fault)
    {
        string? errors;
        lock (_lock)
        {
            _counts.Add(fault);
            AddToErrors(isBad: true);
            errors = FoundErrors();
            _recent.Add(isBad: true, isAwaited: false);
        }

        Alarm(Errors, errors);
        Feed(isBad: true);
    }

    /// <summary>A client has left before its answer began: that says nothing but that it took longer.</summary>
    /// <param name="duration">Than so long; null where modern's other answers are not timed.</param>
    public void Left(TimeSpan? duration)
    {
        string? latency = null;
        lock (_lock)
        {
            if (duration is { } took && _slowest is { } slowest && took > slowest && IsTimed() && _slow.Add(isBad: true))
                latency = LatencyEvidence();
        }

        Alarm(Latency, latency);
    }

    /// <summary>Both sides have answered: a client and the shadow, or the gateway itself.</summary>
    public void Answered(PairedExchange exchange)
    {
        var (legacyFails, modernFails) = (IsServerError(exchange.LegacyStatus), IsServerError(exchange.ModernStatus));
        var isRefused = !modernFails && exchange.ModernStatus >= StatusCodes.Status400BadRequest && exchange.LegacyStatus is >= 200 and < 300;
        var isBad = (modernFails && !legacyFails) || isRefused;
        var isServed = exchange.ServedBy == Side.Modern;
        string? errors, latency = null;
        lock (_lock)
        {
            if (modernFails || isRefused)
                _pairs.Add(legacyFails);
            _counts.Add(exchange, isRefused);

            // What modern has answered a client was counted when it did, as what it was taken for then.
            if (modernFails && isServed)
                Told(legacyFails);
            else if (isRefused && isServed)
                _errors.Correct();
            else if (!isServed && !(modernFails && legacyFails))
                AddToErrors(isBad);
            if (!isServed || isRefused)
                _recent.Add(isBad, isAwaited: false);
            errors = FoundErrors();
            if (exchange.Bytes <= LargestTimed && IsTimed() && _slow.Add(exchange.Modern > Slowest(exchange.Legacy)))
                latency = LatencyEvidence();
        }

        Alarm(Errors, errors);
        Alarm(Latency, latency);
        if (!isServed || isRefused)
            Feed(isBad);
    }

    /// <summary>An exchange was compared.</summary>
    /// <param name="critical">Where the sides differ so that clients break; null where they do not.</param>
    public void Compared(string? critical)
    {
        string? evidence;
        lock (_lock)
            evidence = _divergences.Add(critical is not null) ? $"{Found(_divergences, "compared exchanges", "have a divergence that breaks clients")}, the last one at {critical}." : null;
        Alarm(Divergences, evidence);
    }

    /// <summary>
    /// A job of modern's has ended. That its client failed is held against legacy's own jobs, and says nothing where the backup server could not be reached; that it was
    /// not even run is modern's alone.
    /// </summary>
    /// <param name="fault">Why it failed.</param>
    /// <param name="ofLegacy">How many jobs of legacy's have ended lately, and how many of them failed.</param>
    /// <param name="message">What it says of its end.</param>
    public void JobEnded(JobFault fault, (int Jobs, int Failed) ofLegacy, string message)
    {
        if (fault == JobFault.Server)
            return;

        string? evidence = null;
        lock (_lock)
        {
            var known = (ofLegacy.Failed + (_options.JobsAllowed * WeightOfAllowedJobs)) / (ofLegacy.Jobs + WeightOfAllowedJobs);
            if (_jobs.Add(fault != JobFault.None, known))
                evidence = $"{Found(_jobs, "jobs", "failed")}, the last one with: {message}.";
            if (_runs.Add(fault == JobFault.Runner))
                evidence = $"{Found(_runs, "jobs", "could not be run")}, the last one with: {message}.";
        }

        Alarm(Jobs, evidence);
    }

    private static bool IsServerError(int status) => status >= StatusCodes.Status500InternalServerError;

    /// <summary>Legacy's answer to what modern has failed at.</summary>
    private void Told(bool legacyFails)
    {
        _unpaired = Math.Max(0, _unpaired - 1);
        _recent.Told(legacyFails);
        if (legacyFails)
            _errors.Withdraw();
    }

    private void AddToErrors(bool isBad)
    {
        if (_errors.IsOver)
            _unpaired = 0;
        _errors.Add(isBad, _errors.IsOver ? KnownErrors() : 0);
    }

    private string? FoundErrors() => _errors.IsAlarm() && Stands(Errors) ? ErrorsEvidence() : null;

    private double KnownErrors() => _legacy.Errors(_options.ErrorsAllowed);

    private TimeSpan Slowest(TimeSpan legacy) => (legacy * _options.SlowFactor) + _options.SlowBy;

    private bool IsTimed()
    {
        if (_lastTime is { } last && _time.GetElapsedTime(last) < BetweenTimes)
            return false;

        _lastTime = _time.GetTimestamp();
        return true;
    }

    private void Feed(bool isBad)
    {
        var context = ResilienceContextPool.Shared.Get();
        var fed = _breaker.ExecuteOutcomeAsync(static (_, outcome) => ValueTask.FromResult(Polly.Outcome.FromResult(outcome)), context, isBad);
        if (fed.IsCompletedSuccessfully) // else it tells of itself, beside the request
            ResilienceContextPool.Shared.Return(context);
    }

    private void Alarm(string watch, string? evidence)
    {
        if (evidence is not null)
            _alarm(this, watch, evidence);
    }

    private string BreakerEvidence()
    {
        lock (_lock)
        {
            return Invariant($"At least {_options.BreakerShare:P0} of {_options.BreakerMinimum} answers or more failed within {_options.BreakerWindow.TotalSeconds:0.#} s. {Counts()}");
        }
    }

    private string ErrorsEvidence() => Invariant($"{Found(_errors, "answers", "failed")}. {Counts()} Legacy's own share is {KnownErrors():P1}.");

    private string LatencyEvidence() => Invariant($"{Found(_slow, "answers", "took")} more than {_options.SlowFactor:0.##} times what legacy takes and {_options.SlowBy.TotalMilliseconds:0} ms.");

    private string Counts() => _counts.Sentence(HangsAfter);

    private static string Found(SequentialTest test, string what, string happened) => Invariant($"{test.Bad} of {test.Samples} {what} {happened}; {test.Allowed:P1} may");
}
