using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Trials;

/// <summary>Where a fault can be made in the answers of a route.</summary>
/// <param name="Form">The fault.</param>
/// <param name="Status">Of the answers that it is made in.</param>
/// <param name="Place">Where in them.</param>
/// <param name="Of">In whose.</param>
internal sealed partial record FaultSite(FaultForm Form, int Status, string Place, Side Of)
{
    public string Name => $"{Form.Name}|{Status}|{Place}|{Of}";

    /// <summary>All sites in the answers to one exchange.</summary>
    public static IEnumerable<FaultSite> In(ResponsePair pair, TrialPlan plan)
    {
        foreach (var side in Enum.GetValues<Side>())
        {
            var (answer, other) = side == Side.Legacy ? (pair.Legacy, pair.Modern) : (pair.Modern, pair.Legacy);
            if ((plan.Of ?? side) != side || answer.Exception is not null)
                continue;

            foreach (var site in In(new AnswerParts(answer, other), side, plan))
                yield return site;
        }
    }

    /// <summary>All sites in one side's answer.</summary>
    public static IEnumerable<FaultSite> In(AnswerParts parts, Side side, TrialPlan plan) =>
        from form in plan.Forms
        where (form.Of ?? side) == side
        from place in form.In(parts).Select(alteration => PlaceOf(alteration.Place)).Distinct(StringComparer.Ordinal)
        select new FaultSite(form, parts.Answer.Status, place, side);

    /// <summary>A place as one of its kind: an entry of a table of jobs is that of any job.</summary>
    public static string PlaceOf(string at) => Job.Replace(at, "{job_id}");

    /// <summary>Whether one of two places is the other, or within it. What is reported for all members of a table together is so for each of them.</summary>
    /// <param name="reported">In the words of reports.</param>
    /// <param name="place">A site's.</param>
    public static bool AreOnOnePath(string reported, string place)
    {
        var (names, known, wanted) = (Segments(reported), Segments(PlaceOf(reported)), Segments(place));
        return names.Zip(known).Zip(wanted).All(one => one.First.First == "{}" || one.First.Second == one.Second);
    }

    private static string[] Segments(string place) => [.. place.Split('/').Select(segment => segment.TrimEnd())];

    [GeneratedRegex(@"(?<=/)job_\d{16}(?=/|\z)|(?<=/(jobs|results)/)\{\}")]
    private static partial Regex Job { get; }
}
