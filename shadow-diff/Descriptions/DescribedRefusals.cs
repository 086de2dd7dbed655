namespace Strangler.ShadowDiff.Descriptions;

/// <summary>Endpoint metadata: the statuses of an endpoint's refusals.</summary>
public sealed record DescribedRefusals(IReadOnlyList<int> Statuses);

/// <summary>Endpoint metadata: the answer may be asked for in these forms too.</summary>
public sealed record FurtherForms(params IReadOnlyList<string> MediaTypes);
