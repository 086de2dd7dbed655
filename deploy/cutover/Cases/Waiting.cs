using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Cases;

/// <summary>A state that a side comes to by itself, such as the end of a job: the request is repeated until the answer tells of it.</summary>
/// <param name="At">The place that tells.</param>
/// <param name="Pattern">What its value must match as a whole.</param>
/// <param name="Limit">How long each side may take.</param>
internal sealed record Waiting(AnswerPlace At, Regex Pattern, TimeSpan Limit)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    public bool IsOver(CapturedResponse answer) => At.ValueIn(answer) is { } value && Pattern.IsMatch(value);
}
