using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using Strangler.Contract;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>One flag at canary, asked both ways: FeatureManagement itself, and what the gateway compiles of it.</summary>
internal sealed class CanaryFlag : IDisposable
{
    public const string Name = "cutover.status";

    private readonly ServiceProvider _services;
    private readonly IVariantFeatureManager _features;
    private readonly Allocation _allocation;

    private CanaryFlag(ServiceProvider services, Allocation allocation)
    {
        (_services, _allocation) = (services, allocation);
        _features = services.GetRequiredService<IVariantFeatureManager>();
        Compiled = Canary.Compile(Name, allocation);
    }

    public Canary Compiled { get; }

    /// <param name="percentage">Of the clients.</param>
    /// <param name="allocation">Further members of the allocation, each with a comma behind it.</param>
    public static async Task<CanaryFlag> CreateAsync(decimal percentage, string allocation = "")
    {
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            { "feature_management": { "feature_flags": [ {
              "id": "{{Name}}", "enabled": true,
              "variants": [{ "name": "legacy" }, { "name": "shadow" }, { "name": "canary" }, { "name": "live" }, { "name": "complete" }],
              "allocation": { {{allocation}} "percentile": [{ "variant": "live", "from": 0, "to": {{percentage}} }], "default_when_enabled": "canary", "default_when_disabled": "legacy" }
            } ] } }
            """);
        var definitions = new FlagDefinitions(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build());
        await definitions.ReadAsync(TestContext.Current.CancellationToken);
        var services = new ServiceCollection().AddSingleton<IFeatureDefinitionProvider>(definitions);
        services.AddFeatureManagement();
        return new(services.BuildServiceProvider(), definitions.AllocationOf(Name)!);
    }

    /// <summary>What FeatureManagement says.</summary>
    public async Task<bool> IsTargetedAsync(string subject, IPAddress? address = null)
    {
        var context = new TargetingContext { UserId = subject, Groups = address is null ? [] : Canary.GroupsOf(address, _allocation) };
        return (await _features.GetVariantAsync(Name, context, TestContext.Current.CancellationToken)).Name == Stage.Live.Name();
    }

    public void Dispose() => _services.Dispose();
}
