using System.Globalization;
using Spectre.Console;
using Strangler.CommandLine.Parity;
using Strangler.Contract.Management;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Output;

/// <summary>Values as a person reads them.</summary>
internal static class Cell
{
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Careful = new(Color.Yellow);
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Quiet = new(Color.Grey);

    public static Style Alarm { get; } = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>Text that other people wrote: what would steer the terminal, or turn the direction of a line, is shown as an escape.</summary>
    public static Text Of(string text, Style? style = null) => new(PlainText.Escape(text).Replace('\t', ' '), style ?? Style.Plain);

    /// <summary>The same in one line: an entry of before line ends were refused must not split its row.</summary>
    public static Text Line(string text) => Of(text.Replace("\n", "\\n", StringComparison.Ordinal));

    /// <summary>The beginning of a text, in one line: one long reason must not make a table too wide to read. <c>--json</c> has all of it.</summary>
    public static string Brief(string text, int longest)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= longest)
            return line;

        return $"{line[..(char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1)]}…";
    }

    public static Text Count(long count) => new(count.ToString(CultureInfo.InvariantCulture), count == 0 ? Quiet : Style.Plain);

    public static Text Pair(string legacy, string modern) => new($"{legacy} / {modern}", legacy == modern && legacy == "0" ? Quiet : Style.Plain);

    /// <summary>Rounded down: 100 % means all, never nearly all.</summary>
    public static Text Share(double? share) => share is { } value
        ? new(string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value * 10_000) / 100:0.00} %"), value switch { 1 => Good, >= 0.99 => Careful, _ => Bad })
        : new("-", Quiet);

    public static Text Stage(string stage) => Of(stage, stage switch
    {
        "legacy" => Quiet,
        "live" or "complete" => Good,
        _ => Careful,
    });

    public static Text Side(string side) => Of(side, side == "modern" ? Good : Quiet);

    public static Style Outcome(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Match => Good,
        CaseOutcome.OnPurpose => Careful,
        CaseOutcome.NotSent => Quiet,
        _ => Bad,
    };

    public static Text Milliseconds(LatencyResponse? latency) => latency is null
        ? new("-", Quiet)
        : new(string.Create(CultureInfo.InvariantCulture, $"{latency.P50:0.0} / {latency.P95:0.0}"));

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
