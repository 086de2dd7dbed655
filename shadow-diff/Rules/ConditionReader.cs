using System.Collections.Frozen;
using System.Text.Json;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads a rule's <c>when</c>.</summary>
internal sealed class ConditionReader(RuleMembers members)
{
    public RuleCondition? Read()
    {
        if (!members.TryGet("when", out var value))
            return null;

        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any()
            || value.EnumerateObject().Any(member => member.Name is not ("request_header" or "modern_header" or "legacy_status" or "modern_status")))
        {
            members.Fail("\"when\" must be an object with one or more of request_header, modern_header, legacy_status, modern_status");
            return null;
        }

        return new(Header(value, "request_header"), Header(value, "modern_header"), Statuses(value, "legacy_status"), Statuses(value, "modern_status"));
    }

    private string? Header(JsonElement condition, string member)
    {
        if (!condition.TryGetProperty(member, out var name))
            return null;
        if (name.ValueKind != JsonValueKind.String)
            members.Fail($"\"when\": \"{member}\" must be a header's name");
        return name.ValueKind == JsonValueKind.String ? name.GetString() : null;
    }

    private FrozenSet<int>? Statuses(JsonElement condition, string member)
    {
        if (!condition.TryGetProperty(member, out var value))
            return null;

        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (items.Length > 0 && items.All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var status) && status is >= 100 and <= 599))
            return items.Select(item => item.GetInt32()).ToFrozenSet();

        members.Fail($"\"when\": \"{member}\" must be a status from 100 to 599, or a list of them");
        return null;
    }
}
