using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Tests.Backups.Receipts;
using Strangler.Testing;
using Strangler.Testing.Recordings;

namespace Strangler.Services.Tests.Routes.CheckReceipt;

/// <summary><c>GET /api/check_receipt/&lt;filename&gt;</c> beyond its recordings (contract 5, Q12, Q22, Q23).</summary>
public sealed class CheckReceiptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As recorded with TZ=Asia/Tokyo.</summary>
    [Fact]
    public async Task Check_InTokyo_TellsLocalTime()
    {
        var time = new FakeTimeProvider();
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("Tokyo", TimeSpan.FromHours(9), null, null));
        await using var host = await ReceiptHost.StartAsync(services => services.AddSingleton<TimeProvider>(time));
        ReceivedFixture.Put(host.ReceivedFiles, "tz.txt", "t", "2023-11-14T22:13:20Z");
        ReceivedFixture.Put(host.ReceivedFiles, "day.txt", "t", "2023-11-04T22:13:20.5Z");

        Assert.Equal(Received(host, "tz.txt", "Wed Nov 15 07:13:20 2023", "1700000000.0"), (await host.GetAsync("/api/check_receipt/tz.txt")).Text);
        Assert.Equal(Received(host, "day.txt", "Sun Nov  5 07:13:20 2023", "1699136000.5"), (await host.GetAsync("/api/check_receipt/day.txt?x=1")).Text);
    }

    /// <summary>Q22: legacy says received.</summary>
    [Fact]
    public async Task Check_Folder_IsNotReceived()
    {
        await using var host = await ReceiptHost.StartAsync();
        Directory.CreateDirectory(Path.Combine(host.ReceivedFiles, "subdir"));

        Assert.Equal(NotReceived(host, "subdir"), (await host.GetAsync("/api/check_receipt/subdir")).Text);
    }

    /// <summary>A server below may have resolved the dots already; the folder does not rely on it.</summary>
    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../outside.txt")]
    [InlineData("subdir/inner.txt")]
    [InlineData("a\0b")]
    [InlineData("")]
    public async Task Find_NameThatLeadsElsewhere_IsNoFile(string name)
    {
        await using var host = await ReceiptHost.StartAsync();
        ReceivedFixture.PutInto(host.ReceivedFiles);
        await File.WriteAllTextAsync(Path.Combine(host.Root, "outside.txt"), "o", Token);

        Assert.Null(host.Folder.Find(name));
    }

    [Theory]
    [InlineData("..%5coutside.txt", """..\\outside.txt""")]
    [InlineData("%ff%c3%28", "\\ufffd\\ufffd(")]
    [InlineData("%252F", "%2F")]
    [InlineData("a+b%zz%", "a+b%zz%")]
    [InlineData("%f0%9f%98%80", "\\ud83d\\ude00")]
    public async Task Check_EscapedName_IsReadAsFlaskDoes(string escaped, string name)
    {
        await using var host = await ReceiptHost.StartAsync();

        var answer = await host.GetAsync("/api/check_receipt/" + escaped);

        Assert.StartsWith($"{{\"error\":\"File {name} not found in ", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("subdir%2Finner.txt")]
    [InlineData("a.txt/")]
    public async Task Check_MoreThanOneSegment_IsTheCatchAlls(string name)
    {
        await using var host = await ReceiptHost.StartAsync();
        ReceivedFixture.PutInto(host.ReceivedFiles);

        var answer = await host.GetAsync("/api/check_receipt/" + name);

        Assert.Equal((404, "NOT FOUND", ""), (answer.Status, answer.Reason, answer.Text));
    }

    [Fact]
    public async Task Check_FileThatAJobWaitsFor_TellsTheJob()
    {
        await using var host = await ReceiptHost.StartAsync(("Stability", "00:00:30"));
        var file = ReceiptHost.Expected("t");
        _ = host.Monitor.ExpectAsync(file, Token);
        ReceivedFixture.Put(host.ReceivedFiles, file.StoredName, "t", "2023-11-14T22:13:20Z");
        await Eventually.GetAsync(() => host.Open.Find(file.StoredName)!.Status, status => status != "registered", Token);

        var answer = await host.GetAsync("/api/check_receipt/" + file.StoredName);

        Assert.StartsWith($$"""{"expected_hash":"{{file.Sha256}}","expected_size":1,"filename":"{{file.StoredName}}","job_id":"{{file.JobId}}","modified_time":""", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith(""","received":true,"size":1,"status":"verifying","success":true,"timestamp":1700000000.0,"verified":false}""" + "\n", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithDetails_AddsWhatTheDatabaseKnows()
    {
        const string Name = "upload_1795382671567941_e2e-small.txt";
        await using var host = await ReceiptHost.StartAsync();
        ReceivedFixture.Put(host.ReceivedFiles, Name, "hello world\n", "2023-11-14T22:13:20Z");
        var without = (await host.GetAsync($"/api/check_receipt/{Name}")).Text;

        Assert.Equal(WithDetails(without, "null", "null", "null"), (await host.GetAsync($"/api/check_receipt/{Name}?details=1")).Text);
        File.Copy(RepositoryRoot.Combine("tests", "Recordings", "defensive.sample.db"), Path.Combine(host.Root, "defensive.db"));
        Assert.Equal(WithDetails(without, "\"X1795382657_sma\"", "3733384285", "true"), (await host.GetAsync($"/api/check_receipt/{Name}?details=1&details=0")).Text);
        Assert.Equal(without, (await host.GetAsync($"/api/check_receipt/{Name}?details=0")).Text);
    }

    [Fact]
    public async Task Check_BadDetails_IsRefused()
    {
        await using var host = await ReceiptHost.StartAsync();

        var answer = await host.GetAsync("/api/check_receipt/a.txt?details=yes");

        Assert.Equal((400, "BAD REQUEST", """{"error":"details must be an integer from 0 to 1","success":false}""" + "\n"), (answer.Status, answer.Reason, answer.Text));
    }

    private static string Received(ReceiptHost host, string name, string modified, string timestamp) =>
        $$"""{"filename":"{{name}}","modified_time":"{{modified}}","path":"{{Escaped(Path.Combine(host.ReceivedFiles, name))}}","received":true,"size":1,"success":true,"timestamp":{{timestamp}},"verified":null}""" + "\n";

    private static string NotReceived(ReceiptHost host, string name) =>
        $$"""{"error":"File {{name}} not found in {{Escaped(host.ReceivedFiles)}}","filename":"{{name}}","received":false,"success":true}""" + "\n";

    /// <summary>As JSON writes a path of Windows.</summary>
    private static string Escaped(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal);

    private static string WithDetails(string answer, string client, string crc, string verified) => answer
        .Replace("{\"filename\"", $"{{\"client\":{client},\"crc\":{crc},\"filename\"", StringComparison.Ordinal)
        .Replace(",\"success\"", $",\"stored_verified\":{verified},\"success\"", StringComparison.Ordinal);
}
