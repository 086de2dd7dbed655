using System.Globalization;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Shape;

/// <summary>
/// Holds one answer against what is known of the other side's. Legacy is what modern is measured by: what modern shows and legacy never did is a
/// difference, and so is what legacy shows so often that modern should have shown it by now.
/// </summary>
/// <param name="own">What is known of the answering side.</param>
/// <param name="other">What is known of the other side.</param>
/// <param name="options">How much must be known.</param>
internal sealed class ShapeDifferences(RouteShape own, RouteShape other, ShapeOptions options)
{
    /// <summary>What is expected this often and never came is missing: by chance that happens once in twenty times.</summary>
    private const double ExpectedTimes = 3;

    /// <summary>Where modern's answer is unlike legacy's; null while too little is known of these.</summary>
    public IReadOnlyList<Difference>? OfModern(SeenAnswer answer, JobStep? step)
    {
        if (other.Samples < options.ShapeMinimumSamples)
            return null;

        if (!other.Statuses.TryGetValue(answer.Status, out var status))
            return [new(Location.Status, DivergenceKind.Shape, string.Join(" or ", other.Statuses.Keys), $"{answer.Status}")];

        if (!status.Phases.TryGetValue(answer.Phase, out var phase))
        {
            if (status.Samples < options.ShapeMinimumSamples || (!KnowsPhases && answer.Phase.Length > 0) || RouteShape.IsFull(status))
                return null;

            // A phase that is meant to be new is no leave for its members.
            var any = PhaseShape.Of(status.Phases.Values);
            var known = string.Join(" or ", status.Phases.Keys.Where(known => known.Length > 0).Select(known => $"\"{known}\""));
            return [new(PhaseLocation, DivergenceKind.Shape, known, Phase(answer)), .. Members(answer, any), .. Values(answer, any).Where(difference => difference.Kind != DivergenceKind.Shape || difference.At.Part != ResponsePart.Body)];
        }

        if (phase.Samples < options.ShapeMinimumSamples)
            return null;

        return [.. Members(answer, phase), .. Values(answer, phase), .. Order(answer, step), .. Moves(step, phase)];
    }

    /// <summary>What legacy's answer has and modern's never had, though it should by now; null while too little is known of these.</summary>
    public IReadOnlyList<Difference>? OfLegacy(SeenAnswer answer)
    {
        if (other.Samples < options.ShapeMinimumSamples)
            return null;

        if (!own.Statuses.TryGetValue(answer.Status, out var status) || !status.Phases.TryGetValue(answer.Phase, out var phase))
            return [];

        if (!other.Statuses.TryGetValue(answer.Status, out var theirs))
            return [];

        if (!theirs.Phases.TryGetValue(answer.Phase, out var shown))
            return KnowsPhases && own.Jobs > 0 && (double)phase.Jobs / own.Jobs * other.Jobs >= ExpectedTimes ? [new(PhaseLocation, DivergenceKind.Missing, Phase(answer), null)] : [];

        return shown.Samples < options.ShapeMinimumSamples ? null :
        [
            .. answer.Values
                .Where(value => value.Parent is { } parent && !shown.Places.ContainsKey(value.Place) && shown.Places.GetValueOrDefault(parent) is { } holder
                    && phase.ShareOf(value.Place, parent) * holder.Objects >= ExpectedTimes)
                .Select(value => new Difference(value.At, DivergenceKind.Missing, value.Written, null)),
        ];
    }

    private static Location PhaseLocation => new(ResponsePart.Body, SeenAnswer.PhasePlace, SeenAnswer.PhasePlace);

    /// <summary>Whether enough jobs were followed to know which phases there are.</summary>
    private bool KnowsPhases => other.Jobs >= options.ShapeMinimumJobs;

    private static string? Phase(SeenAnswer answer) => answer.Phase.Length == 0 ? null : $"\"{answer.Phase}\"";

    private static IEnumerable<Difference> Members(SeenAnswer answer, PhaseShape phase) =>
        from seen in answer.Objects
        where phase.Places.ContainsKey(seen.Place)
        from place in phase.Places.Keys
        where IsMemberOf(place, seen.Place) && !seen.Members.Contains(place) && phase.IsAlways(place, seen.Place)
        let name = place[seen.Place.Length..]
        let at = seen.At.Part == ResponsePart.Header ? Location.Header(name[1..]) : new(ResponsePart.Body, seen.At.Path + name, place)
        select new Difference(at, DivergenceKind.Missing, phase.Places[place].Describe(), null);

    private static bool IsMemberOf(string place, string holder) =>
        place.Length > holder.Length + 1 && place.StartsWith(holder, StringComparison.Ordinal) && place[holder.Length] == '/'
        && place.IndexOf('/', holder.Length + 1) < 0 && !place.EndsWith("/*", StringComparison.Ordinal);

    private static IEnumerable<Difference> Values(SeenAnswer answer, PhaseShape phase)
    {
        var unknown = new List<string>();
        foreach (var value in answer.Values)
        {
            if (unknown.Exists(place => value.Place.StartsWith($"{place}/", StringComparison.Ordinal)))
                continue;

            if (!phase.Places.TryGetValue(value.Place, out var place))
            {
                unknown.Add(value.Place);
                if (value.Text == JobSequence.Twice)
                    yield return new(value.At, DivergenceKind.Order, "each job once", value.Written);
                else if (!phase.IsFull && !IsNoValue(value))
                    yield return new(value.At, DivergenceKind.Extra, null, value.Written);
            }
            else if (Differences(value, place).ToList() is { Count: > 0 } differences)
            {
                unknown.Add(value.Place);
                foreach (var difference in differences)
                    yield return difference;
            }
        }
    }

    /// <summary>An order of what is not known is none, and pages were not seen yet.</summary>
    private static bool IsNoValue(SeenValue value) => value.IsOfForm || value is { At.Part: ResponsePart.Header, Parent: null };

    private static IEnumerable<Difference> Differences(SeenValue value, PlaceShape place)
    {
        var isKnown = value.Type == SeenValue.Order ? place.HasOrder(value.Text!) : place.Has(value);
        if (value.IsOfForm)
        {
            if (!isKnown)
                yield return new(value.At, value.Type == SeenValue.Layout ? DivergenceKind.Bytes : DivergenceKind.Order, place.Describe(value), value.Written);
        }
        else if (place.HasType(value.Type))
        {
            if (!isKnown)
                yield return new(value.At, DivergenceKind.Shape, place.Describe(value), value.Written);
        }
        else if (value.Number is not null && (place.HasType("integer") || place.HasType("float")))
        {
            yield return new(value.At, DivergenceKind.NumberForm, place.Describe(value), value.Written);
            if (!isKnown)
                yield return new(value.At, DivergenceKind.Shape, place.Describe(value), value.Written);
        }
        else
        {
            yield return new(value.At, DivergenceKind.Type, place.Types.Count == 1 && place.HasType("null") ? "null" : place.Describe(), value.Written);
        }
    }

    private IEnumerable<Difference> Order(SeenAnswer answer, JobStep? step)
    {
        if (step?.Before is not { } before || before == answer.Phase || !KnowsPhases || other.Leads(before, answer.Phase))
            yield break;

        var known = other.Next.GetValueOrDefault(before);
        yield return new(
            PhaseLocation,
            DivergenceKind.Shape,
            known is null ? $"\"{before}\" is the last" : $"\"{before}\", then {string.Join(" or ", known.Select(next => $"\"{next}\""))}",
            $"\"{before}\", then \"{answer.Phase}\"");
    }

    private IEnumerable<Difference> Moves(JobStep? step, PhaseShape phase)
    {
        foreach (var (number, before) in step?.Moves ?? [])
        {
            if (phase.Places.TryGetValue(number.Place, out var place) && place.Steps >= options.ShapeMinimumSamples
                && (number.Number < before && place.Falls == 0 ? "never falls" : number.Number > before && place.Rises == 0 ? "never rises" : null) is { } known)
            {
                yield return new(number.At, DivergenceKind.Shape, known, string.Create(CultureInfo.InvariantCulture, $"{before}, then {number.Number}"));
            }
        }
    }
}
