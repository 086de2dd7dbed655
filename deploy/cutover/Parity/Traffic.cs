using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;

namespace Strangler.CommandLine.Parity;

/// <summary>Plays cases through a gateway as a client does: nothing is compared here.</summary>
internal sealed class Traffic(Side gateway, Pace pace, TimeProvider time)
{
    private const string UserAgent = "User-Agent";

    /// <param name="sequence">The cases, in order.</param>
    /// <param name="client">Who seems to ask, where a case does not say it.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task PlayAsync(CaseSequence sequence, string client, CancellationToken cancellationToken)
    {
        var values = new CapturedValues();
        foreach (var one in sequence.Cases.Where(one => one.NotSent is null))
        {
            if (!one.Uses.All(values.Has))
                continue;

            var request = values.PutInto(one);
            if (request.WhyNot() is not null)
                continue;

            if (!request.Headers.ContainsKey(UserAgent))
                request = request with { Headers = new Dictionary<string, StringValues>(request.Headers, StringComparer.OrdinalIgnoreCase) { [UserAgent] = client } };

            if (await AskAsync(one, request, cancellationToken) is { } answer)
                values.Learn(one, answer);
        }
    }

    private async Task<ShadowDiff.Model.CapturedResponse?> AskAsync(Case one, CaseRequest request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            await pace.WaitAsync(null, cancellationToken);
            var answer = await gateway.SendAsync(request, cancellationToken);
            if (one.Until is not { } until || answer.Response is null || until.IsOver(answer.Response) || time.GetElapsedTime(start) > until.Limit)
                return answer.Response;

            await Task.Delay(Waiting.Interval, time, cancellationToken);
        }
    }
}
