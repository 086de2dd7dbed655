using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Noise;

/// <summary>
/// What legacy's values were like at a place where it differs from itself: noise is what lies within, and nothing else. It holds no value that
/// could be a secret: of texts only short hashes, lengths and what they are made of.
/// </summary>
internal sealed partial record ValueBounds
{
    /// <summary>Texts told apart; a place with more of them has texts of some form.</summary>
    private const int MaxTexts = 8;

    private const int HashLength = 6;

    /// <summary>Seconds that two answers, of which one had to wait, may be apart.</summary>
    public const double Wait = 5;

    /// <summary>Numbers from here to there are taken for Unix seconds: 2001 to 2096.</summary>
    private const double FirstTime = 1e9, LastTime = 4e9;

    /// <summary>Moves of a time after which it is known to be of events.</summary>
    private const int EnoughMoves = 3;

    /// <summary>How far apart two times of one event may be.</summary>
    private static readonly TimeSpan Beside = TimeSpan.FromSeconds(Wait);

    /// <summary>How old an event may be when it is first told.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    public static readonly ValueBounds None = new();

    /// <summary>JSON's words for the types.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Of numbers.</summary>
    public double? Min { get; init; }

    /// <inheritdoc cref="Min"/>
    public double? Max { get; init; }

    /// <summary>Largest distance of two answers: of numbers, or of times in seconds.</summary>
    public double? Step { get; init; }

    /// <summary>How times and UUIDs are written.</summary>
    public IReadOnlyList<string> Forms { get; init; } = [];

    /// <summary>Hashes of the texts; null when there were too many.</summary>
    public IReadOnlyList<string>? Texts { get; init; } = [];

    /// <summary>Characters of a text.</summary>
    public int Shortest { get; init; } = int.MaxValue;

    /// <inheritdoc cref="Shortest"/>
    public int Longest { get; init; }

    /// <summary>Kinds of characters in texts, as bits.</summary>
    public int Letters { get; init; }

    /// <summary>Where a time tells of the last event that both sides know of, how often it has moved on with modern's beside it.</summary>
    public int Moves { get; init; }

    /// <summary>Legacy's last time there.</summary>
    public DateTimeOffset? Moment { get; init; }

    /// <summary>How it is written; empty for a number.</summary>
    public string MomentForm { get; init; } = "";

    /// <summary>Nothing is known but of events: legacy did not differ from itself for long.</summary>
    public ValueBounds Anew() => None with { Moves = Moves, Moment = Moment, MomentForm = MomentForm };

    /// <summary>With two more of legacy's answers.</summary>
    public ValueBounds With(Difference difference)
    {
        var bounds = With(difference.At.Part, difference.Legacy).With(difference.At.Part, difference.Modern);
        return Distance(difference) is { } step ? bounds with { Step = Math.Max(Step ?? 0, Math.Abs(step)) } : bounds;
    }

    /// <summary>
    /// With the times that both sides tell at this place. They are of one event when legacy's is fresh each time that it moves, never falls, and modern's
    /// is beside it: legacy asked twice says the same there, and cannot be told from itself. Times of files, which each have their own, fall.
    /// </summary>
    public ValueBounds WithMoments(Difference difference, DateTimeOffset now)
    {
        if (MomentsOf(difference) is not { } moments || (moments.Modern - moments.Legacy).Duration() > Beside || (Moment - moments.Legacy)?.Duration() <= Beside)
            return this;

        var form = new WrittenValue(difference.At.Part, difference.Legacy!).Form;
        return this with { Moment = moments.Legacy, MomentForm = form, Moves = moments.Legacy < Moment || now - moments.Legacy > Fresh || (Moves > 0 && form != MomentForm) ? 0 : Moves + 1 };
    }

    /// <summary>Whether the times there are known to be of events of both sides.</summary>
    [JsonIgnore]
    public bool AreOfEvents => Moves >= EnoughMoves;

    /// <summary>Whether both values are times of one event, as those before were.</summary>
    public bool AreOfOneEvent(Difference difference) => AreOfEvents && MomentsOf(difference) is { } moments && (moments.Modern - moments.Legacy).Duration() <= Beside;

    /// <summary>Whether a difference lies within: both values do, or they are as near to each other as legacy's own were. A time is where the other one is: no range holds for it.</summary>
    public bool Contain(Difference difference) =>
        IsNear(difference)
        || (IsWithin(difference.At.Part, difference.Legacy) && IsWithin(difference.At.Part, difference.Modern) && !(difference.Modern is not null && IsOfTimes(difference)));

    /// <summary>Whether they are two numbers that are as near to each other as legacy's own were.</summary>
    public bool AreAsNear(Difference difference) => Step is { } step && !IsOfTimes(difference) && Distance(difference) is { } distance && Math.Abs(distance) <= step;

    private ValueBounds With(ResponsePart part, string? written)
    {
        if (written is null)
            return this;

        var value = new WrittenValue(part, written);
        var bounds = this with { Types = [.. Types.Append(TypeOf(value)).Distinct()] };
        if (value.Number is { } number)
            return bounds with { Min = Math.Min(Min ?? number, number), Max = Math.Max(Max ?? number, number) };

        if (FormOf(value) is { } form)
            return bounds with { Forms = [.. Forms.Append(form).Distinct()] };

        var text = value.WithoutQuotes.ToString();
        string[]? texts = Texts is null ? null : [.. Texts.Append(Hash(text)).Distinct()];
        return TypeOf(value) == "text"
            ? bounds with { Texts = texts?.Length <= MaxTexts ? texts : null, Shortest = Math.Min(Shortest, text.Length), Longest = Math.Max(Longest, text.Length), Letters = Letters | LettersOf(text) }
            : bounds;
    }

    private bool IsWithin(ResponsePart part, string? written) => written is null || IsWithin(new WrittenValue(part, written));

    private bool IsWithin(WrittenValue value)
    {
        if (!Types.Contains(TypeOf(value)))
            return false;

        // A range that was seen a few dozen times has ends that were not.
        if (value.Number is { } number)
            return number is >= FirstTime and <= LastTime || (Min is { } min && Max is { } max && number >= min - ((max - min) / 2) && number <= max + ((max - min) / 2));

        if (FormOf(value) is { } form)
            return Forms.Contains(form);

        var text = value.WithoutQuotes.ToString();
        return TypeOf(value) != "text"
            || (Texts?.Contains(Hash(text)) ?? (text.Length >= Shortest && text.Length <= Longest && (LettersOf(text) & ~Letters) == 0));
    }

    /// <summary>Of a time or a UUID, which say all by their form; null for other texts.</summary>
    private static string? FormOf(WrittenValue value) =>
        value.Time is not null ? value.Form : Guid.TryParseExact(value.WithoutQuotes, "D", out _) ? "uuid" : null;

    private bool IsNear(Difference difference) =>
        Step is { } step && Distance(difference) is { } distance && Math.Abs(distance) <= (2 * step) + (IsOfTimes(difference) ? Wait : 0);

    /// <summary>Null where they are no two times that are written alike.</summary>
    private static (DateTimeOffset Legacy, DateTimeOffset Modern)? MomentsOf(Difference difference) =>
        difference is { Kind: DivergenceKind.Value, Legacy: { } legacy, Modern: { } modern }
        && new WrittenValue(difference.At.Part, legacy) is var left && new WrittenValue(difference.At.Part, modern) is var right && TypeOf(left) == TypeOf(right) && left.Form == right.Form
        && MomentOf(left) is { } one && MomentOf(right) is { } other ? (one, other) : null;

    /// <summary>Of a time, of Unix seconds, and of the microseconds that name a job (contract 4).</summary>
    private static DateTimeOffset? MomentOf(WrittenValue value) =>
        value.LocalTime
        ?? (value.Number is >= FirstTime and <= LastTime and var seconds ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : (DateTimeOffset?)null)
        ?? (Job().Match(value.WithoutQuotes.ToString()) is { Success: true } job ? DateTimeOffset.UnixEpoch.AddMicroseconds(long.Parse(job.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) : null);

    [GeneratedRegex(@"\Ajob_(\d{16})\z")]
    private static partial Regex Job();

    /// <summary>Null for values that have none.</summary>
    private static double? Distance(Difference difference)
    {
        if (difference is not { Kind: DivergenceKind.Value, Legacy: { } legacy, Modern: { } modern })
            return null;

        var (left, right) = (new WrittenValue(difference.At.Part, legacy), new WrittenValue(difference.At.Part, modern));
        return left is { Number: { } one } && right is { Number: { } other } ? other - one
            : left is { Time: { } from } && right is { Time: { } to } && left.Form == right.Form ? (to - from).TotalSeconds
            : null;
    }

    private static bool IsOfTimes(Difference difference) => difference.Legacy is { } legacy && difference.Modern is not null && new WrittenValue(difference.At.Part, legacy) is { Time: not null } or { Number: >= FirstTime and <= LastTime };

    private static string TypeOf(WrittenValue value) => value.Part != ResponsePart.Body ? (value.Number is null ? "text" : "number") : value.Written switch
    {
        ['"', ..] => "text",
        ['{', ..] => "object",
        ['[', ..] => "array",
        "null" => "null",
        "true" or "false" => "boolean",
        _ when value.Number is not null => "number",
        _ => "text",
    };

    private static int LettersOf(string text)
    {
        var letters = 0;
        foreach (var c in text)
            letters |= char.IsAsciiDigit(c) ? 1 : char.IsAsciiHexDigitLower(c) ? 2 : char.IsAsciiLetterLower(c) ? 4 : char.IsAsciiLetterUpper(c) ? 8 : c == ' ' ? 16 : c is '-' or '_' or '.' ? 32 : 64;

        return letters;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashLength));

    public string ToJson() => JsonSerializer.Serialize(this, BoundsJson.Default.ValueBounds);

    /// <summary>What <see cref="ToJson"/> wrote; nothing for a text that it did not.</summary>
    public static ValueBounds Parse(string json)
    {
        try
        {
            return json.Length == 0 ? None : JsonSerializer.Deserialize(json, BoundsJson.Default.ValueBounds) ?? None;
        }
        catch (JsonException)
        {
            return None;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ValueBounds))]
internal sealed partial class BoundsJson : JsonSerializerContext;
