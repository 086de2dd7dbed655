using System.Globalization;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Shape;

/// <summary>From when to when a job can tell of: its name says when it began (contract 4), and the answer is the last that was heard.</summary>
/// <param name="Job">Its name; null for none.</param>
/// <param name="Start">When it began; null where nobody knows.</param>
/// <param name="End">When it was told of; null where nobody knows.</param>
internal readonly partial record struct JobLife(string? Job, DateTimeOffset? Start, DateTimeOffset? End)
{
    /// <summary>What a clock that is read twice, and a wait between, may be off.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <param name="job">The job's name; null for none.</param>
    /// <param name="end">When it was told of.</param>
    public static JobLife Of(string? job, DateTimeOffset? end) =>
        new(job, Name.Match(job ?? "") is { Success: true } name ? DateTimeOffset.UnixEpoch.AddMicroseconds(long.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) : null, end);

    /// <summary>Its own name, or a time beyond it, as one of its kind; null for a time within, and for other texts.</summary>
    public string? FormOf(string text) => text == Job ? "{its job_id}" :
        new WrittenValue(ResponsePart.Header, text).LocalTime is not { } time ? null : time > End + Slack ? "{time to come}" : time < Start - Slack ? "{time before the job}" : null;

    /// <summary>Whether a number is more seconds than it has lasted.</summary>
    public bool IsLongerThan(double seconds) => End - Start is { } lasted && seconds > (lasted + Slack).TotalSeconds;

    [GeneratedRegex(@"\Ajob_(\d{16})\z")]
    private static partial Regex Name { get; }
}
