using NJsonSchema;
using Strangler.Testing;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>The schema that the hub's messages keep.</summary>
internal static class MessageSchema
{
    private static readonly Task<JsonSchema> Schema = JsonSchema.FromFileAsync(RepositoryRoot.Combine("deploy", "schemas", "realtime.schema.json"));

    public static async Task HoldAsync(string message) => Assert.Empty((await Schema).Validate(message).Select(error => $"{error} in {message}"));
}
