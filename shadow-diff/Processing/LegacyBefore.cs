using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Processing;

/// <summary>
/// What legacy said before to the same request. Where modern answers the client legacy is asked after it, and what it tells may have become other in
/// between: then modern's answer is what legacy's was. Safe to use from several threads.
/// </summary>
internal sealed class LegacyBefore
{
    /// <summary>Requests that are remembered; the one not made for longest goes first.</summary>
    private const int MostRequests = 100;

    /// <summary>Bytes of one answer's body.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>What was said longer ago proves nothing of now.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Method, string Target), CapturedResponse> _answers = [];

    /// <summary>Legacy's answer before, from a moment before modern's; null where there is none, or legacy was asked first. Takes note of this one.</summary>
    public CapturedResponse? Of(CapturedExchange exchange, ResponsePair pair)
    {
        var key = (pair.Method, pair.Target);
        lock (_lock)
        {
            var before = _answers.GetValueOrDefault(key);
            if (pair.Legacy.Body.Length <= MostBytes && !(before?.At > pair.Legacy.At))
                Remember(key, pair.Legacy);

            var asked = exchange.At - exchange.Duration;
            return pair.ServedBy == Side.Modern && before?.At < asked && asked - before.At < Longest ? before : null;
        }
    }

    private void Remember((string Method, string Target) key, CapturedResponse answer)
    {
        if (!_answers.ContainsKey(key) && _answers.Count >= MostRequests)
            _answers.Remove(_answers.MinBy(known => known.Value.At).Key);

        _answers[key] = answer;
    }
}
