using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>The copy of one exchange while it happens.</summary>
internal sealed class ExchangeCapture
{
    /// <summary>How long to wait for a request body that the answering side left unread.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly HttpContext _context;
    private readonly StateDrift _drift;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly CapturedRequest _request;
    private readonly string? _job;
    private readonly RequestTee? _requestTee;
    private readonly ResponseTee _responseTee;
    private long? _stateVersion;
    private TimeSpan _duration;

    public ExchangeCapture(HttpContext context, ShadowPlan plan, int limit, StateDrift drift, TimeProvider time)
    {
        Plan = plan;
        _context = context;
        (_drift, _stateVersion) = (drift, drift.Version);
        _time = time;
        _start = time.GetTimestamp();
        _request = CapturedRequest.Take(context);
        _job = plan.JobOf?.Invoke(context.Request);
        // What is not sent again need not be kept, and may be an upload of any size.
        _requestTee = plan.IsPinned ? null : RequestTee.Attach(context.Request, limit);
        _responseTee = ResponseTee.Attach(context, limit);
    }

    public ShadowPlan Plan { get; }

    public void Detach()
    {
        _duration = _time.GetElapsedTime(_start);
        _stateVersion = _drift.Version == _stateVersion ? _stateVersion : null;
        _requestTee?.Detach(_context.Request);
        _responseTee.Detach(_context);
    }

    /// <summary>The exchange to mirror, or the reason why there is none; neither for an answer that is no exchange (101).</summary>
    public async Task<(CapturedExchange? Exchange, UncomparedReason? Reason)> FinishAsync(Exception? failure)
    {
        if (_context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            return default;
        if (_context.Features.Get<AnsweredInstead>() is { } instead)
            return instead.Failure is { } thrown ? (Exchange(thrown, obstacle: null), null) : (null, UncomparedReason.AnsweringSideError);

        var obstacle = Obstacle(failure);
        if (obstacle is null && _requestTee is { IsComplete: false })
        {
            // Completing the response of a module that threw would turn the client's 500 into a 200.
            obstacle = failure is null ? await DrainAsync(_requestTee) : UncomparedReason.UnreadBody;
        }

        // A client that went away does not undo what its request did on the answering side.
        var mustFollow = Plan.Effect == SideEffect.Follow && failure is null && HasGone() && _requestTee is not { IsComplete: false };
        return obstacle is null || mustFollow ? (Exchange(failure, obstacle), null) : (null, obstacle);
    }

    private UncomparedReason? Obstacle(Exception? failure)
    {
        var status = _context.Response.StatusCode;
        return failure is not null && !IsModernsOwn(failure) ? UncomparedReason.AnsweringSideError
            : HasGone() ? UncomparedReason.AnsweringSideError
            : status == StatusCodes.Status429TooManyRequests ? UncomparedReason.Refused
            : IsOversize() ? UncomparedReason.Oversize
            : null;
    }

    /// <summary>What an application writes to HEAD is never sent, so its size does not matter.</summary>
    private bool IsOversize() =>
        (_responseTee.Copy.IsOversize && !Framing.IsHead(_request.Method)) || _requestTee is { Copy.IsOversize: true };

    /// <summary>A module that throws is a difference that QA has to see; a client's bad request or broken connection is not.</summary>
    private bool IsModernsOwn(Exception failure) =>
        Plan.ServedBy == Side.Modern && !_context.Response.HasStarted
        && failure is not (BadHttpRequestException or OperationCanceledException or IOException);

    private bool HasGone() =>
        _context.RequestAborted.IsCancellationRequested && _context.Response.ContentLength != _responseTee.Copy.Length;

    private async Task<UncomparedReason?> DrainAsync(RequestTee tee)
    {
        await _context.Response.CompleteAsync();
        using var timeout = new CancellationTokenSource(DrainTime, _time);
        try
        {
            await tee.DrainAsync(timeout.Token);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException or BadHttpRequestException)
        {
            return UncomparedReason.UnreadBody;
        }

        return tee.Copy.IsOversize ? UncomparedReason.Oversize : null;
    }

    private CapturedExchange Exchange(Exception? failure, UncomparedReason? obstacle) => new(
        Plan,
        _request with { Body = _requestTee?.Copy.ToArray() ?? [] },
        failure is null ? CapturedResponse.Take(_context, _responseTee.Copy) : CapturedResponse.Thrown(failure),
        _duration,
        _time.GetUtcNow(),
        obstacle)
    {
        StateVersion = _stateVersion,
        Job = _job,
        TraceId = RecordedTrace.IdOf(_context),
    };
}
