using Strangler.Testing;

namespace Strangler.Services.Tests.Hosting;

/// <summary>A legacy root with web files, icons, and secrets beside them that no request may see.</summary>
internal sealed class WebRoot : IDisposable
{
    public const string Secret = "SECRET";

    private readonly TemporaryFolder _folder = new();

    public WebRoot()
    {
        Put("<html>index", "Client", "Client-gui", "NewGUIforClient.html");
        Put("readme", "Client", "Client-gui", "README.md");
        Put("<svg>web", "Client", "Client-gui", "favicon.svg");
        Put("<svg>logo", "Client", "Client-gui", "logo.svg");
        Put("0123456789", "Client", "Client-gui", "scripts", "app.js");
        Put("<svg>icon", "favicon_stuff", "favicon.svg");
        Put("icon", "favicon_stuff", "favicon.ico");
        Put(Secret, "config.json");
        Put(Secret, "secret.svg");
        Put(Secret, "Client", "secret.txt");
        Put(Secret, "Client", "Client-guiX", "secret.txt");
        Put(Secret, "favicon_stuffX", "favicon.svg");
    }

    public string Path => _folder.Path;

    public string InWeb(params ReadOnlySpan<string> parts) => _folder.Combine(["Client", "Client-gui", .. parts]);

    public string Combine(params ReadOnlySpan<string> parts) => _folder.Combine(parts);

    public void Put(string content, params ReadOnlySpan<string> parts)
    {
        var file = _folder.Combine(parts);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public Task<ModuleHost> ServeAsync(CancellationToken cancellationToken) =>
        ModuleHost.StartAsync([KeyValuePair.Create<string, string?>("Services:LegacyRoot", Path)], cancellationToken);

    public void Dispose() => _folder.Dispose();
}
