using Strangler.ShadowDiff.Model;
using static System.FormattableString;

namespace Strangler.Gateway.Watch;

/// <summary>How many answers modern has given at a stage, and how many of them failed in which way. Not safe for use by several threads at once.</summary>
internal sealed class AnswerCounts
{
    private long _answers;
    private long _serverErrors;
    private long _brokenOff;
    private long _refused;
    private long _hung;
    private long _turnedAway;

    /// <summary>Answers that were wrong.</summary>
    public long Failures => _serverErrors + _brokenOff + _refused + _hung + _turnedAway;

    /// <summary>An answer to a client.</summary>
    public void Add(AnswerFault fault)
    {
        _answers++;
        _serverErrors += fault == AnswerFault.ServerError ? 1 : 0;
        _brokenOff += fault == AnswerFault.BrokenOff ? 1 : 0;
        _hung += fault == AnswerFault.Hung ? 1 : 0;
        _turnedAway += fault == AnswerFault.TurnedAway ? 1 : 0;
    }

    /// <summary>The answers of both sides: modern's was counted already where it went to a client, and what was taken for right then may be a refusal.</summary>
    public void Add(PairedExchange exchange, bool isRefused)
    {
        var isServed = exchange.ServedBy == Side.Modern;
        _answers += isServed ? 0 : 1;
        _refused += isRefused ? 1 : 0;
        _serverErrors += !isServed && !isRefused && exchange.ModernStatus >= StatusCodes.Status500InternalServerError ? 1 : 0;
    }

    /// <param name="hangsAfter">What has not begun after so long counts as hanging.</param>
    public string Sentence(TimeSpan hangsAfter) => Invariant(
        $"Since the stage began C# has given {_answers} answers: {_serverErrors} with 5xx, {_brokenOff} broke off or threw, {_refused} were 4xx where legacy has 2xx, {_hung} had not begun after {hangsAfter.TotalSeconds:0.#} s or more, or stood still so long, {_turnedAway} were 429 because of those.");
}
