using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Browser;

/// <summary>QA's way through the pages in a real browser, in front of a real gateway and a legacy that answers otherwise than the C# does.</summary>
public sealed class QaPagesTests
{
    private static readonly string Screenshots = RepositoryRoot.Combine("artifacts", "test-results", "screenshots");

    private const string Password = "a password of QA";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light, Hand.Mouse)]
    [InlineData(ColorScheme.Dark, Hand.Keyboard)]
    public async Task Board_Fingerprint_Sample_Rerun_Accept(ColorScheme scheme, Hand hand)
    {
        await using var legacy = await OtherLegacyAsync();
        var options = new GatewayOptions(new Uri(legacy.Urls.First()))
        {
            Stages = new Dictionary<string, string> { ["test"] = "shadow", ["pause"] = "shadow" },
            Settings = new Dictionary<string, string> { ["Gateway:ManagementToken"] = Password },
        };
        await using var gateway = await GatewayProcess.StartAsync(options, Token);
        await DivergeAsync(gateway);
        await using var browser = await BrowserPage.OpenAsync(gateway.Public, gateway.Management, Password);
        var page = browser.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.ReloadAsync();
        await ShowAsync(page, scheme, "1-cutover");

        await hand.UseAsync(page.GetByRole(AriaRole.Link, new() { Name = "Parity", Exact = true }));
        await ShowAsync(page, scheme, "2-board");
        await FiguresMoveAsync(page, gateway);

        await hand.UseAsync(page.GetByRole(AriaRole.Link, new() { Name = "test", Exact = true }));
        await Assertions.Expect(page.GetByText("critical blocks:")).ToBeVisibleAsync();
        await ShowAsync(page, scheme, "3-route");

        await hand.UseAsync(page.GetByRole(AriaRole.Link, new() { Name = "body /success" }));
        await Assertions.Expect(page.Locator("tr.differs").Filter(new() { HasText = "<b>yes</b>" })).ToBeVisibleAsync();
        await ShowAsync(page, scheme, "4-sample");

        await hand.UseAsync(page.GetByRole(AriaRole.Button, new() { Name = "Re-run against both" }));
        await Assertions.Expect(page.Locator("#rerun .mark")).ToHaveTextAsync("still there");
        await ShowAsync(page, scheme, "5-rerun");

        await AcceptAsync(page, hand);
        await ShowAsync(page, scheme, "6-accepted");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task SignOffReport_IsOneFile_AndItsCommandEndsWithTheVerdict()
    {
        await using var legacy = await OtherLegacyAsync();
        var options = new GatewayOptions(new Uri(legacy.Urls.First())) { Stages = new Dictionary<string, string> { ["test"] = "shadow" } };
        await using var gateway = await GatewayProcess.StartAsync(options, Token);
        await DivergeAsync(gateway);
        using var folder = new TemporaryFolder();
        var file = folder.Combine("sign-off.html");

        var blocked = await CutoverProgram.RunAsync(gateway.Management, Token, "report", "test", "--format", "html", "--out", file);
        Assert.True(blocked.ExitCode == 1, blocked.ToString());
        Assert.Contains("test is blocked", blocked.Error, StringComparison.Ordinal);

        await using var browser = await BrowserPage.OpenAsync(gateway.Public, new Uri(file));
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign-off of test" })).ToBeVisibleAsync();
        await ShowAsync(browser.Page, ColorScheme.Light, "7-sign-off");
        Assert.Empty(browser.Errors);
    }

    /// <summary>A view is a link, several are judged with one reason, and a day has its page; at 1280 pixels nothing has to be scrolled, and axe finds nothing.</summary>
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Desk_SearchChooseMany_ThenTheDay(ColorScheme scheme)
    {
        await using var legacy = await OtherLegacyAsync();
        var options = new GatewayOptions(new Uri(legacy.Urls.First())) { Stages = new Dictionary<string, string> { ["test"] = "shadow" } };
        await using var gateway = await GatewayProcess.StartAsync(options, Token);
        await DivergeAsync(gateway);
        await using var browser = await BrowserPage.OpenAsync(gateway.Public, new Uri(gateway.Management, "/reports/test"), mayAddScripts: true);
        var page = browser.Page;
        await page.SetViewportSizeAsync(1280, 800);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });

        await page.GetByLabel("Place, rule or fingerprint").FillAsync("/SUCC");
        await page.GetByLabel("Place, rule or fingerprint").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/reports/test\\?q=%2FSUCC"));
        var row = page.Locator("#divergences ~ [data-live=findings] tbody tr");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync("<b>yes</b>");
        await LooksWellAsync(page, scheme, "8-desk");

        await row.GetByRole(AriaRole.Checkbox).CheckAsync();
        await Assertions.Expect(page.GetByText("1 chosen.")).ToBeVisibleAsync();
        await page.GetByLabel("Your name").FillAsync("ana");
        await page.GetByLabel("Reason for all of them").FillAsync("read either way");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(page.Locator("#many [role=alert]")).ToContainTextAsync("a second person must agree");
        await page.GetByLabel("Second name").FillAsync("ben");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(row.Locator(".mark")).ToHaveTextAsync("accepted");

        await page.GetByRole(AriaRole.Link, new() { Name = "body /success" }).ClickAsync();
        await Assertions.Expect(page.Locator("tr.differs mark").First).ToBeVisibleAsync();
        await LooksWellAsync(page, scheme, "9-sample");
        await page.GotoAsync(new Uri(gateway.Management, "/divergences?sort=count").ToString());
        await LooksWellAsync(page, scheme, "10-all");
        await page.GotoAsync(new Uri(gateway.Management, "/reports/test").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "What is new since yesterday" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "First seen", Exact = true }).GetByText("body /success")).ToBeVisibleAsync();
        await LooksWellAsync(page, scheme, "11-day");
        Assert.DoesNotContain(browser.Errors, error => !error.Contains("400", StringComparison.Ordinal));
    }

    private static async Task LooksWellAsync(IPage page, ColorScheme scheme, string name)
    {
        await page.WaitForLoadStateAsync();
        await ShowAsync(page, scheme, name);
        Assert.Empty(await page.EvaluateAsync<string[]>("[document.documentElement, ...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth).map(one => one.outerHTML.slice(0, 200))"));
        var result = await page.RunAxe(new() { Rules = new() { ["label-content-name-mismatch"] = new() { Enabled = true } } });
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
    }

    private static async Task FiguresMoveAsync(IPage page, GatewayProcess gateway)
    {
        var compared = page.Locator("tr").Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = "pause", Exact = true }) }).Locator("td").Nth(3);
        await Assertions.Expect(compared).ToHaveTextAsync("0of 0");
        using var client = new HttpClient { BaseAddress = gateway.Public };
        await client.PostAsync("/api/pause", null, Token);
        await Assertions.Expect(compared).ToHaveTextAsync("1of 1", new() { Timeout = 60_000 });
    }

    private static async Task AcceptAsync(IPage page, Hand hand)
    {
        await hand.WriteAsync(page.GetByLabel("Your name"), "ana");
        await hand.WriteAsync(page.GetByLabel("Reason"), "the page reads it either way");
        await hand.WriteAsync(page.GetByLabel("Second name"), "ben");
        await hand.UseAsync(page.GetByRole(AriaRole.Button, new() { Name = "Accept" }));
        await Assertions.Expect(page.Locator("[data-live=state] .mark")).ToHaveTextAsync("accepted");
        await Assertions.Expect(page.Locator("[data-live=state]")).ToContainTextAsync("the page reads it either way");
    }

    private static async Task ShowAsync(IPage page, ColorScheme scheme, string name)
    {
        Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}-{scheme}.png".ToLowerInvariant()), FullPage = true });
    }

    /// <summary>Sends one request that the sides answer differently, and waits until it has been compared.</summary>
    private static async Task DivergeAsync(GatewayProcess gateway)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Password);
        await client.PostAsync(new Uri(gateway.Public, "/api/test"), null, Token);
        await Eventually.GetAsync(
            async () => JsonElement.Parse(await client.GetStringAsync(new Uri(gateway.Management, "/api/sign-off/test"), Token)),
            report => report.GetProperty("divergences").GetArrayLength() > 0,
            Token);
    }

    private static async Task<WebApplication> OtherLegacyAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"message":"POST test successful","success":"<b>yes</b>"}""", context.RequestAborted);
        });
        await app.StartAsync(Token);
        return app;
    }
}
