using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Rules;

/// <summary>A pair of answers that a shipped rule covers, and the smallest changes to it that the rule's reason does not cover.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Covered">What it covers: its one difference, or all of one kind.</param>
/// <param name="Wrong">Each of them must be reported.</param>
/// <param name="LastConnect">The body of the connect before; null for none.</param>
internal sealed record Neighbourhood(string Rule, ResponsePair Covered, IReadOnlyList<ResponsePair> Wrong, string? LastConnect = null)
{
    /// <summary>When both sides answered.</summary>
    public static readonly DateTimeOffset Moment = new(2026, 11, 22, 21, 15, 50, TimeSpan.Zero);

    /// <summary>So many seconds after <see cref="Moment"/>, as both sides write local times.</summary>
    public static string Local(double seconds) => Moment.AddSeconds(seconds).ToLocalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>The same in Unix seconds.</summary>
    public static string Unix(double seconds) => (Moment.ToUnixTimeSeconds() + seconds).ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>Answers whose bodies differ at one place.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="route">The route.</param>
    /// <param name="body">Both bodies, with § for what differs.</param>
    /// <param name="legacy">Legacy's value, as JSON.</param>
    /// <param name="modern">Modern's value.</param>
    /// <param name="wrong">Values of modern that are none of the rule's.</param>
    public static Neighbourhood Of(string rule, string route, string body, string legacy, string modern, params string[] wrong)
    {
        var pair = Pair(route, body.Replace("§", legacy, StringComparison.Ordinal), body.Replace("§", modern, StringComparison.Ordinal));
        return new(rule, pair, [.. wrong.Select(value => pair with { Modern = Answer(body.Replace("§", value, StringComparison.Ordinal)) })]);
    }

    /// <summary>Modern has run backups.</summary>
    public bool HasModernRun { get; init; }

    /// <summary>What judging by shape may find, instead of comparing the two answers: the kind and the place, with the texts in the answers' reasons.</summary>
    public (DivergenceKind Kind, string Place)? Found { get; init; }

    /// <summary>An answer of modern that is unlike legacy's at one place.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="route">The route.</param>
    /// <param name="kind">In what way.</param>
    /// <param name="place">Where in the body.</param>
    /// <param name="body">Modern's answer.</param>
    /// <param name="legacy">What legacy's are like there; null where they have nothing.</param>
    /// <param name="modern">What modern's has there.</param>
    /// <param name="wrong">What it might have instead, and is none of the rule's.</param>
    public static Neighbourhood Unlike(string rule, string route, DivergenceKind kind, string place, string body, string? legacy, string modern, params string[] wrong)
    {
        var pair = Pair(route, "{}", body);
        ResponsePair With(string value) => pair with { Legacy = pair.Legacy with { Reason = legacy ?? "" }, Modern = pair.Modern with { Reason = value } };
        return new(rule, With(modern), [.. wrong.Select(With)]) { Found = (kind, place) };
    }

    /// <summary>As <see cref="Of"/>, where one side has a member, or an element, that the other has not.</summary>
    public static Neighbourhood Alone(string rule, string route, string without, string with, bool isModern, params string[] wrong)
    {
        var pair = isModern ? Pair(route, without, with) : Pair(route, with, without);
        return new(rule, pair, [.. wrong.Select(value => isModern ? pair with { Modern = Answer(value) } : pair with { Legacy = Answer(value) })]);
    }

    /// <summary>Answers that differ in one header.</summary>
    public static Neighbourhood Header(string rule, string route, string method, string name, string legacy, string modern, params string[] wrong)
    {
        var pair = Pairs.Of(Timed(Pairs.Response("", 200, (name, legacy))), Timed(Pairs.Response("", 200, (name, modern))), method) with { Route = route };
        return new(rule, pair, [.. wrong.Select(value => pair with { Modern = Timed(Pairs.Response("", 200, (name, value))) })]);
    }

    public static ResponsePair Pair(string route, string legacy, string modern, int legacyStatus = 200, int modernStatus = 200, string method = "GET", string target = "/", params (string Name, string Value)[] headers) =>
        Pairs.Of(Answer(legacy, legacyStatus), Answer(modern, modernStatus), method) with
        {
            Route = route,
            Target = target,
            RequestHeaders = headers.ToDictionary(header => header.Name, header => new StringValues(header.Value), StringComparer.OrdinalIgnoreCase),
        };

    public static CapturedResponse Answer(string body, int status = 200) => Timed(Pairs.Response(Encoding.UTF8.GetBytes(body), status) with { Reason = "" });

    /// <summary>The same exchange with another one of its parts.</summary>
    public Neighbourhood But(params Func<ResponsePair, ResponsePair>[] wrong) => this with { Wrong = [.. Wrong, .. wrong.Select(change => change(Covered))] };

    public Neighbourhood For(Func<ResponsePair, ResponsePair> change) => this with { Covered = change(Covered), Wrong = [.. Wrong.Select(change)] };

    private static CapturedResponse Timed(CapturedResponse answer) => answer with { At = Moment };
}
