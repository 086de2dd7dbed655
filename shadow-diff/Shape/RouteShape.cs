using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Shape;

/// <summary>What one side's answers to one method of a route were like. Bounded, and without anything that must not be kept. Not safe for several threads.</summary>
internal sealed class RouteShape
{
    private const int MostStatuses = 16;
    private const int MostPhases = 24;

    /// <summary>What is looked at in an answer; what was learned when it was less is learned anew.</summary>
    private const int CurrentFormat = 4;

    [JsonRequired]
    public int Format { get; init; } = CurrentFormat;

    public long Samples { get; set; }

    /// <summary>Jobs that were followed.</summary>
    public long Jobs { get; set; }

    public SortedDictionary<int, StatusShape> Statuses { get; init; } = [];

    /// <summary>The phases that came right after one, by its name.</summary>
    public SortedDictionary<string, SortedSet<string>> Next { get; init; } = new(StringComparer.Ordinal);

    /// <param name="answer">The answer.</param>
    /// <param name="step">How it continues its job; null when it names none.</param>
    public void Add(SeenAnswer answer, JobStep? step)
    {
        Samples++;
        Jobs += step is { IsFirst: true } ? 1 : 0;
        if (!Statuses.TryGetValue(answer.Status, out var status))
        {
            if (Statuses.Count >= MostStatuses)
                return;

            Statuses[answer.Status] = status = new();
        }

        status.Samples++;
        if (!status.Phases.TryGetValue(answer.Phase, out var phase))
        {
            if (status.Phases.Count >= MostPhases)
                return;

            status.Phases[answer.Phase] = phase = new();
        }

        phase.Add(answer, step);
        if (step?.Before is { } before && before != answer.Phase && Next.Count < MostPhases)
            (Next.TryGetValue(before, out var next) ? next : Next[before] = new(StringComparer.Ordinal)).Add(answer.Phase);
    }

    /// <summary>Whether a phase came after another, however many stood between: who asks now and then does not see each.</summary>
    public bool Leads(string from, string to)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal) { from }, new Stack<string>([from]));
        while (open.TryPop(out var phase))
        {
            foreach (var next in Next.GetValueOrDefault(phase) ?? [])
            {
                if (next == to)
                    return true;
                if (seen.Add(next))
                    open.Push(next);
            }
        }

        return false;
    }

    /// <summary>Whether a phase it does not have may be one that there was no room for.</summary>
    public static bool IsFull(StatusShape status) => status.Phases.Count >= MostPhases;

    public string ToJson() => JsonSerializer.Serialize(this, ShapeJson.Default.RouteShape);

    /// <summary>What <see cref="ToJson"/> wrote; null for a text that it did not, and for one of an earlier version.</summary>
    public static RouteShape? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ShapeJson.Default.RouteShape) is { Format: CurrentFormat } shape ? shape : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The answers of one status.</summary>
internal sealed class StatusShape
{
    public long Samples { get; set; }

    /// <summary>By the phase that they told of; under no name those that told none.</summary>
    public SortedDictionary<string, PhaseShape> Phases { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>The answers of one phase.</summary>
internal sealed class PhaseShape
{
    private const int MostPlaces = 300;

    public long Samples { get; set; }

    /// <summary>Jobs that were seen in it.</summary>
    public long Jobs { get; set; }

    public SortedDictionary<string, PlaceShape> Places { get; init; } = new(StringComparer.Ordinal);

    public bool IsFull => Places.Count >= MostPlaces;

    public void Add(SeenAnswer answer, JobStep? step)
    {
        Samples++;
        Jobs += step is { IsNewPhase: true } ? 1 : 0;
        foreach (var value in answer.Values)
        {
            if (!Places.TryGetValue(value.Place, out var place))
            {
                if (IsFull)
                    continue;

                Places[value.Place] = place = new();
            }

            place.Add(value);
        }

        foreach (var (number, before) in step?.Moves ?? [])
        {
            if (Places.TryGetValue(number.Place, out var place))
                (place.Steps, place.Falls, place.Rises) = (place.Steps + 1, place.Falls + (number.Number < before ? 1 : 0), place.Rises + (number.Number > before ? 1 : 0));
        }
    }

    /// <summary>What the answers of several phases have in common, or may have.</summary>
    public static PhaseShape Of(IEnumerable<PhaseShape> phases)
    {
        var all = new PhaseShape();
        foreach (var (name, place) in phases.SelectMany(phase => phase.Places))
            (all.Places.TryGetValue(name, out var known) ? known : all.Places[name] = new()).Add(place);

        return all;
    }

    /// <summary>Whether each object there had the member. An entry that is named for a job never counts as one.</summary>
    public bool IsAlways(string place, string parent) =>
        !place.EndsWith('}') && Places.TryGetValue(place, out var member) && Places.TryGetValue(parent, out var holder) && member.Seen >= holder.Objects;

    /// <summary>The share of the objects there that had the member.</summary>
    public double ShareOf(string place, string parent) =>
        Places.TryGetValue(place, out var member) && Places.TryGetValue(parent, out var holder) && holder.Objects > 0 ? Math.Min(1, (double)member.Seen / holder.Objects) : 0;
}

/// <summary>How what was learned is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RouteShape))]
internal sealed partial class ShapeJson : JsonSerializerContext;
