namespace Strangler.Services.Descriptions;

/// <summary>Endpoint metadata: the methods that have an answer other than 405, in capitals.</summary>
public sealed record DescribedMethods(params IReadOnlyList<string> Names)
{
    /// <summary>Whether OPTIONS is answered as the others are, and not as Flask does.</summary>
    public bool HasOwnOptions { get; init; }
}

/// <summary>Endpoint metadata: an argument of the query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it does, as a sentence.</param>
public sealed record DescribedArgument(string Name, string Meaning);

/// <summary>Endpoint metadata: a body that a request may have.</summary>
/// <param name="MediaType">Its type.</param>
/// <param name="Shape">What it is like, as far as it is declared.</param>
public sealed record DescribedBody(string MediaType, JsonShape? Shape = null);
