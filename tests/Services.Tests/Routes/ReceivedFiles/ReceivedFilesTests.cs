using System.Text.Json;
using Strangler.Services.Tests.Backups.Receipts;
using Strangler.Testing;
using Strangler.Testing.Recordings;

namespace Strangler.Services.Tests.Routes.ReceivedFiles;

/// <summary><c>GET /api/received_files</c> beyond its recordings: paging, details, ties (contract 5).</summary>
public sealed class ReceivedFilesTests : IAsyncLifetime
{
    private ReceiptHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ReceiptHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("", "e d c b a")]
    [InlineData("?other=1", "e d c b a")]
    [InlineData("?limit=2", "e d")]
    [InlineData("?limit=2&limit=1", "e d")]
    [InlineData("?limit=2&offset=3", "b a")]
    [InlineData("?offset=4", "a")]
    [InlineData("?offset=5", "")]
    [InlineData("?limit=0", "")]
    [InlineData("?limit=2147483647&offset=2147483647", "")]
    public async Task List_Page_IsAPartOfTheWholeWithItsTotals(string query, string names)
    {
        for (var day = 0; day < 5; day++)
            ReceivedFixture.Put(_host.ReceivedFiles, $"{(char)('a' + day)}", "1", $"2023-11-1{day}T00:00:00Z");

        using var answer = await GetAsync(query);

        Assert.Equal(names, string.Join(' ', Names(answer)));
        Assert.Equal((5, 5), (answer.RootElement.GetProperty("total_files").GetInt32(), answer.RootElement.GetProperty("total_size").GetInt32()));
    }

    [Theory]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=x&offset=1", "limit")]
    [InlineData("limit=2147483648", "limit")]
    [InlineData("offset=1.5", "offset")]
    [InlineData("offset=%20", "offset")]
    [InlineData("limit", "limit")]
    public async Task List_BadPage_IsRefused(string query, string name)
    {
        var answer = await _host.GetAsync($"/api/received_files?{query}");

        Assert.Equal((400, "application/json"), (answer.Status, answer.Value("Content-Type")));
        Assert.Equal($$"""{"error":"{{name}} must be an integer from 0 to 2147483647","success":false}""" + "\n", answer.Text);
    }

    [Fact]
    public async Task List_FilesOfTheSameTime_KeepTheFoldersOrder()
    {
        for (var number = 0; number < 50; number++)
            ReceivedFixture.Put(_host.ReceivedFiles, $"{number * 7919 % 50}", "", "2023-11-14T22:13:20Z");
        var order = Directory.EnumerateFiles(_host.ReceivedFiles).Select(Path.GetFileName).ToList();

        using var answer = await GetAsync("");

        Assert.Equal(order, Names(answer));
    }

    [Fact]
    public async Task List_WithDetails_AddsWhatTheDatabaseKnows()
    {
        File.Copy(RepositoryRoot.Combine("tests", "Recordings", "defensive.sample.db"), Path.Combine(_host.Root, "defensive.db"));
        ReceivedFixture.Put(_host.ReceivedFiles, "plain.bin", "p", "2023-11-14T00:00:00Z");
        ReceivedFixture.Put(_host.ReceivedFiles, "other.bin", "p", "2023-11-13T00:00:00Z");

        using var answer = await GetAsync("?details=1");

        Assert.Equal(
            ["True 1281551579 cli1795380244w", "  "],
            answer.RootElement.GetProperty("files").EnumerateArray().Select(file =>
                $"{file.GetProperty("stored_verified")} {file.GetProperty("crc")} {file.GetProperty("client")}"));
    }

    [Fact]
    public async Task List_FolderComesBack_IsListedAgain()
    {
        Directory.Delete(_host.ReceivedFiles);
        Assert.Equal($$"""{"error":"Monitored directory {{_host.ReceivedFiles.Replace("\\", "\\\\", StringComparison.Ordinal)}} does not exist","files":[],"success":false}""" + "\n", (await _host.GetAsync("/api/received_files?limit=1")).Text);
        Directory.CreateDirectory(_host.ReceivedFiles);

        using var answer = await GetAsync("");

        Assert.True(answer.RootElement.GetProperty("success").GetBoolean());
    }

    private async Task<JsonDocument> GetAsync(string query) => JsonDocument.Parse((await _host.GetAsync("/api/received_files" + query)).Text);

    private static IEnumerable<string> Names(JsonDocument answer) =>
        answer.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("filename").GetString()!);
}
