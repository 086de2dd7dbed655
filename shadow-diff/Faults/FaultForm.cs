using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Faults;

/// <summary>A kind of mistake, wherever it may be made.</summary>
/// <param name="Name">What the programmer did, or what differs between two servers.</param>
/// <param name="Kind">Its family; null for a variation that no client minds, and that a report must not name.</param>
/// <param name="In">What it makes of an answer, at each place where it can be made.</param>
internal sealed record FaultForm(string Name, FaultKind? Kind, Func<AnswerParts, IEnumerable<Alteration>> In)
{
    /// <summary>In how many answers it shows.</summary>
    public Occurrence Occurrence { get; init; } = Occurrence.Always;

    /// <summary>The side that alone can have it; null for either.</summary>
    public Side? Of { get; init; }
}

/// <summary>An answer as a fault would make it.</summary>
/// <param name="Place">Where the difference is, in the words of reports: <c>body /files/*/name</c>, <c>header Allow</c>, <c>status</c>.</param>
/// <param name="Make">The altered answer; null where nothing comes of it.</param>
internal sealed record Alteration(string Place, Func<CapturedResponse?> Make);

/// <summary>In which exchanges a fault shows: in one of so many, or for one client of so many.</summary>
internal readonly record struct Occurrence(int OneOf, bool IsByClient)
{
    public static readonly Occurrence Always = new(1, false);

    public static Occurrence Once(int of) => new(of, false);

    public static Occurrence ForOneClient(int of) => new(of, true);
}
