using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.Contract;

namespace Strangler.Gateway.Configuration;

/// <summary>How a route is moved forward: by steps, each further than the one before. As JSON it is what <c>features.json</c> has under its name.</summary>
/// <param name="Steps">One or more.</param>
/// <param name="Deadline">How long after its start, or the last resume, the plan stands still where it is not at its end; null for never.</param>
/// <param name="Criteria">The names of the gate's criteria that count; null for all.</param>
internal sealed record PromotionPlan(IReadOnlyList<PromotionStep> Steps, TimeSpan? Deadline = null, IReadOnlyList<string>? Criteria = null)
{
    /// <summary>The plan that a route gets where none is named.</summary>
    public const string DefaultName = "default";

    /// <summary>The bounds of a step's hold.</summary>
    public static readonly TimeSpan ShortestHold = TimeSpan.FromSeconds(1), LongestHold = TimeSpan.FromDays(30);

    /// <summary>The bounds of a deadline.</summary>
    public static readonly TimeSpan ShortestDeadline = TimeSpan.FromMinutes(1), LongestDeadline = TimeSpan.FromDays(365);

    /// <summary>The one that is built in.</summary>
    public static PromotionPlan Default { get; } = new(
    [
        new("shadow", null, TimeSpan.FromHours(1)),
        new("canary", 1, TimeSpan.FromMinutes(30)),
        new("canary", 5, TimeSpan.FromHours(1)),
        new("canary", 25, TimeSpan.FromHours(2)),
        new("live"),
    ]);

    /// <summary>The last step that a route at this stage has reached; -1 for none.</summary>
    public int StepAt(RouteStage stage) => Steps.TakeWhile(step => !step.At.IsFurtherThan(stage)).Count() - 1;

    public string ToJson() => JsonSerializer.Serialize(this, PlanJson.Default.PromotionPlan);

    /// <exception cref="FormatException">The text is none that <see cref="ToJson"/> has written.</exception>
    public static PromotionPlan OfJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PlanJson.Default.PromotionPlan) ?? throw new FormatException("There is no plan in it.");
        }
        catch (JsonException ex)
        {
            throw new FormatException(ex.Message, ex);
        }
    }
}

/// <summary>One step of a plan.</summary>
/// <param name="Stage">The name of its stage.</param>
/// <param name="Percentage">At canary, and only there.</param>
/// <param name="Hold">How long the route stays there at least; after the last step, how long until the plan is done.</param>
internal sealed record PromotionStep(string Stage, decimal? Percentage = null, TimeSpan Hold = default)
{
    [JsonIgnore]
    public RouteStage At => RouteStage.TryMake(Stage, Percentage, out var stage, out var fault) ? stage : throw new FormatException(fault);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PromotionPlan))]
[JsonSerializable(typeof(Dictionary<string, PromotionPlan>))]
internal sealed partial class PlanJson : JsonSerializerContext;
