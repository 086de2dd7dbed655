using Microsoft.Extensions.Configuration;
using Strangler.Settings;

namespace Strangler.CommandLine.Offline;

/// <summary>Whether a configuration has an address of legacy's, by its <c>yarp.json</c> alone.</summary>
internal static class LegacyAddress
{
    /// <summary>True only where the file says so: one that cannot be read must not be in the way of a rollback.</summary>
    /// <param name="folder">The folder of the configuration.</param>
    public static bool IsMissing(string folder)
    {
        try
        {
            var text = EditedFile.Read(Path.Combine(folder, "yarp.json"));
            var proxy = new ConfigurationBuilder().AddJsonStream(new MemoryStream(text)).Build().GetSection("ReverseProxy");
            return proxy.Exists() && !proxy.GetSection("Clusters:legacy:Destinations").GetChildren().Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
