using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Management;

/// <summary>The build of the modules: a hash of their assembly. Builds are deterministic, so that the same code has the same one on every machine.</summary>
internal sealed class ModernBuild : IModernBuild
{
    private static readonly string Hash = typeof(Services.Flask.Answer).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..12];

    public string BuildOf(string route) => Hash;
}
