using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Strangler.Services.Routes.Status;
using Strangler.ShadowDiff;

namespace Strangler.Gateway.Tests;

/// <summary>The arrows of the architecture: gateway → services, gateway → shadow-diff, nothing back, no module to another.</summary>
public sealed class DependencyTests
{
    private static readonly System.Reflection.Assembly Services = typeof(StatusModule).Assembly;
    private static readonly Architecture ServicesArchitecture = new ArchLoader().LoadAssemblies(Services).Build();

    [Theory]
    [InlineData(typeof(StatusModule))]
    [InlineData(typeof(ShadowDiffExtensions))]
    public void LowerProjects_KnowNothingOfTheGatewayOrEachOther(System.Type type)
    {
        string[] forbidden = ["Gateway", "Services", "ShadowDiff", "Yarp.ReverseProxy", "Microsoft.FeatureManagement", "Microsoft.FeatureManagement.AspNetCore"];

        Assert.Empty(type.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Intersect(forbidden));
    }

    [Fact]
    public void Modules_DoNotKnowEachOther()
    {
        var modules = ModuleNamespaces();
        Assert.NotEmpty(modules);

        var arrows = from type in ServicesArchitecture.Types
                     let own = type.Namespace.FullName
                     where modules.Contains(own)
                     from dependency in type.Dependencies
                     let other = dependency.Target.Namespace.FullName
                     where modules.Contains(other) && other != own
                     select $"{type.FullName} -> {dependency.Target.FullName}";

        Assert.Empty(arrows.Distinct());
    }

    // A module is a namespace with a public static class named ...Module; the other folders are what modules share.
    private static HashSet<string> ModuleNamespaces() =>
        [.. Services.GetExportedTypes().Where(type => type.Name.EndsWith("Module", StringComparison.Ordinal)).Select(type => type.Namespace!)];
}
