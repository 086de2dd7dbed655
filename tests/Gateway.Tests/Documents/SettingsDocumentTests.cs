using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Settings;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>docs/settings.md has every setting that the program reads, with the bounds that it checks.</summary>
public sealed class SettingsDocumentTests
{
    private static string Page => Path.Combine(RepositoryRoot.Path, "docs", "settings.md");

    /// <summary>With <c>STRANGLER_WRITE_SETTINGS=true</c> in the environment it writes the page instead.</summary>
    [Fact]
    public async Task Page_OfTheProgram_HasEverySettingAsItIsRead()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();
        var settings = gateway.Services.GetRequiredService<KnownSettings>().All;
        var document = new SettingsDocument();

        Assert.Empty(settings.Where(setting => document.Meaning(setting) is null).Select(setting => $"{setting.Owner.Name}.{setting.Property} has no summary"));
        var page = document.Of(settings);
        if (Environment.GetEnvironmentVariable("STRANGLER_WRITE_SETTINGS") == "true")
            await File.WriteAllTextAsync(Page, page, new UTF8Encoding(false), TestContext.Current.CancellationToken);
        Assert.Equal((await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"), page);
    }
}
