namespace Strangler.Gateway.Legacy.Lean;

internal static class LeanExtensions
{
    /// <summary>Adds the gateway's own way to legacy for plain requests.</summary>
    public static void AddLeanForwarder(this WebApplicationBuilder builder) => builder.Services.AddSingleton<LegacyPools>();

    /// <summary>Takes plain requests off YARP's pipeline.</summary>
    public static void UseLeanForwarder(this IReverseProxyApplicationBuilder proxy) => proxy.UseMiddleware<LeanForwarder>();
}
