using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;

namespace Strangler.Services.WebFiles;

/// <summary>The two folders whose files are public.</summary>
internal sealed class WebFolders(IOptions<ServicesOptions> services, IOptions<PagesOptions> pages)
{
    public WebFolder Web { get; } = new(Path.GetFullPath(Path.Combine(services.Value.LegacyRoot, pages.Value.WebFolder)));

    public WebFolder Icons { get; } = new(Path.GetFullPath(Path.Combine(services.Value.LegacyRoot, pages.Value.IconFolder)));
}
