using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>
/// What was seen before, for rules that look back: what each side said where a value is to go with the clock, which marks of theirs belong
/// together, and what was last asked of a route. A value that a rule refuses is not taken up, so that one wrong answer does not make the right ones after it look wrong; what is refused again and again in one line is a new life.
/// Safe to use from several threads.
/// </summary>
/// <param name="whole">Knows which side has answered what; null for nobody but this.</param>
internal sealed class SeenValues(SeenValues? whole = null)
{
    /// <summary>Places kept; a client that makes up names cannot fill the memory.</summary>
    private const int MaxPlaces = 10_000;

    /// <summary>Seconds by which a value may be ahead of the clock or behind it, besides a twentieth of the time that has passed.</summary>
    private const double Slack = 5;

    /// <summary>Values in one line with each other after which they are the side's new life, and not faults.</summary>
    private const int NewLife = 20;

    private readonly ConcurrentDictionary<(string Route, string At, Side Side), Line> _lines = [];
    private readonly ConcurrentDictionary<string, JsonElement?> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AskedValues> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<(Side Side, string Mark), string> _marks = [];

    private readonly ConcurrentDictionary<(string Route, Side Side), bool> _answered = whole?._answered ?? [];

    /// <summary>Notes that a side has answered a client's request of a route.</summary>
    public void Answered(string route, Side side) => _answered.TryAdd((route, side), true);

    /// <summary>Whether it has, since the start.</summary>
    public bool HasAnswered(string route, Side side) => _answered.ContainsKey((route, side));

    /// <summary>Notes what was asked of a route that others' rules look back to.</summary>
    public void Asked(string route, EarlierRequest request)
    {
        var body = RuledExchange.Json(request.Body) ?? Form(request.Body);
        _requests[route] = body;
        if (request.DoneFrom is not { } from)
            return;

        _done[route] = from;
        lock (_asked)
        {
            (_asked.TryGetValue(route, out var known) ? known : _asked[route] = new()).Add(body);
        }
    }

    /// <summary>When the last request of it came that both sides have done; null where there was none.</summary>
    public DateTimeOffset? LastDone(string route) => _done.TryGetValue(route, out var from) ? from : null;

    /// <summary>Whether a member that a side tells may have come from what was asked of the route: a value of that name that was, or any where none is known.</summary>
    public bool MayHaveBeenAsked(string route, string name, JsonElement told)
    {
        lock (_asked)
        {
            return !_asked.TryGetValue(route, out var known) || known.MayBe(name, told);
        }
    }

    /// <summary>What was last asked of it; null when that is not known, or was no JSON.</summary>
    public JsonElement? LastRequest(string route) => _requests.GetValueOrDefault(route);

    /// <summary>Whether the value is not below the one before.</summary>
    public bool NeverFalls(string route, Location at, Side side, double value) =>
        Judge(route, at, side, value, default, static (line, value, _) => value >= line.Value);

    /// <summary>Whether the value, which counts seconds, has grown by as many as have passed, or has started again since.</summary>
    public bool GoesWithTheClock(string route, Location at, Side side, double value, DateTimeOffset moment) =>
        Judge(route, at, side, value, moment, static (line, value, moment) =>
        {
            var passed = (moment - line.At).TotalSeconds;
            return Math.Abs(value - line.Value - passed) <= Slack + (Math.Abs(passed) / 20) || (value < line.Value && value <= passed + Slack);
        });

    /// <summary>Whether these two stand for the same thing, and neither for another one.</summary>
    public bool BelongTogether(string legacy, string modern)
    {
        lock (_marks)
        {
            var isKnown = _marks.TryGetValue((Side.Legacy, legacy), out var other) | _marks.TryGetValue((Side.Modern, modern), out var one);
            if (!isKnown && _marks.Count < MaxPlaces)
                (_marks[(Side.Legacy, legacy)], _marks[(Side.Modern, modern)]) = (modern, legacy);

            return !isKnown || (other == modern && one == legacy);
        }
    }

    /// <summary>A form's first values of each name, as if it had been JSON.</summary>
    private static JsonElement? Form(byte[] body) => body.Length == 0 ? null : JsonSerializer.SerializeToElement(
        QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).ToDictionary(field => field.Key, field => field.Value.FirstOrDefault() ?? ""), RulesJson.Default.DictionaryStringString);

    private bool Judge(string route, Location at, Side side, double value, DateTimeOffset moment, Func<Line, double, DateTimeOffset, bool> fits)
    {
        var key = (route, at.ToString(), side);
        if (_lines.Count >= MaxPlaces && !_lines.ContainsKey(key))
            return true;

        var line = _lines.GetOrAdd(key, static (_, first) => new Line(first.Value, first.Moment), (Value: value, Moment: moment));
        lock (line)
        {
            if (fits(line, value, moment))
            {
                // Exchanges are compared several at once, and come here in any order.
                if (moment > line.At || (moment == line.At && value > line.Value))
                    (line.Value, line.At, line.Other) = (value, moment, null);

                return true;
            }

            line.Other = line.Other is { } other && fits(other, value, moment) ? new(value, moment) { Length = other.Length + 1 } : new(value, moment) { Length = 1 };
            if (line.Other.Length < NewLife)
                return false;

            (line.Value, line.At, line.Other) = (value, moment, null);
            return false;
        }
    }

    private sealed class Line(double value, DateTimeOffset at)
    {
        public double Value { get; set; } = value;

        public DateTimeOffset At { get; set; } = at;

        /// <summary>Values that do not fit, but fit each other.</summary>
        public Line? Other { get; set; }

        public int Length { get; init; }
    }
}
